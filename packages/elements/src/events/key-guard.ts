/**
 * Handles a key before the page does.
 *
 * @param missed - a `keyup` whose `keydown` a listener of the page has stopped
 * @returns whether the page must not receive it
 */
export type KeyHandler = (event: KeyboardEvent, missed: boolean) => boolean;

const TYPES = ['keydown', 'keypress', 'keyup'];
const watched = new WeakSet<EventTarget>();
/** Those of the latest surfaces are last. */
const handlers = new Set<KeyHandler>();
/** Keys that are down, with whether the page must not receive them. */
const down = new Map<string, boolean>();

/**
 * Listens to the keys of a window in the capture phase: hosts swallow Escape and Tab there, so the sooner the better. Calling it again for a
 * window is harmless.
 */
export function watchKeys(view: EventTarget): void {
  if (watched.has(view)) return;
  watched.add(view);
  for (const type of TYPES) view.addEventListener(type, relay, true);
}

/** Calls a handler with every key of a window. @returns a function that stops it */
export function onKeys(view: EventTarget, handler: KeyHandler): () => void {
  watchKeys(view);
  handlers.add(handler);
  return () => {
    handlers.delete(handler);
    // This module's own window is listened to from the start.
    if (view === window || handlers.size > 0) return;
    watched.delete(view);
    for (const type of TYPES) view.removeEventListener(type, relay, true);
  };
}

function relay(event: Event): void {
  const { type, key } = event as KeyboardEvent;
  const before = down.get(key);
  const missed = type === 'keyup' && before === undefined;
  const taken = [...handlers].reverse().some((handle) => handle(event as KeyboardEvent, missed));
  if (type === 'keydown') down.set(key, taken);
  if (type === 'keyup') down.delete(key);
  // Also a key that is released after focus has moved on to the page.
  if (taken || (type !== 'keydown' && before)) event.stopImmediatePropagation();
}
