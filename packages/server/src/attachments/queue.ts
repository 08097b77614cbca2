/** Bounds how much work of a kind runs at once. */
export interface WorkQueue {
  /** Runs work as soon as there is room. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Creates a queue for `atOnce` pieces of work. How many wait is bounded by whoever has them. */
export function createWorkQueue(atOnce: number): WorkQueue {
  const queue: (() => void)[] = [];
  let running = 0;
  return {
    async run(work) {
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
    },
  };
}
