import type { QueuesAnswer, TicketView } from '@sidecard/core/wire';
import type { Position } from '../transport/position.js';
import { type Counts, createCounts } from './counts.js';
import type { ObservedStore } from './observed-store.js';
import { createLiveList, type ListContext, type ListEntry, type LiveList } from './ticket-list.js';

/** Maximum number of lists in memory, besides observed ones. */
const MAX_LISTS = 20;

/** The lists that were asked for, and the counts. */
export interface TicketLists {
  readonly counts: Counts;
  /** Loads a list for its first listener. */
  readonly observe: (entry: ListEntry) => void;
  /** Loads the next page of a list. @returns whether there are further rows */
  readonly loadMore: (entry: ListEntry) => Promise<boolean>;
  readonly onFrame: (view: TicketView, at: Position | undefined) => void;
  /** Loads what is observed. @returns whether the server answered */
  readonly catchUp: (includingCurrent: boolean) => Promise<boolean>;
  /** Clears everything, because the account has changed. */
  readonly reset: () => void;
}

/** Creates the part of a client for lists, which loads with the first list. */
export function createTicketLists(
  options: Omit<ListContext, 'inBurst'>,
  countStore: ObservedStore<QueuesAnswer | undefined>,
): TicketLists {
  const lists = new Map<ListEntry, LiveList>();
  const due = new Set<() => void>();

  /** Changes all lists together: a list costs one copy per burst of frames, and a ticket is never in two views that exclude each other. */
  function inBurst(work: () => void): void {
    if (due.size === 0) {
      options.ports.after(0, () => {
        const all = [...due];
        due.clear();
        for (const each of all) each();
      });
    }
    due.add(work);
  }

  const context = { ...options, inBurst };
  const counts = createCounts(context, countStore);

  /** Returns an entry's list, as the one that was asked for last. */
  function listOf(entry: ListEntry): LiveList {
    const list = lists.get(entry) ?? createLiveList(entry, context);
    lists.delete(entry);
    lists.set(entry, list);
    for (const [other, old] of lists) {
      if (lists.size <= MAX_LISTS) break;
      if (other.observed() || other === entry) continue;
      old.reset();
      lists.delete(other);
    }
    return list;
  }

  return {
    counts,
    observe: (entry) => listOf(entry).observe(),
    loadMore: (entry) => listOf(entry).loadMore(),
    onFrame(view, at) {
      for (const list of lists.values()) list.onFrame(view, at);
      counts.refreshSoon();
    },
    async catchUp(includingCurrent) {
      const done = [...lists.values()].map((list) => list.catchUp(includingCurrent));
      return (await Promise.all([...done, counts.refresh()])).every(Boolean);
    },
    reset() {
      for (const list of lists.values()) list.reset();
      counts.reset();
    },
  };
}
