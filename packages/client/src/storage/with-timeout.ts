import type { Ports } from '../ports/ports.types.js';
import { within } from '../util/within.js';
import type { ClientStorage } from './storage.types.js';

/** Some browsers never answer a database request; sending must not hang with it. */
const TIMEOUT_MS = 3000;
/** A timer that is later shows that the device slept or the page hung: what was answered has yet to arrive. */
const LATE_MS = 500;

/** A storage that can always {@link ClientStorage.update}. */
export interface TimedStorage extends ClientStorage {
  readonly update: NonNullable<ClientStorage['update']>;
}

/**
 * Creates a storage that gives up after a request without an answer: until that comes all requests reject, and the client works in memory
 * only.
 *
 * @param open - loads the storage that does the work; again with the next request if it fails
 */
export function withTimeout(ports: Ports, open: () => Promise<ClientStorage>): TimedStorage {
  let opening: Promise<ClientStorage> | undefined;
  let timedOut = false;

  function opened(): Promise<ClientStorage> {
    opening ??= open();
    opening.catch(() => (opening = undefined));
    return opening;
  }

  async function run<Result>(work: (storage: ClientStorage) => Promise<Result>): Promise<Result> {
    const storage = await opened();
    if (timedOut) throw new Error('No answer.');
    const working = work(storage).finally(() => (timedOut = false));
    return within(ports, TIMEOUT_MS, working, (passedMs) => {
      timedOut = passedMs <= TIMEOUT_MS + LATE_MS;
      return !timedOut;
    });
  }

  const timed: TimedStorage = {
    get: (key) => run((storage) => storage.get(key)),
    set: (key, value) => run((storage) => storage.set(key, value)),
    delete: (key) => run((storage) => storage.delete(key)),
    async update(key, change) {
      if ((await opened()).update) return run(async (storage) => storage.update?.(key, change));
      const stored = await timed.get(key);
      const next = change(stored);
      if (next !== stored) await (next === undefined ? timed.delete(key) : timed.set(key, next));
    },
    entries: (prefix) => run((storage) => storage.entries(prefix)),
  };
  return timed;
}
