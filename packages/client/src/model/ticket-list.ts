import type { TicketSummary } from '@sidecard/core/wire';
import type { ReadableAtom } from 'nanostores';
import type { ClientRefusal } from './client-refusal.js';

/** What the client knows about one list of tickets. `rows` stay while the list is loaded again, and when loading fails. */
export interface TicketListState {
  /** A list that is `ready` stays so while it is loaded again. `not-found` for accounts that have no lists: those of buyers. */
  readonly status: 'loading' | 'ready' | 'not-found' | 'failed';
  /** The loaded rows, in the list’s order. */
  readonly rows: readonly TicketSummary[];
  /** Tickets of the whole list; at most `MAX_COUNT`. */
  readonly total: number;
  /** There are more than `total`. */
  readonly totalIsMore?: true;
  /** Whether there are further rows to load. */
  readonly more: boolean;
  /** Why loading failed. */
  readonly error?: ClientRefusal;
}

/** A list that is not loaded. */
export const LOADING_LIST: TicketListState = { status: 'loading', rows: [], total: 0, more: false };

/** A list of tickets: loaded for its first listener, live while it has listeners. */
export interface TicketList extends ReadableAtom<TicketListState> {
  /** Loads the next page, once for any number of calls. @returns whether there are further rows */
  loadMore(): Promise<boolean>;
}
