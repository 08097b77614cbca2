import type { RetryTimer } from './retry-timer.js';

/** A part that is loaded on demand, with an `import()`. */
export interface LazyPart<Part> {
  /** Returns the part if it is loaded. */
  readonly loaded: () => Part | undefined;
  /** Loads the part, once. @throws when it cannot be loaded; another call tries again */
  readonly load: () => Promise<Part>;
  /**
   * Calls `work` with the part: at once if it is loaded, or else when it is, in the order of the calls.
   *
   * @returns stops waiting, or undoes the work by what `work` has returned
   */
  readonly use: (work: (part: Part) => (() => void) | void) => () => void;
}

/** Creates a part that is not loaded. */
export function createLazyPart<Part>(create: () => Promise<Part>, retryTimer: RetryTimer): LazyPart<Part> {
  let part: Part | undefined;
  let loading: Promise<Part> | undefined;
  const waiting = new Set<(part: Part) => void>();
  let retrying = false;

  async function start(): Promise<Part> {
    try {
      part = await create();
      for (const work of waiting) work(part);
      waiting.clear();
      return part;
    } finally {
      loading = undefined;
    }
  }

  const load = async (): Promise<Part> => part ?? (loading ??= start());

  async function loadForWaiting(): Promise<void> {
    if (retrying) return;
    retrying = true;
    for (let failures = 0; waiting.size > 0; failures++) {
      await load().catch(() => retryTimer.wait(retryTimer.backoffMs(failures)));
    }
    retrying = false;
  }

  return {
    loaded: () => part,
    load,
    use(work) {
      let undo: (() => void) | void;
      const begin = (loaded: Part): void => {
        undo = work(loaded);
      };
      if (part) begin(part);
      else {
        waiting.add(begin);
        void loadForWaiting();
      }
      return () => {
        waiting.delete(begin);
        undo?.();
      };
    },
  };
}
