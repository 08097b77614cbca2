import type { ReactiveController, ReactiveElement } from '@lit/reactive-element';

/** From which width on the style sheet has two columns, in em. */
const WIDE_EM = 52;

/** Whether a panel is wide enough for two columns: then nothing has to be folded to leave room for something else. */
export class TwoColumns implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #resized: ResizeObserver;
  isWide = false;

  constructor(host: ReactiveElement) {
    this.#host = host;
    // In the next frame: what is folded then changes sizes again, and the page would be told of a loop.
    this.#resized = new ResizeObserver(() => host.ownerDocument.defaultView?.requestAnimationFrame(() => this.#look()));
    host.addController(this);
  }

  hostConnected(): void {
    this.#resized.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#resized.disconnect();
  }

  #look(): void {
    const host = this.#host;
    const isWide = host.clientWidth >= WIDE_EM * parseFloat(getComputedStyle(host).fontSize);
    if (isWide === this.isWide) return;
    this.isWide = isWide;
    host.requestUpdate();
  }
}
