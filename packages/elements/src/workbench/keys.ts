/** What a key does in the list. */
export type Key =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'pageDown'
  | 'pageUp'
  | 'claim'
  | 'search'
  | 'select'
  | 'selectNext'
  | 'selectPrevious';

const KEYS: Readonly<Record<string, Key>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  PageDown: 'pageDown',
  PageUp: 'pageUp',
};

/** Keys without a modifier, which a reader may want to turn off (WCAG 2.1.4). */
const SINGLE_KEYS: Readonly<Record<string, Key>> = { j: 'next', k: 'previous', c: 'claim', '/': 'search', x: 'select' };
/** Keys with Shift, which extend the selection. */
const EXTENDING: Readonly<Record<string, Key>> = { next: 'selectNext', previous: 'selectPrevious' };

/** Returns what a key does; `undefined` for keys of fields, and for those with a modifier. */
export function keyOf(event: KeyboardEvent, singleKeys: boolean): Key | undefined {
  if (event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const [target] = event.composedPath();
  const field = 'input:not([data-select]), select, textarea, [contenteditable]';
  if (target instanceof Element && target.matches(field)) return undefined;
  const key = KEYS[event.key] ?? (singleKeys ? SINGLE_KEYS[event.key.toLowerCase()] : undefined);
  return event.shiftKey && key !== undefined ? (EXTENDING[key] ?? key) : key;
}
