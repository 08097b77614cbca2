import type { Ticket } from '@sidecard/core/authoring';
import { historyKindsFor } from '@sidecard/core/server';
import type { TicketReads } from '../storage/store.js';

/** Returns a ticket with its whole history, which stores do not read with it. @param ticket - as stored, or with further entries */
export async function withWholeHistory(reads: TicketReads, ticket: Ticket): Promise<Ticket> {
  const { leftOut, ...rest } = ticket;
  if (!leftOut) return ticket;
  const kinds = [...new Set([...historyKindsFor('handlers'), ...historyKindsFor('staff')])];
  const filter = { kinds, limit: Number.MAX_SAFE_INTEGER };
  const stored = (await reads.readHistory({ merchantId: ticket.merchantId, ticketId: ticket.id }, filter)) ?? [];
  const known = new Set(stored.map(({ id }) => id));
  return { ...rest, history: [...[...stored].reverse(), ...ticket.history.filter(({ id }) => !known.has(id))] };
}
