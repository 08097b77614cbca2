import type { Policy } from '@sidecard/core';
import type { TicketTypes } from '@sidecard/core/authoring';
import { type ArchiveEntry, concernsArchive, filedBefore, fileTicket } from '@sidecard/core/server';
import type { ArchiveWrite, TicketChange } from '../storage/records.js';
import type { UnitOfWork } from '../storage/store.js';
import { withWholeHistory } from '../tickets/whole-history.js';

/**
 * Returns what changes of a merchant's tickets change in the archive. Reads and locks only the entries of tickets whose request or pictures
 * changed, so that other commands cost nothing.
 */
export async function fileChanges(
  unit: UnitOfWork,
  merchantId: string,
  changes: readonly TicketChange[],
  context: { readonly types: TicketTypes; readonly policy: Policy; readonly now: number },
): Promise<readonly ArchiveWrite[]> {
  // The last state of each ticket, which several changes may have.
  const tickets = new Map(
    changes.filter(({ events }) => concernsArchive(events)).map(({ after: { ticket } }) => [ticket.id, ticket]),
  );
  const isNew = new Set(changes.flatMap(({ before, after }) => (before ? [] : after.ticket.id)));
  if (tickets.size === 0) return [];
  const sources = [...tickets.values()].flatMap((ticket) =>
    isNew.has(ticket.id) ? (filedBefore(ticket) ?? []) : ticket.id,
  );
  const locked = await unit.lockArchive(merchantId, [...new Set(sources)].sort());
  const whole = [];
  for (const ticket of tickets.values()) whole.push(await withWholeHistory(unit, ticket));
  return whole.flatMap((ticket) => {
    const source = isNew.has(ticket.id) ? filedBefore(ticket) : ticket.id;
    const known = locked.filter(({ ticketId }) => ticketId === source);
    const entries = fileTicket(ticket, context, known);
    return writeOf(merchantId, ticket.id, known, entries) ?? [];
  });
}

/** Returns the write that makes a ticket's entries the given ones. */
export function writeOf(
  merchantId: string,
  ticketId: string,
  known: readonly ArchiveEntry[],
  entries: readonly ArchiveEntry[],
): ArchiveWrite | undefined {
  const lines = new Set(entries.map(({ itemId }) => itemId));
  const dropped = known.filter((entry) => entry.ticketId === ticketId && !lines.has(entry.itemId));
  if (entries.length === 0 && dropped.length === 0) return undefined;
  return { merchantId, ticketId, entries, dropped: dropped.map(({ itemId }) => itemId) };
}
