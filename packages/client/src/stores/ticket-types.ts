import type { TicketTypeDescription } from '@sidecard/core/wire';
import { LOADING_TYPE, type TicketTypeState } from '../model/ticket-type-state.js';
import type { ApiAnswer } from '../transport/api.js';
import type { RetryTimer } from '../util/retry-timer.js';
import type { ObservedStore } from './observed-store.js';

/** Maximum number of descriptions in memory, besides observed ones. */
const MAX_ENTRIES = 50;

/** One version of a ticket type in one language. */
export interface TypeEntry extends ObservedStore<TicketTypeState> {
  readonly key: string;
  readonly version: string;
  readonly locale: string;
}

/** The ticket types that were observed. */
export interface TicketTypesStore {
  /** Loads a description unless it is loaded, or being loaded. */
  readonly observe: (entry: TypeEntry) => void;
  /** Retries observed descriptions that failed to load. */
  readonly retry: () => void;
  /** Clears everything, because the account has changed and descriptions differ between parties. Reloads observed ones. */
  readonly reset: () => void;
}

/**
 * Creates a store without ticket types.
 *
 * @param read - reads a description, from storage or from the server
 */
export function createTicketTypes(
  read: (entry: TypeEntry) => Promise<ApiAnswer<TicketTypeDescription>>,
  retryTimer: RetryTimer,
): TicketTypesStore {
  /** With the id of the request in progress. */
  const entries = new Map<TypeEntry, number | undefined>();
  let lastRequestId = 0;

  /** Evicts the oldest unobserved ones. */
  function evict(): void {
    for (const entry of entries.keys()) {
      if (entries.size <= MAX_ENTRIES) return;
      if (entry.observed()) continue;
      entries.delete(entry);
      entry.store.set(LOADING_TYPE);
    }
  }

  async function load(entry: TypeEntry): Promise<void> {
    const { store, observed } = entry;
    if (entries.get(entry) !== undefined || store.value?.description) return;
    const requestId = ++lastRequestId;
    entries.set(entry, requestId);
    evict();
    const isLate = (): boolean => requestId !== entries.get(entry);
    for (let failures = 0; ; failures++) {
      const answer = await read(entry);
      if (isLate()) return;
      if (answer.ok) store.set({ status: 'ready', description: answer.body });
      else store.set({ status: answer.error.code === 'not-found' ? 'not-found' : 'failed', error: answer.error });
      if (answer.ok || !answer.retryable || !observed()) break;
      await retryTimer.wait(retryTimer.backoffMs(failures));
      if (isLate()) return;
      store.set(LOADING_TYPE);
    }
    entries.set(entry, undefined);
  }

  return {
    observe: (entry) => void load(entry),
    retry() {
      for (const entry of entries.keys()) if (entry.observed()) void load(entry);
    },
    reset() {
      for (const entry of entries.keys()) {
        entries.set(entry, undefined);
        entry.store.set(LOADING_TYPE);
        if (entry.observed()) void load(entry);
      }
    },
  };
}
