import type { StaffMessageView, StaffThread } from '@sidecard/core/wire';
import type { OutboxEntry } from '../model/outbox-entry.js';
import type { StaffThreadState } from '../model/ticket-state.js';
import type { Stream } from '../stream/stream.js';
import type { Api } from '../transport/api.js';
import { isStaffThread } from '../transport/later-checks.js';
import type { RetryTimer } from '../util/retry-timer.js';
import { createEntityCache, type EntityCache } from './entity-cache.js';
import type { ObservedStore } from './observed-store.js';
import { threadPath } from './paths.js';

/** The messages of a thread by id, in order. */
type Messages = ReadonlyMap<string, StaffMessageView>;

/** The threads between the shop and platform staff. */
export interface StaffThreads extends Pick<
  EntityCache<Messages, StaffThreadState, StaffThread>,
  'entries' | 'observe' | 'notify' | 'load' | 'catchUp' | 'reset'
> {
  /** Adds a message, once. */
  readonly add: (message: StaffMessageView, cacheEpoch: number) => void;
  /** Reloads a thread that may have changed, if it is observed and the stream does not carry its messages. */
  readonly refetchIfObserved: (ticketId: string) => void;
}

/** Interval for reloading threads that the stream does not carry, in milliseconds. */
const POLL_MS = 30_000;

/**
 * Creates a cache without threads.
 *
 * @param storeOf - returns the store of a thread
 * @param pendingOf - returns the messages of a ticket that have no answer yet
 * @param streamed - whether the stream carries messages; it does not if only authors read them
 */
export function createStaffThreads(
  api: Api,
  retryTimer: RetryTimer,
  stream: Stream,
  storeOf: (ticketId: string) => ObservedStore<StaffThreadState>,
  pendingOf: (ticketId: string) => readonly OutboxEntry[],
  streamed: () => boolean,
): StaffThreads {
  const cache = createEntityCache<Messages, StaffThreadState, StaffThread>({
    api,
    retryTimer,
    stream: { ...stream, covers: (at) => streamed() && stream.covers(at) },
    empty: new Map(),
    pathOf: threadPath,
    storeOf,
    check: isStaffThread,
    stateOf: ({ id, status, value }) => ({ status, messages: [...value.values()], pending: pendingOf(id) }),
    merge(entry, { messages }, at) {
      // Messages that arrived during the request are newer than the answer.
      entry.value = new Map([...messages.map((message) => [message.id, message] as const), ...entry.value]);
      entry.at = at;
      if (!streamed()) void poll();
    },
  });
  let polling = false;

  /** Reloads observed threads periodically. */
  async function poll(): Promise<void> {
    if (polling) return;
    polling = true;
    await retryTimer.wait(POLL_MS);
    polling = false;
    // Load all observed threads, because the stream covers none of them.
    if (!streamed()) void cache.catchUp(false);
  }

  function refetchIfObserved(ticketId: string): void {
    if (!streamed() && cache.entries.get(ticketId)?.observed()) void cache.load(ticketId);
  }

  return {
    ...cache,
    add(message, cacheEpoch) {
      const entry = cache.entries.get(message.ticketId);
      if (!entry || cacheEpoch !== stream.cacheEpoch()) return;
      entry.value = new Map(entry.value).set(message.id, message);
      cache.notify(message.ticketId);
      // If the stream carries no messages, an answer may have arrived before this one.
      refetchIfObserved(message.ticketId);
    },
    refetchIfObserved,
  };
}
