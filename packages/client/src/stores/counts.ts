import type { QueuesAnswer } from '@sidecard/core/wire';
import { isQueues } from '../transport/list-checks.js';
import type { ListContext } from './ticket-list.js';
import type { ObservedStore } from './observed-store.js';

/** The shortest time between two requests, while tickets change. */
const BETWEEN_MS = 2000;
/** Time alone makes deadlines urgent. */
const CLOCK_MS = 60_000;

/** The store behind `client.counts`. */
export interface Counts {
  /** Loads the counts if they have listeners. @returns whether the server answered */
  readonly refresh: () => Promise<boolean>;
  /** Loads the counts soon, because a ticket has changed. */
  readonly refreshSoon: () => void;
  /** Clears the counts, because the account has changed. */
  readonly reset: () => void;
}

/** Creates counts that are not loaded yet. */
export function createCounts(
  { ports, api, retryTimer }: Pick<ListContext, 'ports' | 'api' | 'retryTimer'>,
  { store, observed }: ObservedStore<QueuesAnswer | undefined>,
): Counts {
  let lastRequestId = 0;
  let lastMs = -Infinity;
  let waiting = false;

  async function refresh(): Promise<boolean> {
    if (!observed()) return true;
    const requestId = ++lastRequestId;
    lastMs = ports.monotonic();
    const answer = await api({ method: 'GET', path: '/v1/queues' }, isQueues);
    const failed = !answer.ok && answer.retryable;
    if (requestId !== lastRequestId) return true;
    if (!failed) store.set(answer.ok ? answer.body : undefined);
    void refreshLater(requestId);
    return !failed;
  }

  async function refreshLater(requestId: number): Promise<void> {
    await retryTimer.wait(CLOCK_MS);
    if (requestId === lastRequestId) void refresh();
  }

  async function refreshSoon(): Promise<void> {
    if (waiting || !observed()) return;
    waiting = true;
    await retryTimer.wait(Math.max(0, lastMs + BETWEEN_MS - ports.monotonic()));
    waiting = false;
    void refresh();
  }

  return {
    refresh,
    refreshSoon: () => void refreshSoon(),
    reset() {
      lastRequestId++;
      store.set(undefined);
    },
  };
}
