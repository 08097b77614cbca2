import { decideCreate, type CreateTicket, type Order } from '@sidecard/core';
import { sql } from 'kysely';
import type { Caller } from '../auth/caller.js';
import { problem } from '../http/problem.js';
import type { Write } from '../http/write.js';
import type { ServerParts } from '../server-parts.js';
import type { Db } from '../services.js';
import { findOutcome } from '../storage/idempotency.js';
import { ticketsOfOrders } from '../storage/tickets.js';
import { carryOut, type Carried } from './carry-out.js';
import { changeBy } from './change.js';
import { refusalProblem } from './refusal.js';

/** What a create names; the order comes from the host. */
export interface CreateRequest extends Pick<CreateTicket, 'type' | 'request'> {
  readonly locale: string | undefined;
  readonly orderId: string;
  /** Brought by the host's backend itself. */
  readonly order: Order | undefined;
}

/**
 * Creates a ticket.
 *
 * @throws ProblemError `not-found` when there is no such order, or it is not the buyer's; `unavailable` when the host could not be asked;
 *   whatever the rules refuse with
 */
export async function createTicket(
  parts: ServerParts,
  caller: Caller,
  { type, request, locale, orderId, order: brought }: CreateRequest,
  write: Write,
): Promise<Carried> {
  const { merchantId } = caller;
  const policy = await parts.policyOf(merchantId);
  // The host is asked outside the transaction, and not at all when the answer is known.
  const known = await findOutcome(parts.db, caller, write);
  const order = known ? undefined : (brought ?? (await lookUp(parts, merchantId, orderId)));
  if (!known && (!order || (caller.scope.buyerId !== undefined && order.buyer.id !== caller.scope.buyerId))) {
    throw problem('not-found');
  }
  return carryOut(parts, caller, write, async (tx) => {
    if (!order) throw problem('unavailable');
    const now = parts.clock.now();
    // The counter's row is the shop's lock: what is read after it, no other server is about to change by a create.
    const number = await nextNumber(tx, merchantId, now);
    const related = await ticketsOfOrders(tx, merchantId, [order.id]);
    const command = { type, merchantId, order, request, ...(locale === undefined ? {} : { locale }) };
    const decision = decideCreate(command, caller.actor, {
      now,
      types: parts.types,
      policy,
      related,
      newId: parts.newId,
      number,
    });
    if (!decision.ok) throw await refusalProblem(parts, tx, caller, decision.error, policy);
    return { change: changeBy(decision.value, undefined, related), related };
  });
}

async function lookUp(parts: ServerParts, merchantId: string, orderId: string): Promise<Order | undefined> {
  try {
    return await parts.orders(merchantId, orderId);
  } catch (error) {
    parts.report(error);
    throw problem('unavailable', { detail: 'The shop could not be asked about the order.' }, { 'Retry-After': '2' });
  }
}

/** `2611-0042`: the 42nd ticket of the shop in November 2026, by the calendar of UTC+8. Longer when a month has more than 9,999. */
async function nextNumber(tx: Db, merchantId: string, nowMs: number): Promise<string> {
  const period = new Date(nowMs + 8 * 3_600_000).toISOString().slice(2, 7).replace('-', '');
  const { value } = await tx
    .insertInto('ticket_number')
    .values({ merchant_id: merchantId, period, value: 1 })
    .onConflict((conflict) =>
      conflict.columns(['merchant_id', 'period']).doUpdateSet({ value: sql<number>`ticket_number.value + 1` }),
    )
    .returning('value')
    .executeTakeFirstOrThrow();
  return `${period}-${String(value).padStart(4, '0')}`;
}
