import type { StaffMessage, Ticket, TicketEvent } from '@sidecard/core';
import type { Caller } from '../auth/caller.js';
import type { Write } from '../http/write.js';
import { problem } from '../http/problem.js';
import type { Db } from '../services.js';
import type { ServerParts } from '../server-parts.js';
import { findOutcome, type WriteOutcome } from '../storage/idempotency.js';
import { advancedHead, headOf, type StreamHead } from '../storage/streams.js';
import { findEvent, findWithRelated } from '../storage/tickets.js';
import type { TicketChange } from './change.js';
import { commitChanges } from './commit.js';
import { transact } from './transact.js';

/** What a write comes to: all that its answer is made of. */
export interface Carried {
  readonly ticket: Ticket;
  readonly related: readonly Ticket[];
  /** Where the caller's own stream stands with it. */
  readonly head: StreamHead;
  readonly event: TicketEvent;
  readonly message: StaffMessage | undefined;
  /** It was carried out before, under the same key. */
  readonly replayed: boolean;
}

/** What is to happen, as worked out inside the transaction. */
export interface Decided {
  readonly change: TicketChange;
  /** Of a ticket that is opened in the same step. */
  readonly beside?: TicketChange | undefined;
  readonly related: readonly Ticket[];
}

/**
 * Carries out a write once, however often it comes: finds the earlier outcome under its key, else works it out and commits ticket, events,
 * timers, deliveries and key together.
 *
 * @param work - decides inside the transaction; a ProblemError that it throws is the answer, and nothing is kept of it
 */
export async function carryOut(
  parts: ServerParts,
  caller: Caller,
  write: Write,
  work: (tx: Db) => Promise<Decided>,
): Promise<Carried> {
  const policy = await parts.policyOf(caller.merchantId);
  const { carried, hints } = await transact(parts, caller.merchantId, async (tx) => {
    const earlier = await findOutcome(tx, caller, write);
    if (earlier) return { carried: await replay(parts, tx, caller, earlier), hints: [] };

    const { change, beside, related } = await work(tx);
    const { ticket, events } = change.after;
    const [event] = change.events;
    if (!event) throw new TypeError('A decision without an event.');
    const outcome = {
      ticketId: ticket.id,
      eventPosition: events - change.events.length + 1,
      messageId: event.message?.id,
    };
    const { advanced, hints: after } = await commitChanges(parts, tx, {
      changes: beside ? [change, beside] : [change],
      kept: { writer: caller, write, outcome },
      policyOf: () => policy,
      atMs: event.atMs,
    });
    const head =
      advancedHead(advanced, caller.merchantId, caller.stream) ??
      (await headOf(tx, caller.merchantId, caller.stream, parts.newId));
    const others = beside ? [...related, beside.after.ticket] : related;
    return { carried: { ticket, related: others, head, event, message: event.message, replayed: false }, hints: after };
  });
  for (const hint of hints) parts.bus.publish(hint);
  return carried;
}

async function replay(parts: ServerParts, tx: Db, caller: Caller, outcome: WriteOutcome): Promise<Carried> {
  const head = await headOf(tx, caller.merchantId, caller.stream, parts.newId);
  const known = await findWithRelated(tx, caller.scope, outcome.ticketId);
  const event = await findEvent(tx, caller.merchantId, outcome.ticketId, outcome.eventPosition);
  if (!known || !event) throw problem('not-found');
  return { ticket: known.found.ticket, related: known.related, head, event, message: event.message, replayed: true };
}
