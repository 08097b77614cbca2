import type { Ticket, TicketEvent } from '@sidecard/core/authoring';
import { readStoredEvent, readStoredTicket } from '@sidecard/core/server';
import type { StoredTicket } from '../records.js';

/** A row with a document, possibly of an earlier release. */
export interface Row {
  readonly body: unknown;
}

/** The ticket in a row. */
export const ticketIn = ({ body }: Row): Ticket => readStoredTicket(body as object);
/** The event in a row. */
export const eventIn = ({ body }: Row): TicketEvent => readStoredEvent(body as object);

/** A ticket as it is stored. */
export const storedTicket = (row: Row & { readonly events: number }): StoredTicket => ({
  ticket: ticketIn(row),
  events: row.events,
});
