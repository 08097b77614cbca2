import type { Ticket, TicketEvent } from '@sidecard/core/authoring';
import type { StaffMessage } from '@sidecard/core/wire';
import { commitChanges } from '../commit/commit.js';
import type { RequestContext, ServerContext } from '../context/context.js';
import type { IdempotencyRecord, OrderWrite, StreamHead, TicketWithRelated, WriteOutcome } from '../storage/records.js';
import type { TicketReads, UnitOfWork } from '../storage/store.js';
import type { Change } from '../tickets/change.js';
import { afterChanges } from '../tickets/order.js';
import { usesOf } from '../tickets/pictures.js';
import { problem, ProblemError } from '../wire/problem.js';

/** Identifies a repeated write. */
export type WriteKey = Pick<IdempotencyRecord, 'key' | 'fingerprint'>;

/** Result of a write: everything in its answer. */
export interface WriteResult {
  readonly ticket: Ticket;
  readonly related: readonly Ticket[];
  /** Head of the account's own stream after the write. */
  readonly head: StreamHead;
  readonly event: TicketEvent;
  readonly message: StaffMessage | undefined;
  /** Whether it was executed before, under the same key. */
  readonly replayed: boolean;
}

/** What a write does, as decided inside the transaction. */
export interface Decided {
  readonly change: Change;
  /** The change of a linked ticket that is opened in the same step. */
  readonly spawned?: Change | undefined;
  /** Changes of the order's other tickets, whose order is the same. */
  readonly others?: readonly Change[];
  readonly orders?: readonly OrderWrite[];
  /** Ids of the locked pictures that the events may use. */
  readonly pictures: readonly string[];
  readonly related: readonly Ticket[];
}

/**
 * Executes a write once, no matter how often it is sent: returns the earlier outcome of its key, or decides and commits ticket, events,
 * deadlines, deliveries and key together.
 *
 * @param decide - decides inside the transaction. If it throws a ProblemError, that is the answer, and nothing is stored.
 * @param ticketId - a ticket to lock first, together with the other tickets of its order, because they share its budgets
 * @throws ProblemError `idempotency-key-reused` if the key was used for another request
 */
export async function writeOnce(
  context: ServerContext,
  request: RequestContext,
  write: WriteKey,
  decide: (unit: UnitOfWork, known: TicketWithRelated | undefined) => Promise<Decided>,
  ticketId?: string,
): Promise<WriteResult> {
  const { result, hints, commit } = await context.store.transaction(request.merchantId, async (unit) => {
    const key = { merchantId: request.merchantId, principalKey: request.principalKey, key: write.key };
    const known = ticketId === undefined ? undefined : await unit.lockTicket(request, ticketId, key);
    const earlier = known ? sameWrite(known.earlier, write) : await findOutcome(unit, request, write);
    if (earlier) return { result: await replay(context, unit, request, earlier), hints: [], commit: undefined };

    let decided: Decided;
    try {
      decided = await decide(unit, known);
    } catch (error) {
      // The same write, made on another server meanwhile, can be what refuses this one.
      const made = error instanceof ProblemError ? await findOutcome(unit, request, write) : undefined;
      if (!made) throw error;
      return { result: await replay(context, unit, request, made), hints: [], commit: undefined };
    }
    const { change, spawned, others = [], orders, pictures, related } = decided;
    const { ticket, events } = change.after;
    // A split of the ticket precedes what the command itself does.
    const event = change.events.at(-1);
    if (!event) throw new TypeError('The decision has no event.');
    const {
      advanced,
      hints: after,
      lines,
    } = await commitChanges(context, unit, {
      changes: [change, ...(spawned ? [spawned] : []), ...others],
      orders,
      pictures: usesOf([change, ...(spawned ? [spawned] : [])], pictures),
      idempotency: {
        ...{ merchantId: request.merchantId, principalKey: request.principalKey, ...write },
        ticketId: ticket.id,
        eventPosition: events,
        messageId: event.message?.id,
      },
      policyOf: () => request.policy,
      atMs: event.atMs,
      asker: request,
    });
    const own = advanced.find(
      ({ merchantId, stream }) => merchantId === request.merchantId && stream === request.stream,
    );
    const head = own ?? (await unit.streamHead(request, context.newId));
    const siblings = afterChanges(related, others);
    const { message } = event;
    return {
      result: {
        ticket,
        related: spawned ? [...siblings, spawned.after.ticket] : siblings,
        head,
        event,
        message,
        replayed: false,
      },
      hints: after,
      // What changes other tickets too is read by their streams.
      commit:
        spawned || others.length > 0
          ? undefined
          : {
              ...{ lines, tickets: [ticket], related: siblings, policy: request.policy },
              messages: message ? [message] : [],
            },
    };
  });
  if (commit) context.localCommits.publish(commit);
  for (const hint of hints) context.bus.publish(hint);
  context.metrics.commands.add([result.event.kind, result.replayed ? 'replayed' : 'done']);
  return result;
}

/**
 * Finds the outcome of an earlier write.
 *
 * @throws ProblemError `idempotency-key-reused` if the key was used for another request
 */
export async function findOutcome(
  reads: TicketReads,
  request: RequestContext,
  write: WriteKey,
): Promise<WriteOutcome | undefined> {
  return sameWrite(await reads.findIdempotencyRecord(request, write.key), write);
}

function sameWrite(record: IdempotencyRecord | undefined, { fingerprint }: WriteKey): WriteOutcome | undefined {
  if (record && record.fingerprint !== fingerprint) throw problem('idempotency-key-reused');
  return record;
}

async function replay(
  { newId }: ServerContext,
  unit: UnitOfWork,
  request: RequestContext,
  { ticketId, eventPosition }: WriteOutcome,
): Promise<WriteResult> {
  const head = await unit.streamHead(request, newId);
  const known = await unit.findTicket(request, ticketId);
  const event = await unit.findEvent(request.merchantId, ticketId, eventPosition);
  if (!known || !event) throw problem('not-found');
  const { found, related } = known;
  return { ticket: found.ticket, related, head, event, message: event.message, replayed: true };
}
