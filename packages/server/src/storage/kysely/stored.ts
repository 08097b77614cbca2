import type { HistoryEntry, Ticket, TicketEvent } from '@sidecard/core/authoring';
import { historyWith, readStoredEvent, readStoredTicket, SCHEMA_VERSION } from '@sidecard/core/server';
import type { StoredTicket } from '../records.js';

/** A row with a document, possibly of an earlier release. */
export interface Row {
  readonly body: unknown;
}

/** An entry of a history, as a row has it: its event's position, kind and schema, and the entry. */
export type EntryRow = readonly [position: number, kind: string, schema: number | null, entry: object];

/** A kind of entries and their number, in the order of core's `countEntries`, which JSON in the database would not keep of members. */
export type EntryCount = readonly [kind: string, count: number];

/** A ticket's row. Its history is in the rows of its events. */
export interface TicketRow extends Row {
  /** Of {@link EntryCount}. */
  readonly entries: unknown;
  /** Missing where no history is read. */
  readonly history?: readonly EntryRow[] | null;
}

/** The ticket in a row. */
export function ticketIn({ body, entries, history }: Omit<TicketRow, 'entries'> & Partial<TicketRow>): Ticket {
  const stored = body as object;
  // Before histories had rows of their own.
  if ('history' in stored) return readStoredTicket(stored);
  const read = [...(history ?? [])].sort(([a], [b]) => a - b).flatMap((row) => entryIn(row) ?? []);
  return readStoredTicket({
    ...stored,
    ...historyWith(read, Object.fromEntries((entries ?? []) as readonly EntryCount[])),
  });
}

function entryIn([, kind, schema, entry]: EntryRow): HistoryEntry | undefined {
  if (schema === SCHEMA_VERSION) return entry as HistoryEntry;
  return readStoredEvent({ ...(schema === null ? {} : { schema }), kind, change: {}, entry }).entry;
}

/** The event in a row. */
export const eventIn = ({ body }: Row): TicketEvent => readStoredEvent(body as object);

/** A ticket as it is stored. */
export const storedTicket = (row: TicketRow & { readonly events: number }): StoredTicket => ({
  ticket: ticketIn(row),
  events: row.events,
});
