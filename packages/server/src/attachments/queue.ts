/** Bounds how much work of a kind runs at once. */
export interface WorkQueue {
  /**
   * Runs work as soon as there is room.
   *
   * @param owner - whose work it is, if that is bounded, too
   * @returns `undefined` at once if too much is waiting already, or the owner has too much in the queue
   */
  run<T>(work: () => Promise<T>, owner?: string): Promise<T> | undefined;
}

/** How much work a queue takes. */
export interface WorkLimits {
  readonly atOnce: number;
  readonly waiting: number;
  /** Running and waiting, per owner. @default any number */
  readonly perOwner?: number;
}

/** Creates a queue for `atOnce` pieces of work, with at most `waiting` more behind them. */
export function createWorkQueue({ atOnce, waiting, perOwner = Infinity }: WorkLimits): WorkQueue {
  const queue: (() => void)[] = [];
  const owned = new Map<string, number>();
  let running = 0;

  const count = (owner: string, change: number) => {
    const left = (owned.get(owner) ?? 0) + change;
    if (left > 0) owned.set(owner, left);
    else owned.delete(owner);
  };

  return {
    run(work, owner = '') {
      if (running >= atOnce && queue.length >= waiting) return undefined;
      if ((owned.get(owner) ?? 0) >= perOwner) return undefined;
      count(owner, 1);
      return (async () => {
        // A finished piece of work hands its place on.
        if (running >= atOnce) await new Promise<void>((resolve) => queue.push(resolve));
        else running++;
        try {
          return await work();
        } finally {
          count(owner, -1);
          const next = queue.shift();
          if (next) next();
          else running--;
        }
      })();
    },
  };
}
