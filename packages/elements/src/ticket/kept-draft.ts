import { type Draft, formOf, type OutboxEntry } from '@sidecard/client';
import { transitionOf } from '@sidecard/core/panel';
import type { Action, Field, TicketTypeDescription } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { TaskTexts } from '../locales/texts.js';
import { icon } from '../theme/icons.js';
import { canCopy, copy } from './copy.js';
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

/**
 * What another tab of the reader's has written in a form, where both tabs had written in the same field. It is a draft of its own, whose name
 * is the form's with a suffix.
 *
 * @param fields - the form's; without them every text counts
 */
export function draftsBeside(
  drafts: ReadonlyMap<string, Draft> | undefined,
  form: string,
  fields?: { readonly all: readonly Field[]; readonly isChosen: (field: Field) => boolean },
): readonly KeptDraft[] {
  return [...(drafts ?? [])].flatMap(([name, draft]) => {
    const words = name.startsWith(`${form}~`) ? textsIn(draft, fields?.all ?? [], fields?.isChosen) : '';
    return words ? [{ form: name, words, title: undefined }] : [];
  });
}

function transitionsOfForm(form: string, type: TicketTypeDescription | undefined) {
  // Another tab's draft of a form has a suffix.
  const [name] = form.split('~');
  return type?.transitions.filter((transition) => formOf(transition) === name) ?? [];
}

/** Returns what a reader wrote and did not choose; of an unknown form, every text. */
function wordsIn(draft: Draft, form: string, { type, isChosen }: DraftSources): string {
  // A form has other fields when it can be opened at other times.
  const fields = transitionsOfForm(form, type).flatMap((transition) => transition.fields ?? []);
  return textsIn(draft, fields, isChosen);
}

function textsIn(draft: Draft, fields: readonly Field[], isChosen: DraftSources['isChosen'] = () => false): string {
  const typed = fields.filter((field) => !isChosen(field)).map(({ key }) => key);
  const keys = fields.length > 0 ? new Set(typed) : Object.keys(draft);
  return joinTexts([...keys].map((key) => draft[key]));
}

/** Handlers for a kept text. */
export interface KeptHandlers {
  /** Where there is no button, the text can be selected. */
  readonly onCopy?: ((text: string) => void) | undefined;
  readonly onDiscard: () => void;
}

/** Shows an unsent text until the user discards it. */
export function keptText(words: string, { refusals, panel }: TaskTexts, handlers: KeptHandlers): TemplateResult {
  return html`${words ? html`<div class="draft"><span dir="auto">${words}</span></div>` : nothing}
    <div class="row">
      ${
        words && handlers.onCopy && canCopy()
          ? html`<button class="btn small" type="button" @click=${() => handlers.onCopy?.(words)}>
              ${panel.copy}
            </button>`
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
  onCopy: ((text: string) => void) | undefined,
  onDiscard: (form: string) => void,
): readonly TemplateResult[] {
  return drafts.map(
    ({ form, title, words }) =>
      html`<section class="sec" data-section="kept">
        <div class="notice">
          ${icon('info')}
          <h3>${form.includes('~') ? texts.refusals.draftElsewhere : (title ?? texts.refusals.draft)}</h3>
          <p>${texts.refusals.kept}</p>
          ${keptText(words, texts, { onCopy: onCopy ?? ((text) => void copy(text)), onDiscard: () => onDiscard(form) })}
        </div>
      </section>`,
  );
}

/**
 * Says that the reader writes in another tab too, in a form that is open here. Render it below what is typed in, which it must not move, and
 * in every update: a new live region is not announced.
 */
export function elsewhereNotice(
  forms: ReadonlySet<string> | undefined,
  open: readonly (string | undefined)[],
  { state }: Pick<TaskTexts, 'state'>,
): TemplateResult {
  const isWritten = open.some((form) => form !== undefined && forms?.has(form));
  return html`<div class=${isWritten ? 'notice flat' : 'vh'} role="status" data-elsewhere>
    ${
      isWritten
        ? html`${icon('info')}
            <p>${state.elsewhere}</p>`
        : nothing
    }
  </div>`;
}
