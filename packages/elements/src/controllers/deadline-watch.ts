import type { ReactiveController, ReactiveElement } from '@lit/reactive-element';
import type { Deadline } from '@sidecard/core/wire';
import { untilDeadlineChanges, watchTime } from './ticker.js';

/** Requests an update when the text of a deadline changes, while the element is visible. */
export class DeadlineWatch implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #deadlines: () => readonly Deadline[];
  readonly #nowMs: () => number;
  #stop: (() => void) | undefined;

  constructor(host: ReactiveElement, deadlines: () => readonly Deadline[], nowMs: () => number) {
    this.#host = host;
    this.#deadlines = deadlines;
    this.#nowMs = nowMs;
    host.addController(this);
  }

  hostConnected(): void {
    this.#stop = watchTime(this.#host, () => {
      this.#host.requestUpdate();
      const nowMs = this.#nowMs();
      const waits = this.#deadlines().map(({ startedAtMs, dueAtMs }) =>
        untilDeadlineChanges(startedAtMs, dueAtMs, nowMs),
      );
      return Math.min(Infinity, ...waits);
    });
  }

  hostDisconnected(): void {
    this.#stop?.();
  }
}
