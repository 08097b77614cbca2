import type { ClientStorage } from '../client.types.js';

/** Some browsers have let a database hang for ever; nothing that is sent may hang with it. */
const ANSWER_MS = 3000;

/** Gives up on a storage that does not answer, once and for all: everything rejects from then on, and is kept in memory only. */
export function limited(storage: ClientStorage): ClientStorage {
  let dead = false;
  const limit = <Result>(work: () => Promise<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      const giveUp = (): void => {
        dead = true;
        reject(new Error('The storage does not answer.'));
      };
      if (dead) return giveUp();
      const timer = setTimeout(giveUp, ANSWER_MS);
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
