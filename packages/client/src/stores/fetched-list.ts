import type { Api } from '../transport/api.js';
import type { Check } from '../transport/checks.js';
import type { RetryTimer } from '../util/retry-timer.js';
import type { ObservedStore } from './observed-store.js';

/** A list that is read as a whole. */
export interface FetchedList {
  /** Loads the list if it has listeners; again and again if the server cannot be reached. @returns whether it could be loaded */
  readonly refresh: () => Promise<boolean>;
  /** Clears the list, because the account has changed. */
  readonly reset: () => void;
}

/** Creates a list that is not loaded yet. @param itemsOf - returns what is in an answer */
export function createFetchedList<Body, Item>(
  api: Api,
  retryTimer: RetryTimer,
  { store, observed }: ObservedStore<readonly Item[]>,
  path: string,
  check: Check<Body>,
  itemsOf: (body: Body) => readonly Item[],
): FetchedList {
  let lastRequestId = 0;
  let failures = 0;

  async function refresh(): Promise<boolean> {
    if (!observed()) return true;
    const requestId = ++lastRequestId;
    const answer = await api({ method: 'GET', path }, check);
    const failed = !answer.ok && answer.retryable;
    if (failed) void again(requestId);
    else if (requestId === lastRequestId) {
      failures = 0;
      store.set(answer.ok ? itemsOf(answer.body) : []);
    }
    return !failed;
  }

  async function again(requestId: number): Promise<void> {
    await retryTimer.wait(retryTimer.backoffMs(failures++));
    if (requestId === lastRequestId) void refresh();
  }

  return {
    refresh,
    reset() {
      lastRequestId++;
      store.set([]);
    },
  };
}
