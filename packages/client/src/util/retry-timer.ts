import type { Ports } from '../ports/ports.types.js';

const SHORTEST_MS = 500;
const LONGEST_MS = 30_000;

/** Returns how long to wait before attempt number `attempt` (from 0): full jitter, between half a second and 30 seconds. */
export function backoffMs({ random }: Ports, attempt: number): number {
  const span = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** (attempt + 1)) - SHORTEST_MS;
  return SHORTEST_MS + random() * span;
}

/** Waits that can all be ended early, when the network is back or the user presses retry. */
export interface RetryTimer {
  /** Resolves after `ms`, or when {@link RetryTimer.wake} is called. @returns whether it was woken */
  readonly wait: (ms: number) => Promise<boolean>;
  readonly wake: () => void;
  /** Returns how long to wait before attempt number `attempt`: see {@link backoffMs}. */
  readonly backoffMs: (attempt: number) => number;
}

/**
 * Creates a retry timer.
 *
 * @param closed - once aborted, waits never resolve
 */
export function createRetryTimer(ports: Ports, closed: AbortSignal): RetryTimer {
  const wakers = new Set<() => void>();
  const wake = (): void => {
    for (const end of [...wakers]) end();
  };
  closed.addEventListener('abort', wake);
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        // After closing nothing is retried; pending work is garbage-collected with this promise.
        if (closed.aborted) return;
        const done = (woken: boolean): void => {
          cancel();
          wakers.delete(end);
          resolve(woken);
        };
        const end = (): void => done(true);
        const cancel = ports.after(ms, () => done(false));
        wakers.add(end);
      }),
    wake,
    backoffMs: (attempt) => backoffMs(ports, attempt),
  };
}
