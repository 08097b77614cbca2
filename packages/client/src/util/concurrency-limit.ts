/** Runs a job as soon as fewer than the maximum are running. */
export type ConcurrencyLimit = <Result>(job: () => Promise<Result>) => Promise<Result>;

/**
 * Creates a concurrency limit.
 *
 * @param max - how many jobs run at once; a browser opens six connections to a server, and the event stream holds one of them
 */
export function createConcurrencyLimit(max: number): ConcurrencyLimit {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (job) => {
    if (running >= max) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await job();
    } finally {
      // A waiting job takes over the slot.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
