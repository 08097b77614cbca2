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
    this.#resized = new ResizeObserver(() => {
      const isWide = host.clientWidth >= WIDE_EM * parseFloat(getComputedStyle(host).fontSize);
      if (isWide === this.isWide) return;
      this.isWide = isWide;
      host.requestUpdate();
    });
    host.addController(this);
  }

  hostConnected(): void {
    this.#resized.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#resized.disconnect();
  }
}
