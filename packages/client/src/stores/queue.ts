/** Runs jobs, but only so many at once. */
export type Queue = <Result>(job: () => Promise<Result>) => Promise<Result>;

/**
 * Makes a queue.
 *
 * @param width - how many jobs run at once; a browser opens six connections to a server, and the event stream holds one of them
 */
export function createQueue(width: number): Queue {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (job) => {
    if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await job();
    } finally {
      // Hands its place on, if somebody waits.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
