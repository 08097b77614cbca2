/**
 * Handles a key before the page does.
 *
 * @param missed - a `keyup` whose `keydown` a listener of the page has stopped
 * @returns whether the page must not receive it
 */
export type KeyHandler = (event: KeyboardEvent, missed: boolean) => boolean;

/** What is known of a window's keys. */
interface Watched {
  /** Those of the latest surfaces are last. */
  readonly handlers: Set<KeyHandler>;
  /** Keys that are down, with whether the page must not receive them. */
  readonly down: Map<string, boolean>;
  /** Keys whose `keydown` did not arrive the last time, although nothing else can have received it. */
  readonly swallowed: Set<string>;
  /** Where the latest key was, as long as the window had focus since. */
  at: EventTarget | undefined;
  readonly relay: (event: Event) => void;
}

const TYPES = ['keydown', 'keypress', 'keyup'];
/** After these, a key may have been pressed somewhere else: in a frame, in the browser's own controls, to leave the full screen. */
const LEFT = ['focus', 'fullscreenchange'];
/** Their popups receive an Escape that closes them. */
const WITH_POPUP = 'select, [type=file], [type=color], [type^=date], [list]';
const windows = new WeakMap<EventTarget, Watched>();

/**
 * Listens to the keys of a window in the capture phase: hosts swallow Escape and Tab there, so the sooner the better. Calling it again for a
 * window is harmless.
 */
export function watchKeys(view: EventTarget): Watched {
  const known = windows.get(view);
  if (known) return known;
  const watched: Watched = {
    handlers: new Set(),
    down: new Map(),
    swallowed: new Set(),
    at: undefined,
    relay: (event) => relay(event, watched),
  };
  windows.set(view, watched);
  for (const type of TYPES) view.addEventListener(type, watched.relay, true);
  for (const type of LEFT) view.addEventListener(type, watched.relay);
  return watched;
}

/** Calls a handler with every key of a window. @returns a function that stops it */
export function onKeys(view: EventTarget, handler: KeyHandler): () => void {
  const watched = watchKeys(view);
  watched.handlers.add(handler);
  return () => {
    watched.handlers.delete(handler);
    // This module's own window is listened to from the start.
    if (view === window || watched.handlers.size > 0) return;
    windows.delete(view);
    for (const type of TYPES) view.removeEventListener(type, watched.relay, true);
    for (const type of LEFT) view.removeEventListener(type, watched.relay);
  };
}

/** Notes that a key has moved focus, so that the next one is expected there. */
export function keysMoved(view: EventTarget, to: EventTarget | undefined): void {
  const watched = windows.get(view);
  if (watched) watched.at = to;
}

function relay(event: Event, watched: Watched): void {
  if (LEFT.includes(event.type)) {
    watched.at = undefined;
    return;
  }
  const { handlers, down } = watched;
  const { type, key, code } = event as KeyboardEvent;
  // By its place: what an input method takes is called `Process` when it goes down, and a letter may change its case.
  const id = code || key;
  const before = down.get(id);
  const missed = type === 'keyup' && before === undefined && isSwallowed(event as KeyboardEvent, id, watched);
  [watched.at] = event.composedPath();
  const taken = [...handlers].reverse().some((handle) => handle(event as KeyboardEvent, missed));
  if (type === 'keydown') {
    down.set(id, taken);
    watched.swallowed.delete(id);
  }
  if (type === 'keyup') down.delete(id);
  // Also a key that is released after focus has moved on to the page.
  if (taken || (type !== 'keydown' && before)) event.stopImmediatePropagation();
}

/**
 * Whether the page has stopped the `keydown` of a key that is released, and focus has not moved. If in doubt it has not: better a key that does
 * nothing than one that acts twice. An Escape may have closed something of the browser's, so it counts from the second time on.
 */
function isSwallowed(event: KeyboardEvent, id: string, { at, swallowed }: Watched): boolean {
  const [target] = event.composedPath();
  if (target !== at || event.ctrlKey || event.altKey || event.metaKey) return false;
  const again = swallowed.has(id);
  swallowed.add(id);
  return event.key !== 'Escape' || (again && !(target as Partial<Element>).matches?.(WITH_POPUP));
}
