import type { ReactiveController, ReactiveControllerHost } from '@lit/reactive-element';
import { isComposing } from './composing.js';
import { onKeys } from './key-guard.js';

const surfaces = new WeakSet<EventTarget>();
const COPIED = `key code location repeat isComposing keyCode charCode ctrlKey shiftKey altKey metaKey`.split(' ');

/**
 * Keeps the keys of an element to itself, whatever the page does with keys: they reach the listeners inside of its shadow root, but none of
 * the page, and Tab moves focus. An Escape that the element does not use goes on to the page.
 */
export class SurfaceKeys implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #onEscape: (path: readonly EventTarget[]) => boolean;
  #stop: (() => void) | undefined;

  /** @param onEscape - returns whether it used the key */
  constructor(
    host: ReactiveControllerHost & HTMLElement,
    onEscape: (path: readonly EventTarget[]) => boolean = () => false,
  ) {
    this.#host = host;
    this.#onEscape = onEscape;
    host.addController(this);
  }

  hostConnected(): void {
    surfaces.add(this.#host);
    this.#stop = onKeys(this.#host.ownerDocument.defaultView ?? window, (...key) => this.#handle(...key));
  }

  hostDisconnected(): void {
    this.#stop?.();
  }

  #handle(event: KeyboardEvent, missed: boolean): boolean {
    const path = event.composedPath();
    const at = path.indexOf(this.#host);
    if (at < 0) return false;
    const { key, type } = event;
    if (key === 'Escape' && !isComposing(event)) {
      if (type === 'keydown' || missed) {
        const used = this.#onEscape(path);
        if (used) event.preventDefault();
        return used;
      }
      return false;
    }
    // The outermost surface delivers it to those inside.
    if (path.slice(at + 1).some((one) => surfaces.has(one))) return false;
    const stuck = key === 'Tab' && (missed || (type === 'keydown' && event.defaultPrevented));
    // Few pages need it.
    if (stuck) void import('./move-focus.js').then(({ moveFocus }) => moveFocus(path, event.shiftKey));
    deliver(event, path.slice(0, at));
    return true;
  }
}

/** Dispatches a key again in each shadow tree of a path, from the inside: so it reaches these trees and nothing else. */
function deliver(event: KeyboardEvent, path: readonly EventTarget[]): void {
  let [target] = path;
  const init = Object.fromEntries(COPIED.map((name) => [name, (event as unknown as Record<string, unknown>)[name]]));
  for (const node of path) {
    if (!target || !(node instanceof ShadowRoot)) continue;
    let stopped = false;
    const copy = new KeyboardEvent(event.type, { ...init, bubbles: true, cancelable: true });
    const stop = copy.stopPropagation.bind(copy);
    const values = {
      composedPath: () => path,
      stopPropagation: () => {
        stopped = true;
        stop();
      },
    };
    for (const [name, value] of Object.entries(values)) Object.defineProperty(copy, name, { value });
    if (!target.dispatchEvent(copy)) event.preventDefault();
    if (stopped) return;
    target = node.host;
  }
}
