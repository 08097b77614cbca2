import type { ClientStorage } from './storage.types.js';

/** Some browsers leave a database request without an answer forever; sending must not hang with it. */
const TIMEOUT_MS = 3000;

/** Wraps a storage so that after one request without an answer all requests reject. The client then works in memory only. */
export function withTimeout(storage: ClientStorage): ClientStorage {
  let timedOut = false;
  const limit = <Result>(work: () => Promise<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      const giveUp = (): void => {
        timedOut = true;
        reject(new Error('The storage does not answer.'));
      };
      if (timedOut) return giveUp();
      const timer = setTimeout(giveUp, TIMEOUT_MS);
      void work()
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
  return {
    get: (key) => limit(() => storage.get(key)),
    set: (key, value) => limit(() => storage.set(key, value)),
    delete: (key) => limit(() => storage.delete(key)),
    entries: (prefix) => limit(() => storage.entries(prefix)),
  };
}
