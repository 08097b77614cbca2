/** Bounds how much work of a kind runs at once. */
export interface WorkQueue {
  /** Runs work as soon as there is room. @returns `undefined` at once if too much is waiting already */
  run<T>(work: () => Promise<T>): Promise<T> | undefined;
}

/** Creates a queue for `atOnce` pieces of work, with at most `waiting` more behind them. */
export function createWorkQueue({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): WorkQueue {
  const queue: (() => void)[] = [];
  let running = 0;
  return {
    run(work) {
      if (running >= atOnce && queue.length >= waiting) return undefined;
      return (async () => {
        // A finished piece of work hands its place on.
        if (running >= atOnce) await new Promise<void>((resolve) => queue.push(resolve));
        else running++;
        try {
          return await work();
        } finally {
          const next = queue.shift();
          if (next) next();
          else running--;
        }
      })();
    },
  };
}
