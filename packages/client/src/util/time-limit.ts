import type { Ports } from '../ports/ports.types.js';

/** A signal that aborts in time. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Starts the time over. */
  readonly renew: (ms: number) => void;
  /** Ends the time, and aborts. */
  readonly end: () => void;
}

/** Awaits a promise that knows nothing of a limit, such as a file that may never come. @throws when the limit aborts first */
export function within<Value>({ signal }: TimeLimit, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    promise.then(resolve, reject);
  });
}

/** Creates a signal that aborts when the outer one does, after `ms` without renewal, or at the end. */
export function timeLimit({ after }: Ports, ms: number, outer: AbortSignal | undefined): TimeLimit {
  const controller = new AbortController();
  const { signal } = controller;
  const abort = (): void => controller.abort(outer?.reason);
  const start = (afterMs: number): (() => void) =>
    after(afterMs, () => controller.abort(new Error(`No data from the server for ${afterMs} ms.`)));
  let cancel = start(ms);
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort, { signal });
  return {
    signal,
    renew(nextMs) {
      cancel();
      cancel = start(nextMs);
    },
    end() {
      cancel();
      controller.abort();
    },
  };
}
