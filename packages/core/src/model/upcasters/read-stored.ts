import type { TicketEvent } from '../events.js';
import { SCHEMA_VERSION } from '../schema-version.js';
import type { Ticket } from '../ticket.js';
import { fromSchema1 } from './schema-1.js';
import { fromSchema2 } from './schema-2.js';
import type { Stored, Upcaster } from './upcaster.js';

/** The upcasters of earlier versions, from the first. */
const UPCASTERS: readonly Upcaster[] = [fromSchema1, fromSchema2];

/**
 * Returns a stored event in the current shape.
 *
 * @throws {RangeError} if a newer release has stored it
 */
export function readStoredEvent(stored: object): TicketEvent {
  return upcast(stored as Stored, 'event') as unknown as TicketEvent;
}

/**
 * Returns a stored ticket in the current shape.
 *
 * @throws {RangeError} if a newer release has stored it
 */
export function readStoredTicket(stored: object): Ticket {
  return upcast(stored as Stored, 'ticket') as unknown as Ticket;
}

function upcast(stored: Stored, what: keyof Upcaster): Stored {
  const { schema = 1 } = stored;
  if (typeof schema !== 'number' || schema > SCHEMA_VERSION)
    throw new RangeError(
      `The stored ${what} has schema version ${String(schema)}; this release reads up to ${SCHEMA_VERSION}.`,
    );
  return UPCASTERS.slice(schema - 1).reduce((older, upcaster) => upcaster[what](older), stored);
}
