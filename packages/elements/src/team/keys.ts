import type { ActionLayout } from '@sidecard/core/wire';
import { html, type TemplateResult } from 'lit';
import type { PanelKeyName, PanelKeys } from '../context/panel-keys.js';
import { isComposing } from '../events/composing.js';
import type { TeamWords } from '../locales/team-catalogue.js';

const DEFAULTS: Readonly<Record<PanelKeyName, string>> = {
  agree: 'a',
  refuse: 'r',
  propose: 'p',
  message: 'm',
  templates: 't',
  help: '?',
};
const NAMES = Object.keys(DEFAULTS) as readonly PanelKeyName[];
/** Slots of the actions, the first that is offered. */
const SLOTS = { agree: ['evidence', 'main'], refuse: ['decline'], propose: ['propose'] } as const;

/** Where the user types, so that a single key is text. */
const TEXT = 'textarea, select, input:not([type=radio], [type=checkbox], [type=file]), [contenteditable]';

/** Returns the keys in use. */
export function keysOf(keys: PanelKeys | undefined): Readonly<Record<PanelKeyName, string>> | undefined {
  return keys === false ? undefined : { ...DEFAULTS, ...keys };
}

/** What a key press means: a name, a reason or a template by position from 1. */
export type KeyMeaning = PanelKeyName | { readonly reason: number } | { readonly template: number };

/** What a key press means in the panel; `undefined` if it is not one of its keys. A digit chooses a reason, with Shift a template. */
export function meaningOf(event: KeyboardEvent, keys: PanelKeys | undefined): KeyMeaning | undefined {
  const known = keysOf(keys);
  const [target] = event.composedPath();
  if (!known || event.ctrlKey || event.metaKey || event.altKey || isComposing(event) || event.repeat) return undefined;
  // It may be of another window's class.
  if ((target as Partial<Element>).closest?.(TEXT)) return undefined;
  // Where digits are typed with Shift, they choose reasons too.
  if (/^[1-9]$/.test(event.key)) return { reason: Number(event.key) };
  const [, digit] = (event.shiftKey && /^Digit([1-9])$/.exec(event.code)) || [];
  if (digit) return { template: Number(digit) };
  return NAMES.find((name) => known[name] !== '' && known[name].toLowerCase() === event.key?.toLowerCase());
}

/** Returns the action that a key starts, if it is offered. */
export function actionOf(name: PanelKeyName, { buttons }: ActionLayout) {
  const slots: readonly string[] = Object.hasOwn(SLOTS, name) ? SLOTS[name as keyof typeof SLOTS] : [];
  return buttons.find(({ slot, disabledReason }) => slots.includes(slot) && !disabledReason);
}

/** Chooses the nth reason of the open form. @returns whether there is one */
export function chooseReason(root: ParentNode, position: number): boolean {
  const group = root.querySelector('[part~=form] [role=radiogroup]');
  const radio = group?.querySelectorAll<HTMLInputElement>('input[type=radio]')[position - 1];
  if (!radio) return false;
  radio.focus();
  radio.click();
  return true;
}

/** The sheet of all keys. */
export function keySheet({ keys: words }: TeamWords, keys: PanelKeys | undefined): TemplateResult {
  const known = keysOf(keys);
  const mod = /Mac|iP(hone|ad)/.test(navigator.platform) ? '⌘' : 'Ctrl';
  const single = NAMES.flatMap((name) => (known?.[name] ? [[known[name], words[name]] as const] : []));
  const rows: readonly KeyRow[] = [
    ...single,
    ...(known ? [['1–9', words.reason] as const, ['⇧ 1–9', words.template] as const] : []),
    [`${mod} Enter`, words.send] as const,
    [`${mod} ⇧ Enter`, words.sendNext] as const,
    ['Esc', words.back] as const,
  ];
  return sheet(words, rows);
}

/** A key and what it does. */
export type KeyRow = readonly [key: string, what: string];

/** A sheet of keys, closed. */
export function sheet(words: TeamWords['keys'], rows: readonly KeyRow[]): TemplateResult {
  return html`<dialog class="keys" aria-label=${words.title} @click=${closeOutside}>
    <h3>${words.title}</h3>
    <dl class="facts">
      ${rows.map(
        ([key, what]) =>
          html`<dt><kbd>${key}</kbd></dt>
            <dd>${what}</dd>`,
      )}
    </dl>
    <form method="dialog"><button class="btn small" type="submit">${words.close}</button></form>
  </dialog>`;
}

/** A click on the backdrop has the dialog itself as its target. */
function closeOutside(event: Event): void {
  if (event.target === event.currentTarget) (event.currentTarget as HTMLDialogElement).close();
}
