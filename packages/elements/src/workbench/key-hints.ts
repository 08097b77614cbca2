import { html, nothing, type TemplateResult } from 'lit';
import type { PanelKeys } from '../context/panel-keys.js';
import type { WorkbenchWords } from '../locales/workbench-catalogue.js';
import { listKeysOf } from './keys.js';

/** The list's most important keys, below it. Nothing if single keys are off. */
export function keyHints(
  { list: { keys: words } }: WorkbenchWords,
  keys: PanelKeys | undefined,
): TemplateResult | typeof nothing {
  const known = listKeysOf(keys);
  if (!known) return nothing;
  const cap = (key: string) => (key ? html`<kbd>${key.toUpperCase()}</kbd>` : nothing);
  const hint = (key: string, what: string) => (key ? html`${cap(key)} ${what} ` : nothing);
  return html`<span class="hints" aria-hidden="true">
    ${cap(known.next)}${cap(known.previous)} ${known.next || known.previous ? words.move : nothing} <kbd>↵</kbd>
    ${words.open} ${hint(known.claim, words.claim)}${hint(known.select, words.select)}${cap(known.help)}
  </span>`;
}
