import type { Money } from '@sidecard/core';
import { changesSince } from '@sidecard/core/changes';
import type { CaseChange, TicketView } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { ConflictWords } from '../locales/conflict-catalogue.js';
import { formatAmount, formatWhen } from '../locales/format.js';
import { format } from '../locales/message.js';
import { icon } from '../theme/icons.js';
import { conflictStyles } from './conflict.styles.js';
import { nameActor, type ViewModel } from '../ticket/view-model.js';
import { historyLines } from './history-section.js';

/** What it looks like. */
export const styles = [conflictStyles];

/** What the user was writing when the conflict occurred. */
export interface ConflictDraft {
  /** The user's intended action. */
  readonly title: string;
  readonly text: string;
}

/** A conflict: someone else acted first. */
export interface Conflict {
  readonly change: CaseChange;
  /** Who acted first. */
  readonly title: string;
  /** A sentence with all of it, to announce. */
  readonly news: string;
}

/**
 * Returns what someone else has done since the user began.
 *
 * @param before - the ticket as the user saw it
 */
export function conflictOf({ texts, session, view }: ViewModel<ConflictWords>, before: TicketView): Conflict {
  const change = changesSince(before, view) ?? { events: [] };
  const who = change.events.map(({ by }) => nameActor(by, texts, session?.accountId)).find(Boolean);
  // An expired deadline, for example, has no actor.
  const title = who ? format(texts.conflict.title, { who }) : texts.refusals['no-such-move'];
  return { change, title, news: `${title} ${texts.conflict.help}` };
}

/** Renders who acted first, the changes, and the user's text, which is kept. */
export function conflictBody(
  model: ViewModel<ConflictWords>,
  { change, title }: Conflict,
  draft: ConflictDraft | undefined,
  onCopy: ((text: string) => void) | undefined,
): TemplateResult {
  const { texts, time } = model;
  const words = texts.conflict;
  const [first] = change.events;
  return html`
    <section class="sec" data-section="conflict">
      <div class="notice soon">
        ${icon('warning')}
        <h3>${title}</h3>
        <p>${words.help}</p>
      </div>
    </section>
    <section class="sec" data-section="changed">
      <h3>
        ${words.changed}
        ${first ? html`<span class="end"><time translate="no">${formatWhen(first.atMs, time)}</time></span>` : nothing}
      </h3>
      ${rows(model, change)} ${historyLines(change.events, model)}
    </section>
    ${
      draft
        ? html`<section class="sec" data-section="draft">
            <h3>
              ${words.draft}
              <span class="end">
                ${
                  onCopy
                    ? html`<button
                        class="btn quiet small"
                        type="button"
                        data-act="copy-draft"
                        @click=${() => onCopy(draft.text)}
                      >
                        ${icon('copy')}${texts.panel.copy}
                      </button>`
                    : nothing
                }
              </span>
            </h3>
            <div class="draft">
              <b>${draft.title}</b>${draft.text ? html`<br /><span dir="auto">${draft.text}</span>` : nothing}
            </div>
          </section>`
        : nothing
    }
  `;
}

function rows({ texts }: ViewModel<ConflictWords>, { status, refund }: CaseChange): TemplateResult | typeof nothing {
  if (!status && !refund) return nothing;
  const { conflict, statuses } = texts;
  const amount = (money: Money | undefined) => (money ? formatAmount(money, texts.locale) : conflict.nothing);
  return html`<dl class="diff">
    ${status ? changed(conflict.status, statuses[status.before], statuses[status.after], conflict.change) : nothing}
    ${refund ? changed(conflict.refund, amount(refund.before), amount(refund.after), conflict.change) : nothing}
  </dl>`;
}

function changed(
  name: string,
  before: string,
  after: string,
  words: ConflictWords['conflict']['change'],
): TemplateResult {
  // The arrow is for eyes; ears get the sentence.
  return html`<dt>${name}</dt>
    <dd>
      <span aria-hidden="true"><del>${before}</del> → <ins>${after}</ins></span>
      <span class="vh">${format(words, { before, after })}</span>
    </dd>`;
}

/** The actions for a conflict. Enter continues, wherever focus is. */
export function conflictActions(
  { texts: { conflict } }: ViewModel<ConflictWords>,
  onContinue: () => void,
  onSayMore: (() => void) | undefined,
): TemplateResult {
  return html`<footer class="action-bar" part="action-bar">
    <h3 class="vh" tabindex="-1" data-focus="action-bar">${conflict.changed}</h3>
    <div class="acts">
      <button class="btn fill grow" type="button" data-act="continue" @click=${onContinue}>
        ${conflict.continue} <kbd aria-hidden="true">↵</kbd>
      </button>
      ${
        onSayMore
          ? html`<button class="btn" type="button" data-act="say-more" @click=${onSayMore}>${conflict.sayMore}</button>`
          : nothing
      }
    </div>
  </footer>`;
}
