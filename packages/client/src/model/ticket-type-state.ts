import type { ClientRefusal } from './client-refusal.js';

/** A version of a ticket type, as the server describes it. The client reads no other members. */
export interface TicketTypeDocument {
  readonly key: string;
  readonly version: string;
  readonly locale: string;
}

/** What the client knows about one version of a ticket type. */
export interface TicketTypeState {
  readonly status: 'loading' | 'ready' | 'not-found' | 'failed';
  /** Absent until it is loaded; never changes after that. */
  readonly descriptor?: TicketTypeDocument;
  /** Why there is no descriptor: `not-found` when the server has no such version for this account. */
  readonly error?: ClientRefusal;
}

/** A ticket type that is not loaded. */
export const LOADING_TYPE: TicketTypeState = { status: 'loading' };
