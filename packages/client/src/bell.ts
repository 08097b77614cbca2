const SHORTEST_MS = 500;
const LONGEST_MS = 30_000;

/** How long to wait before attempt number `attempt` (from 0): full jitter, between half a second and 30 seconds. */
export function backoffMs(attempt: number): number {
  const span = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** (attempt + 1)) - SHORTEST_MS;
  return SHORTEST_MS + Math.random() * span;
}

/** Waits that can be cut short, all at once: the network is back, the reader pressed "try again". */
export interface Bell {
  /** Resolves after `ms`, or when the bell rings. @returns whether it rang */
  readonly wait: (ms: number) => Promise<boolean>;
  readonly ring: () => void;
}

/**
 * Makes a bell.
 *
 * @param closed - nobody waits after that
 */
export function createBell(closed: AbortSignal): Bell {
  const sleepers = new Set<() => void>();
  const ring = (): void => {
    for (const wake of [...sleepers]) wake();
  };
  closed.addEventListener('abort', ring);
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        // Closed, nothing is tried again: whoever waits is forgotten with what it waits for.
        if (closed.aborted) return;
        const done = (rang: boolean): void => {
          clearTimeout(timer);
          sleepers.delete(wake);
          resolve(rang);
        };
        const wake = (): void => done(true);
        const timer = setTimeout(done, ms, false);
        sleepers.add(wake);
      }),
    ring,
  };
}

/**
 * Listens to an event of the environment, where it has events: a page or worker does, Node does not.
 *
 * @returns stops listening
 */
export function onEnvironment(event: 'online' | 'pagehide', listener: () => void): () => void {
  if (typeof globalThis.addEventListener !== 'function') return () => {};
  globalThis.addEventListener(event, listener);
  return () => globalThis.removeEventListener(event, listener);
}
