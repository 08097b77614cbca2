import type { ReactiveController, ReactiveElement } from '@lit/reactive-element';

/**
 * Keeps focus inside its element across updates. If the focused control is gone, focus moves to the first existing fallback instead of the
 * top of the page.
 */
export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #places: readonly string[];
  #focused: Element | null = null;
  #wanted: string | undefined;
  /** What has focus, to give it back when the element has moved: then the browser takes it away. */
  #current: EventTarget | null = null;

  /** @param places - selectors of the fallbacks, best first */
  constructor(host: ReactiveElement, ...places: readonly string[]) {
    this.#host = host;
    this.#places = places;
    host.addController(this);
  }

  /** Moves focus with the next update, as a result of a user action. */
  moveTo(selector: string): void {
    this.#wanted = selector;
    this.#host.requestUpdate();
  }

  hostConnected(): void {
    const { renderRoot, ownerDocument: page } = this.#host;
    for (const type of ['focusin', 'focusout']) renderRoot.addEventListener(type, this);
    const current = this.#current as HTMLElement | null;
    if (!page.activeElement || page.activeElement === page.body) current?.focus({ preventScroll: true });
  }

  hostDisconnected(): void {
    // Some engines send no focusout. A moved element is back by then.
    queueMicrotask(() => this.#host.isConnected || (this.#current = null));
  }

  /** Handles events of the host's shadow root. */
  handleEvent({ type, target }: Event): void {
    if (type === 'focusin') this.#current = target;
    else queueMicrotask(() => this.#host.shadowRoot?.activeElement ?? (this.#current = null));
  }

  hostUpdate(): void {
    this.#focused = this.#host.shadowRoot?.activeElement ?? null;
    // In a window without focus, nothing is told of it.
    this.#current = this.#focused ?? this.#current;
  }

  hostUpdated(): void {
    const root = this.#host.shadowRoot;
    const wanted = this.#wanted;
    const lost = this.#focused !== null && !root?.contains(this.#focused);
    this.#focused = null;
    this.#wanted = undefined;
    if (wanted === undefined && !lost) return;
    // Moving focus can trigger an update: wait until this one has finished.
    queueMicrotask(() => this.#focus(root, wanted));
  }

  #focus(root: ShadowRoot | null, wanted: string | undefined): void {
    for (const selector of wanted === undefined ? this.#places : [wanted, ...this.#places]) {
      const target = root?.querySelector<HTMLElement>(selector);
      // Do not scroll the page unless the user asked for it.
      if (target) return target.focus({ preventScroll: wanted === undefined });
    }
  }
}
