import { type Draft, formOf, type OutboxEntry } from '@sidecard/client';
import { type Action, type TicketTypeDescription, transitionOf } from '@sidecard/core/wire';
import { html, type TemplateResult } from 'lit';
import { shownKind } from '../fields/shown.js';
import type { TaskTexts } from '../locales/texts.js';
import { icon } from '../theme/icons.js';
import { keptText } from '../ticket/kept-text.js';
import { actionName, textIn } from '../ticket/view-model.js';

/** What was typed into a form that the reader cannot open any more. */
export interface KeptDraft {
  readonly form: string;
  /** What the reader was about to do; none where this release has no words for it. */
  readonly title: string | undefined;
  readonly words: string;
}

/** What decides whether a draft can still be reached. */
export interface DraftSources {
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly type: TicketTypeDescription | undefined;
  readonly actions: readonly Action[];
  readonly outbox: readonly OutboxEntry[];
  readonly texts: TaskTexts;
  /** The form that is open. */
  readonly current: string | undefined;
}

/** The drafts of a ticket that neither a form nor a button of it leads to. The staff thread shows its own. */
export function keptDrafts({ drafts, type, actions, outbox, texts, current }: DraftSources): readonly KeptDraft[] {
  const offered = actions.filter((action) => !action.disabledReason && transitionOf(type, action)).map(formOf);
  const sent = (form: string, text: string) =>
    outbox.some(({ command }) => formOf(command) === form && textIn(command.fields ?? {}) === text);
  return [...drafts].flatMap(([form, draft]) => {
    const words = wordsIn(draft, form, type);
    if (!words || form === current || form === 'staff-message' || offered.includes(form)) return [];
    if (sent(form, textIn(draft))) return [];
    const transition = transitionOfForm(form, type);
    return [{ form, words, title: transition && actionName(transition, { type, texts }) }];
  });
}

function transitionOfForm(form: string, type: TicketTypeDescription | undefined) {
  return type?.transitions.find((transition) => formOf(transition) === form);
}

/** What a reader has typed, and not chosen; of a form that is not known, all that may be such. */
function wordsIn(draft: Draft, form: string, type: TicketTypeDescription | undefined): string {
  const fields = transitionOfForm(form, type)?.fields;
  const typed = fields?.filter((field) => !shownKind(field).isChosen?.(field));
  const keys = typed?.map(({ key }) => key) ?? Object.keys(draft);
  return keys
    .map((key) => draft[key])
    .filter((value): value is string => typeof value === 'string' && value.trim() !== '')
    .join('\n');
}

/** A section for each draft that has no form any more. */
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
