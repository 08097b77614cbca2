import type { TicketTypeDescription } from '@sidecard/core/wire';
import type { ClientRefusal } from './client-refusal.js';

/** What the client knows about one version of a ticket type. */
export interface TicketTypeState {
  readonly status: 'loading' | 'ready' | 'not-found' | 'failed';
  /** Absent until it is loaded; never changes after that. */
  readonly description?: TicketTypeDescription;
  /** Why there is no description: `not-found` if the server no longer has this version. */
  readonly error?: ClientRefusal;
}

/** A ticket type that is not loaded. */
export const LOADING_TYPE: TicketTypeState = { status: 'loading' };
