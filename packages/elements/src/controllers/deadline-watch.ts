import type { ReactiveElement } from '@lit/reactive-element';
import type { Deadline } from '@sidecard/core/wire';
import { untilDeadlineChanges, watchTime } from './ticker.js';

/** Where the deadlines are: the same array until there are others. */
export interface DeadlineSource {
  readonly ticket: { readonly view?: { readonly deadlines: readonly Deadline[] } | undefined } | undefined;
  readonly client: { now(): number } | undefined;
}

/** Requests an update of an element when the text of a deadline changes, while the element is visible. */
export function watchDeadlines(host: ReactiveElement, source: DeadlineSource): void {
  let shown: readonly Deadline[] | undefined;
  let stop: (() => void) | undefined;
  const deadlinesOf = () => source.ticket?.view?.deadlines;
  const hostConnected = () => {
    stop = watchTime(host, () => {
      const deadlines = deadlinesOf();
      // Others are about to be shown.
      if (deadlines === shown) host.requestUpdate();
      const nowMs = source.client?.now() ?? 0;
      return Math.min(
        ...(deadlines ?? []).map(({ startedAtMs, dueAtMs }) => untilDeadlineChanges(startedAtMs, dueAtMs, nowMs)),
      );
    });
  };
  host.addController({
    hostConnected,
    // Before the text is rendered: one that changes in between is noticed.
    hostUpdate() {
      const deadlines = deadlinesOf();
      if (deadlines === shown || !host.isConnected) return;
      hostConnected();
      shown = deadlines;
    },
    hostDisconnected: () => stop?.(),
  });
}
