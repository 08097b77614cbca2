import type { Policy } from '@sidecard/core';
import { evolve, type Ticket, type TicketEvent } from '@sidecard/core/authoring';
import { budgetChanged, stateOf, streamsOf } from '@sidecard/core/server';
import { AUDIENCES, isOpen, type Audience } from '@sidecard/core/wire';
import type { LogEntry, StoredTicket, TicketChange } from '../storage/records.js';
import { streamOf } from '../storage/streams.js';

/** A change, with its effects on other tickets. */
export interface Change extends TicketChange {
  /** Other tickets of the order whose projections changed: they name this one, or the remaining budget changed. */
  readonly touched: readonly Ticket[];
}

/** Applies events to a ticket. @param related - the other tickets of its order */
export function changeBy(
  events: readonly TicketEvent[],
  before: StoredTicket | undefined,
  related: readonly Ticket[],
): Change {
  let ticket = before?.ticket;
  for (const event of events) ticket = evolve(ticket, event);
  if (!ticket) throw new TypeError('A change needs at least one event.');
  const after = { ticket, events: (before?.events ?? 0) + events.length };
  const named = !before || stateOf(before.ticket) !== stateOf(ticket);
  const open = () => (budgetChanged(before?.ticket, ticket) ? related.filter(({ workflow }) => isOpen(workflow)) : []);
  return { before, after, events, touched: named ? related : open() };
}

/** Returns the log lines of a change, for the streams of the audiences that read it. */
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
