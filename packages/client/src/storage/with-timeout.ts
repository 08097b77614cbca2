import type { ClientStorage } from './storage.types.js';

/** Some browsers never answer a database request; sending must not hang with it. */
const TIMEOUT_MS = 3000;

/**
 * Creates a storage that gives up after one request without an answer: from then on all requests reject, and the client works in memory
 * only.
 *
 * @param open - loads the storage that does the work
 */
export function withTimeout(open: () => Promise<ClientStorage>): ClientStorage {
  const opening = open();
  let timedOut = false;

  async function run<Result>(work: (storage: ClientStorage) => Promise<Result>): Promise<Result> {
    const storage = await opening;
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        timedOut = true;
        reject(new Error('The storage did not answer in time.'));
      };
      if (timedOut) return giveUp();
      const timer = setTimeout(giveUp, TIMEOUT_MS);
      void work(storage)
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
  }

  return {
    get: (key) => run((storage) => storage.get(key)),
    set: (key, value) => run((storage) => storage.set(key, value)),
    delete: (key) => run((storage) => storage.delete(key)),
    entries: (prefix) => run((storage) => storage.entries(prefix)),
  };
}
