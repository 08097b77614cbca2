import type { Ports } from '../ports/ports.types.js';
import { within } from '../util/within.js';
import type { ClientStorage } from './storage.types.js';

/** Some browsers never answer a database request; sending must not hang with it. */
const TIMEOUT_MS = 3000;

/** A storage that can always {@link ClientStorage.update}. */
export interface TimedStorage extends ClientStorage {
  readonly update: NonNullable<ClientStorage['update']>;
}

/**
 * Creates a storage that gives up after one request without an answer: from then on all requests reject, and the client works in memory
 * only.
 *
 * @param open - loads the storage that does the work
 */
export function withTimeout(ports: Ports, open: () => Promise<ClientStorage>): TimedStorage {
  const opening = open();
  let timedOut = false;

  async function run<Result>(work: (storage: ClientStorage) => Promise<Result>): Promise<Result> {
    const storage = await opening;
    if (timedOut) throw new Error('The storage did not answer in time.');
    return within(ports, TIMEOUT_MS, work(storage), () => (timedOut = true));
  }

  const timed: TimedStorage = {
    get: (key) => run((storage) => storage.get(key)),
    set: (key, value) => run((storage) => storage.set(key, value)),
    delete: (key) => run((storage) => storage.delete(key)),
    async update(key, change) {
      if ((await opening).update) return run(async (storage) => storage.update?.(key, change));
      const stored = await timed.get(key);
      const next = change(stored);
      if (next !== stored) await (next === undefined ? timed.delete(key) : timed.set(key, next));
    },
    entries: (prefix) => run((storage) => storage.entries(prefix)),
  };
  return timed;
}
