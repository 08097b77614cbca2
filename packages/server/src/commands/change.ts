import {
  AUDIENCES,
  evolve,
  isOpen,
  budgetChanged,
  streamsOf,
  type Audience,
  type Policy,
  type Ticket,
  type TicketEvent,
} from '@sidecard/core';
import type { StoredTicket } from '../storage/tickets.js';
import { streamOf, type LogEntry } from '../storage/streams.js';

/** What a command, a creation or a timer does to one ticket. */
export interface TicketChange {
  readonly before: StoredTicket | undefined;
  readonly after: StoredTicket;
  readonly events: readonly TicketEvent[];
  /** Other tickets of the order that read differently now: less, or more, is left to refund. */
  readonly touched: readonly Ticket[];
}

/** Folds events into a ticket. */
export function changeBy(
  events: readonly TicketEvent[],
  before: StoredTicket | undefined,
  related: readonly Ticket[],
): TicketChange {
  let ticket = before?.ticket;
  for (const event of events) ticket = evolve(ticket, event);
  if (!ticket) throw new TypeError('A change of nothing.');
  const after = { ticket, events: (before?.events ?? 0) + events.length };
  const moneyMoved = budgetChanged(before?.ticket, ticket);
  return { before, after, events, touched: moneyMoved ? related.filter(({ workflow }) => isOpen(workflow)) : [] };
}

/** The lines that a change writes to the streams of those who may know of it. */
export function logEntriesOf({ after, events, touched }: TicketChange, policy: Policy): readonly LogEntry[] {
  const entries = events.flatMap((event) =>
    streamsOf(event.kind, policy).map((audience) => entryFor(after.ticket, audience, event.atMs, event.message?.id)),
  );
  const [last] = events.slice(-1);
  const others = touched.flatMap((ticket) => AUDIENCES.map((audience) => entryFor(ticket, audience, last?.atMs ?? 0)));
  return [...entries, ...others];
}

function entryFor(ticket: Ticket, audience: Audience, atMs: number, messageId?: string): LogEntry {
  return {
    merchantId: ticket.merchantId,
    stream: streamOf(audience, ticket.order.buyer.id),
    frame: messageId === undefined ? 'ticket' : 'staff-message',
    ticketId: ticket.id,
    messageId,
    atMs,
  };
}
