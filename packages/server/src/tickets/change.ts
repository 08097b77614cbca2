import type { Policy } from '@sidecard/core';
import { evolve, type Ticket, type TicketEvent } from '@sidecard/core/authoring';
import { budgetChanged, streamsOf } from '@sidecard/core/server';
import { AUDIENCES, isOpen, type Audience } from '@sidecard/core/wire';
import type { LogEntry, StoredTicket, TicketChange } from '../storage/records.js';
import { streamOf } from '../storage/streams.js';

/** A change, and what else it touches. */
export interface Change extends TicketChange {
  /** Other tickets of the order that read differently now, because less or more is left to refund. */
  readonly touched: readonly Ticket[];
}

/** Folds events into a ticket. @param related - the other tickets of its order */
export function changeBy(
  events: readonly TicketEvent[],
  before: StoredTicket | undefined,
  related: readonly Ticket[],
): Change {
  let ticket = before?.ticket;
  for (const event of events) ticket = evolve(ticket, event);
  if (!ticket) throw new TypeError('There is no event to make a ticket of.');
  const after = { ticket, events: (before?.events ?? 0) + events.length };
  const moneyMoved = budgetChanged(before?.ticket, ticket);
  return { before, after, events, touched: moneyMoved ? related.filter(({ workflow }) => isOpen(workflow)) : [] };
}

/** The log lines of a change, for the streams of those who may know of it. */
export function logEntriesOf({ after, events, touched }: Change, policy: Policy): readonly LogEntry[] {
  const entries = events.flatMap((event) =>
    streamsOf(event.kind, policy).map((audience) => entryFor(after.ticket, audience, event.atMs, event.message?.id)),
  );
  const [last] = events.slice(-1);
  const others = touched.flatMap((ticket) =>
    AUDIENCES.map((audience) => entryFor(ticket, audience, last?.atMs ?? 0, undefined)),
  );
  return [...entries, ...others];
}

function entryFor(ticket: Ticket, audience: Audience, atMs: number, messageId: string | undefined): LogEntry {
  return {
    merchantId: ticket.merchantId,
    stream: streamOf(audience, ticket.order.buyer.id),
    frame: messageId === undefined ? 'ticket' : 'staff-message',
    ticketId: ticket.id,
    messageId,
    atMs,
  };
}
