import type { StaffMessageView, TicketView } from '@sidecard/core/wire';
import type { ClientRefusal } from './client-refusal.js';
import type { OutboxEntry } from './outbox-entry.js';

/**
 * What the client knows about one ticket. While the ticket is loaded again, `view` and the status `not-found` stay; `view` also when loading
 * fails.
 */
export interface TicketState {
  readonly status: 'loading' | 'ready' | 'not-found' | 'failed';
  readonly view?: TicketView;
  /** The versioned command that was sent and has no answer yet. The client does not predict its effect. */
  readonly pending?: OutboxEntry;
  /** Why loading failed. */
  readonly error?: ClientRefusal;
}

/** The staff thread of one ticket (R19–R25); `not-found` for an account that may not read it. */
export interface StaffThreadState {
  readonly status: 'loading' | 'ready' | 'not-found' | 'failed';
  readonly messages: readonly StaffMessageView[];
  /** Messages without an answer from the server, oldest first. */
  readonly pending: readonly OutboxEntry[];
}

/** A thread that is not loaded. */
export const LOADING_THREAD: StaffThreadState = { status: 'loading', messages: [], pending: [] };
