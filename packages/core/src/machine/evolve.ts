import type { Change, TicketEvent } from '../model/events.js';
import { isOpen } from '../model/states.js';
import type { Ticket } from '../model/ticket.js';
import { readStoredEvent } from '../model/upcasters/read-stored.js';

/**
 * Applies an event to a ticket. Pure, and without rules: the event contains the changed values.
 *
 * @param ticket - `undefined` before `ticket-created`
 * @throws {TypeError} if a ticket's first event is not its creation, which means that the log is corrupt
 */
export function evolve(ticket: Ticket | undefined, event: TicketEvent): Ticket {
  if (event.created) return event.created;
  if (!ticket) throw new TypeError(`Event ${event.kind} of ticket ${event.ticketId} comes before its creation.`);
  if (event.message) return ticket;

  const next: { -readonly [Key in keyof Ticket]: Ticket[Key] } = { ...ticket };
  apply(next, event.change);
  if (event.version !== ticket.version) {
    next.version = event.version;
    next.updatedAtMs = event.atMs;
  }
  if (!isOpen(next.workflow) && isOpen(ticket.workflow)) next.endedAtMs = event.atMs;
  if (event.entry) next.history = [...ticket.history, event.entry];
  return next;
}

/**
 * Rebuilds a ticket from all of its stored events, from any release.
 *
 * @param stored - all events from the ticket's creation on, in order
 * @throws {TypeError} if they do not begin with the creation; {RangeError} if a newer release has stored one
 */
export function rebuild(stored: readonly object[]): Ticket {
  const ticket = stored.map(readStoredEvent).reduce<Ticket | undefined>(evolve, undefined);
  if (!ticket) throw new TypeError('Rebuilding a ticket needs at least one event.');
  return ticket;
}

/** Returns a ticket with a change applied, at the same version. */
export function withChange(ticket: Ticket, change: Change): Ticket {
  const next = { ...ticket };
  apply(next, change);
  return next;
}

function apply(next: { -readonly [Key in keyof Ticket]: Ticket[Key] }, change: Change): void {
  const { declinedFrom, proposal, claim, receipt, order, disagreedAtMs, ...plain } = change;
  Object.assign(next, plain);
  if (disagreedAtMs !== undefined) next.disagreedAtMs ??= disagreedAtMs;
  if (order) {
    // Orders of earlier releases have no version, and their tickets no order at opening.
    if (order.version !== undefined) next.orderAtOpening ??= next.order;
    next.order = { ...next.order, ...order };
  }
  if (declinedFrom) next.declinedFrom = declinedFrom;
  if (declinedFrom === null) delete next.declinedFrom;
  if (proposal) next.proposal = proposal;
  if (proposal === null) delete next.proposal;
  if (receipt) next.receipt = receipt;
  if (receipt === null) delete next.receipt;
  if (claim) next.claim = claim;
  if (claim === null) delete next.claim;
}
