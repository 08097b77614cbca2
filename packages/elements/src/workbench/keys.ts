import type { ListKeyName, PanelKeys } from '../context/panel-keys.js';
import { isFrom } from '../events/is-from.js';

/** Single keys of the list, which a reader may want to turn off (WCAG 2.1.4). */
type SingleKey = ListKeyName | 'help';
/** What a key does in the list. */
export type Key = SingleKey | 'first' | 'last' | 'pageDown' | 'pageUp' | 'selectNext' | 'selectPrevious';

const KEYS: Readonly<Record<string, Key>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  PageDown: 'pageDown',
  PageUp: 'pageUp',
};

const DEFAULTS: Readonly<Record<SingleKey, string>> = {
  next: 'j',
  previous: 'k',
  open: 'o',
  claim: 'c',
  select: 'x',
  search: '/',
  help: '?',
};
const NAMES = Object.keys(DEFAULTS) as readonly SingleKey[];
/** Keys with Shift, which extend the selection. */
const EXTENDING: Readonly<Record<string, Key>> = { next: 'selectNext', previous: 'selectPrevious' };

/** Returns the single keys in use, `''` for those that are off; `undefined` if all are. */
export function listKeysOf(keys: PanelKeys | undefined): Readonly<Record<SingleKey, string>> | undefined {
  return keys === false ? undefined : { ...DEFAULTS, ...keys };
}

/** Returns what a key does; `undefined` for keys of fields, and for those with a modifier. */
export function keyOf(event: KeyboardEvent, keys: PanelKeys | undefined): Key | undefined {
  if (event.altKey || event.ctrlKey || event.metaKey) return undefined;
  if (isFrom(event, 'input:not([data-select]), select, textarea, [contenteditable]')) return undefined;
  const known = listKeysOf(keys);
  const pressed = event.key.toLowerCase();
  const key = KEYS[event.key] ?? NAMES.find((name) => known?.[name] && known[name].toLowerCase() === pressed);
  return event.shiftKey && key !== undefined ? (EXTENDING[key] ?? key) : key;
}
