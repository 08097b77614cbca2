import type { ReactiveController, ReactiveControllerHost } from '@lit/reactive-element';
import { isComposing } from './composing.js';
import { keysMoved, onKeys } from './key-guard.js';

/** Uses an Escape. @returns whether it did */
type EscapeHandler = (path: readonly EventTarget[]) => boolean;

const surfaces = new Set<EventTarget>();
const COPIED = `key code location repeat isComposing keyCode charCode ctrlKey shiftKey altKey metaKey`.split(' ');

/** {@link keepKeys} of an element while it is connected. */
export class SurfaceKeys implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #onEscape: EscapeHandler | undefined;
  #stop: (() => void) | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, onEscape?: EscapeHandler) {
    this.#host = host;
    this.#onEscape = onEscape;
    host.addController(this);
  }

  hostConnected(): void {
    this.#stop = keepKeys(this.#host, this.#onEscape);
  }

  hostDisconnected(): void {
    this.#stop?.();
  }
}

/**
 * Keeps the keys of an element to itself, whatever the page does with keys: they reach the listeners inside of its shadow root, or of the one
 * that it is in, but none of the page, and Tab moves focus. An Escape that the element does not use goes on to the page.
 *
 * @returns a function that stops it
 */
export function keepKeys(surface: HTMLElement, onEscape?: EscapeHandler): () => void {
  surfaces.add(surface);
  const view = surface.ownerDocument.defaultView ?? window;
  const stop = onKeys(view, (event, missed) => {
    const path = event.composedPath();
    const at = path.indexOf(surface);
    if (at < 0) return false;
    const { key, type } = event;
    if (key === 'Escape' && !isComposing(event)) {
      const used = (type === 'keydown' || missed) && onEscape?.(path) === true;
      if (used) event.preventDefault();
      return used;
    }
    // The outermost surface delivers it to those inside; what the page has slotted into one is the page's.
    if (path.slice(at + 1).some((one) => surfaces.has(one)) || path.some((one, end) => isSlotted(one, path, end)))
      return false;
    const { ctrlKey, altKey, metaKey } = event;
    const stuck = key === 'Tab' && (missed || (type === 'keydown' && event.defaultPrevented));
    // Few pages need it.
    if (stuck && !ctrlKey && !altKey && !metaKey)
      import('./move-focus.js').then(
        ({ moveFocus }) => keysMoved(view, moveFocus(path, event.shiftKey)),
        () => {},
      );
    const { host } = surface.getRootNode() as Partial<ShadowRoot>;
    deliver(event, path.slice(0, surface.shadowRoot || !host ? at : path.indexOf(host)));
    return true;
  });
  return () => {
    surfaces.delete(surface);
    stop();
  };
}

function isSlotted(surface: EventTarget, path: readonly EventTarget[], end: number): boolean {
  if (!surfaces.has(surface) || !(surface as Element).shadowRoot) return false;
  return path.slice(0, end).some((one) => one !== surface && (surface as Element).contains(one as Node));
}

/**
 * Dispatches a key again in each shadow tree of a path, from the inside: so it reaches these trees and nothing else. Its copies are plain events
 * with a key's values, because Firefox lets every keyboard event that a script makes leave a shadow tree.
 */
function deliver(event: KeyboardEvent, path: readonly EventTarget[]): void {
  let [target] = path;
  const values = {
    ...Object.fromEntries(COPIED.map((name) => [name, (event as unknown as Record<string, unknown>)[name]])),
    composedPath: () => path,
    // Password managers send plain events.
    getModifierState: (name: string) => (event as Partial<KeyboardEvent>).getModifierState?.(name) === true,
  };
  for (const node of path as readonly ShadowRoot[]) {
    // a document fragment: of all those on a path, a shadow root
    if (!target || node.nodeType !== 11) continue;
    let stopped = false;
    const copy = new Event(event.type, { bubbles: true, cancelable: true });
    const stop = copy.stopPropagation.bind(copy);
    const stopPropagation = (): void => {
      stopped = true;
      stop();
    };
    for (const [name, value] of Object.entries({ ...values, stopPropagation }))
      Object.defineProperty(copy, name, { value });
    if (!target.dispatchEvent(copy)) event.preventDefault();
    if (stopped) return;
    target = node.host;
  }
}
