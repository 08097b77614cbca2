import type { Policy } from '@sidecard/core';
import { evolve, type Ticket, type TicketEvent } from '@sidecard/core/authoring';
import { budgetChanged, stateOf, streamsOf } from '@sidecard/core/server';
import { AUDIENCES, isOpen, type Audience } from '@sidecard/core/wire';
import type { LogEntry, StoredTicket, TicketChange } from '../storage/records.js';
import { streamOf } from '../storage/streams.js';

/** A change, with its effects on other tickets. */
export interface Change extends TicketChange {
  /** Whether projections of the order's other tickets changed: they name this one, or the remaining budget changed. */
  readonly touchesOthers: boolean;
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
  const touches = ({ workflow }: Ticket): boolean =>
    named || (isOpen(workflow) && budgetChanged(before?.ticket, ticket));
  return { before, after, events, touchesOthers: related.some(touches) };
}

/**
 * Returns the log lines of a change, for the streams of the audiences that read it. One line tells of the order's other tickets, however many
 * they are.
 */
export function logEntriesOf(
  { after: { ticket }, events, touchesOthers }: Change,
  policy: Policy,
): readonly LogEntry[] {
  const lineFor = (audience: Audience, atMs: number, content: Pick<LogEntry, 'frame' | 'messageId'>): LogEntry => ({
    ...{ merchantId: ticket.merchantId, stream: streamOf(audience, ticket.order.buyer.id) },
    ...{ ticketId: ticket.id, atMs, ...content },
  });
  const own = events.flatMap((event) =>
    streamsOf(event.kind, policy).map((audience) => {
      const { atMs, message } = event;
      return lineFor(audience, atMs, { frame: message ? 'staff-message' : 'ticket', messageId: message?.id });
    }),
  );
  const lastAtMs = events.at(-1)?.atMs ?? 0;
  const others = touchesOthers ? AUDIENCES : [];
  return [...own, ...others.map((audience) => lineFor(audience, lastAtMs, { frame: 'related', messageId: undefined }))];
}
