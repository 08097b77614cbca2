/** Runs the writes of one merchant sequentially, and those of different merchants concurrently. */
export interface MerchantQueue {
  run<T>(merchantId: string, work: () => Promise<T>): Promise<T>;
}

/** Creates a queue per merchant, so that a busy shop does not delay others. */
export function createMerchantQueue(): MerchantQueue {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(merchantId, work) {
      const before = tails.get(merchantId) ?? Promise.resolve();
      const done = before.then(work, work);
      // A failure is reported to its caller, not to the next in the queue.
      const tail = done.then(
        () => undefined,
        () => undefined,
      );
      tails.set(merchantId, tail);
      void tail.then(() => {
        if (tails.get(merchantId) === tail) tails.delete(merchantId);
      });
      return done;
    },
  };
}
