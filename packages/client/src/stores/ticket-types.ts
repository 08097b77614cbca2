import { atom, type ReadableAtom, type WritableAtom } from 'nanostores';
import type { TicketTypeDocument, TicketTypeState } from '../model/ticket-type-state.js';
import type { ApiAnswer } from '../transport/api.js';
import { backoffMs, type RetryTimer } from '../util/retry-timer.js';
import { whileObserved } from './while-observed.js';

/** How many descriptors are kept in memory beside those that are observed. */
const MAX_ENTRIES = 50;

/** Names one descriptor. */
export interface TicketTypeId {
  readonly key: string;
  readonly version: string;
  readonly locale: string;
}

/** The ticket types that were asked for. */
export interface TicketTypesStore {
  readonly one: (id: TicketTypeId) => ReadableAtom<TicketTypeState>;
  /** Clears everything, because the account has changed: descriptors differ between parties. Loads again what is observed. */
  readonly reset: () => void;
}

interface TypeEntry {
  readonly id: TicketTypeId;
  readonly store: WritableAtom<TicketTypeState>;
  readonly observed: () => boolean;
  /** The id of the request that is under way. */
  requestId: number | undefined;
}

const LOADING: TicketTypeState = { status: 'loading' };

/**
 * Creates a store without ticket types.
 *
 * @param read - reads a descriptor, from storage or from the server
 */
export function createTicketTypes(
  read: (id: TicketTypeId) => Promise<ApiAnswer<TicketTypeDocument>>,
  retryTimer: RetryTimer,
): TicketTypesStore {
  const entries = new Map<string, TypeEntry>();
  let lastRequestId = 0;

  function entryOf(id: TicketTypeId): TypeEntry {
    const name = JSON.stringify([id.key, id.version, id.locale]);
    const found = entries.get(name);
    if (found) return found;
    const store = atom(LOADING);
    // A descriptor never changes, so it does not need the event stream.
    const observed = whileObserved(
      store,
      () => () => {},
      () => void load(entry),
    );
    const entry: TypeEntry = { id, store, observed, requestId: undefined };
    evict();
    entries.set(name, entry);
    return entry;
  }

  /** Makes room for one more, oldest first. */
  function evict(): void {
    for (const [name, { observed }] of entries) {
      if (entries.size < MAX_ENTRIES) return;
      if (!observed()) entries.delete(name);
    }
  }

  async function load(entry: TypeEntry): Promise<void> {
    const { store } = entry;
    if (entry.requestId !== undefined || store.value?.descriptor) return;
    const requestId = (entry.requestId = ++lastRequestId);
    const isLate = (): boolean => requestId !== entry.requestId;
    for (let failures = 0; ; failures++) {
      const answer = await read(entry.id);
      if (isLate()) return;
      if (answer.ok) store.set({ status: 'ready', descriptor: answer.body });
      else store.set({ status: answer.error.code === 'not-found' ? 'not-found' : 'failed', error: answer.error });
      if (answer.ok || !answer.retryable || !entry.observed()) break;
      await retryTimer.wait(backoffMs(failures));
      if (isLate()) return;
      store.set(LOADING);
    }
    entry.requestId = undefined;
  }

  return {
    one: (id) => entryOf(id).store,
    reset() {
      for (const entry of entries.values()) {
        entry.requestId = undefined;
        entry.store.set(LOADING);
        if (entry.observed()) void load(entry);
      }
    },
  };
}
