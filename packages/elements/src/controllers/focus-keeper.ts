import type { ReactiveController, ReactiveElement } from '@lit/reactive-element';

/**
 * Keeps focus inside its element over an update: an update never moves it, but when the focused control is no longer there it goes to the first of
 * the places that is, instead of to the page's top.
 */
export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #places: readonly string[];
  #focused: Element | null = null;
  #wanted: string | undefined;

  /** @param places - selectors of what focus falls back to, best first */
  constructor(host: ReactiveElement, ...places: readonly string[]) {
    this.#host = host;
    this.#places = places;
    host.addController(this);
  }

  /** Moves focus with the next update, because the reader has done something that leads there. */
  moveTo(selector: string): void {
    this.#wanted = selector;
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    this.#focused = this.#host.shadowRoot?.activeElement ?? null;
  }

  hostUpdated(): void {
    const root = this.#host.shadowRoot;
    const wanted = this.#wanted;
    const lost = this.#focused !== null && !root?.contains(this.#focused);
    this.#focused = null;
    this.#wanted = undefined;
    if (wanted === undefined && !lost) return;
    // Leaving a field changes what is said at it: not while this update is under way.
    queueMicrotask(() => this.#focus(root, wanted));
  }

  #focus(root: ShadowRoot | null, wanted: string | undefined): void {
    for (const selector of wanted === undefined ? this.#places : [wanted, ...this.#places]) {
      const target = root?.querySelector<HTMLElement>(selector);
      // What the reader did not ask for does not scroll the page either.
      if (target) return target.focus({ preventScroll: wanted === undefined });
    }
  }
}
