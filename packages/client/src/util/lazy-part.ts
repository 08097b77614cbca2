import { backoffMs, type RetryTimer } from './retry-timer.js';

/** A part that is loaded on demand, with an `import()`. */
export interface LazyPart<Part> {
  /** Returns the part if it is loaded. */
  readonly loaded: () => Part | undefined;
  /** Loads the part, once. @throws when it cannot be loaded; another call tries again */
  readonly load: () => Promise<Part>;
  /**
   * Calls `work` with the part: at once if it is loaded, or else when it is.
   *
   * @returns stops waiting, or undoes the work by what `work` has returned
   */
  readonly use: (work: (part: Part) => (() => void) | void) => () => void;
}

/** Creates a part that is not loaded. */
export function createLazyPart<Part>(create: () => Promise<Part>, retryTimer: RetryTimer): LazyPart<Part> {
  let part: Part | undefined;
  let loading: Promise<Part> | undefined;

  async function load(): Promise<Part> {
    try {
      return (part ??= await (loading ??= create()));
    } finally {
      loading = undefined;
    }
  }

  async function loadUntil(isStopped: () => boolean): Promise<Part | undefined> {
    for (let failures = 0; !isStopped(); failures++) {
      const loaded = await load().catch(() => undefined);
      if (loaded) return loaded;
      await retryTimer.wait(backoffMs(failures));
    }
    return undefined;
  }

  return {
    loaded: () => part,
    load,
    use(work) {
      let stopped = false;
      let undo: (() => void) | void;
      if (part) undo = work(part);
      else {
        void loadUntil(() => stopped).then((loaded) => {
          if (loaded && !stopped) undo = work(loaded);
        });
      }
      return () => {
        stopped = true;
        undo?.();
      };
    },
  };
}
