import { type Draft, formOf, type OutboxEntry } from '@sidecard/client';
import { transitionOf } from '@sidecard/core/panel';
import type { Action, Field, TicketTypeDescription } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { TaskTexts } from '../locales/texts.js';
import { icon } from '../theme/icons.js';
import { canCopy } from './copy.js';
import { actionName, joinTexts, textIn } from './view-model.js';

/** Input of a form that the user can no longer open. */
export interface KeptDraft {
  readonly form: string;
  /** The user's intended action; missing if this release has no label for it. */
  readonly title: string | undefined;
  readonly words: string;
}

/** What determines whether a draft can still be reached. */
export interface DraftSources {
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly type: TicketTypeDescription | undefined;
  readonly actions: readonly Action[];
  readonly outbox: readonly OutboxEntry[];
  readonly texts: TaskTexts;
  /** The open form. */
  readonly current: string | undefined;
  /** Drafts that are shown where they were typed. */
  readonly inPlace: readonly string[];
  /** Whether a field's draft holds what the reader has chosen, and not what they wrote. */
  readonly isChosen: (field: Field) => boolean;
}

/** The drafts of a ticket that neither a form nor a button of it leads to. */
export function keptDrafts(sources: DraftSources): readonly KeptDraft[] {
  const { drafts, type, actions, outbox, texts, current, inPlace } = sources;
  const offered = actions.filter((action) => !action.disabledReason && transitionOf(type, action)).map(formOf);
  const sent = (form: string, text: string) =>
    outbox.some(({ command }) => formOf(command) === form && textIn(command.fields ?? {}) === text);
  return [...drafts].flatMap(([form, draft]) => {
    const words = wordsIn(draft, form, sources);
    if (!words || form === current || inPlace.includes(form) || offered.includes(form)) return [];
    if (sent(form, textIn(draft))) return [];
    const [transition] = transitionsOfForm(form, type);
    return [{ form, words, title: transition && actionName(transition, { type, texts }) }];
  });
}

function transitionsOfForm(form: string, type: TicketTypeDescription | undefined) {
  return type?.transitions.filter((transition) => formOf(transition) === form) ?? [];
}

/** Returns what a reader wrote and did not choose; of an unknown form, every text. */
function wordsIn(draft: Draft, form: string, { type, isChosen }: DraftSources): string {
  // A form has other fields when it can be opened at other times.
  const fields = transitionsOfForm(form, type).flatMap((transition) => transition.fields ?? []);
  const typed = fields.filter((field) => !isChosen(field)).map(({ key }) => key);
  const keys = fields.length > 0 ? new Set(typed) : Object.keys(draft);
  return joinTexts([...keys].map((key) => draft[key]));
}

/** Handlers for a kept text. */
export interface KeptHandlers {
  readonly onCopy: (text: string) => void;
  readonly onDiscard: () => void;
}

/** Shows an unsent text until the user discards it. */
export function keptText(words: string, { refusals, panel }: TaskTexts, handlers: KeptHandlers): TemplateResult {
  return html`${words ? html`<div class="draft"><span dir="auto">${words}</span></div>` : nothing}
    <div class="row">
      ${
        words && canCopy()
          ? html`<button class="btn small" type="button" @click=${() => handlers.onCopy(words)}>${panel.copy}</button>`
          : nothing
      }
      <button class="btn small" type="button" data-act="discard" @click=${handlers.onDiscard}>
        ${refusals.discard}
      </button>
    </div>`;
}

/** A section per draft without a form. */
export function keptSections(
  drafts: readonly KeptDraft[],
  texts: TaskTexts,
  onCopy: (text: string) => void,
  onDiscard: (form: string) => void,
): readonly TemplateResult[] {
  return drafts.map(
    ({ form, title, words }) =>
      html`<section class="sec" data-section="kept">
        <div class="notice">
          ${icon('info')}
          <h3>${title ?? texts.refusals.draft}</h3>
          <p>${texts.refusals.kept}</p>
          ${keptText(words, texts, { onCopy, onDiscard: () => onDiscard(form) })}
        </div>
      </section>`,
  );
}
