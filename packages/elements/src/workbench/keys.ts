/** What a key does in the list. */
export type Key = 'next' | 'previous' | 'first' | 'last' | 'pageDown' | 'pageUp' | 'claim' | 'search';

const KEYS: Readonly<Record<string, Key>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  PageDown: 'pageDown',
  PageUp: 'pageUp',
};

/** Keys without a modifier, which a reader may want to turn off (WCAG 2.1.4). */
const SINGLE_KEYS: Readonly<Record<string, Key>> = { j: 'next', k: 'previous', c: 'claim', '/': 'search' };

/** Returns what a key does; `undefined` for keys of fields, and for those with a modifier. */
export function keyOf(event: KeyboardEvent, singleKeys: boolean): Key | undefined {
  if (event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const [target] = event.composedPath();
  if (target instanceof Element && target.matches('input, select, textarea, [contenteditable]')) return undefined;
  return KEYS[event.key] ?? (singleKeys ? SINGLE_KEYS[event.key.toLowerCase()] : undefined);
}
