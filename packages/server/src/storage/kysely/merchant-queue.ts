/** Runs the writes of one merchant one after another, and those of different merchants side by side. */
export interface MerchantQueue {
  run<T>(merchantId: string, work: () => Promise<T>): Promise<T>;
}

/** Makes a queue for each merchant, so that a busy shop waits for itself and holds up nobody else. */
export function createMerchantQueue(): MerchantQueue {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(merchantId, work) {
      const before = tails.get(merchantId) ?? Promise.resolve();
      const done = before.then(work, work);
      // The caller hears of a failure, the next in the queue does not.
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
