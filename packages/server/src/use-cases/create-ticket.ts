import type { Order } from '@sidecard/core';
import { decideCreate, type CreateTicket } from '@sidecard/core/authoring';
import type { RequestContext, ServerContext } from '../context/context.js';
import { changeBy } from '../tickets/change.js';
import { problem } from '../wire/problem.js';
import { refusalProblem } from './refusal.js';
import { findOutcome, writeOnce, type WriteKey, type WriteResult } from './write-once.js';

/** Input of a create. The order comes from the host. */
export interface CreateRequest extends Pick<CreateTicket, 'type' | 'request'> {
  readonly locale: string | undefined;
  readonly orderId: string;
  /** Included by the host's backend. */
  readonly order: Order | undefined;
}

/**
 * Creates a ticket.
 *
 * @throws ProblemError `not-found` if the order does not exist or is not the buyer's; `unavailable` if the host could not be reached; and
 *   the rules' refusals
 */
export async function createTicket(
  context: ServerContext,
  request: RequestContext,
  create: CreateRequest,
  write: WriteKey,
): Promise<WriteResult> {
  const { merchantId, buyerId, policy } = request;
  const { type, locale, orderId } = create;
  // The host is called outside the transaction, and not at all if the outcome is known.
  const known = await findOutcome(context.store, request, write);
  const order = known ? undefined : (create.order ?? (await lookUp(context, merchantId, orderId)));
  if (!known && (!order || (buyerId !== undefined && order.buyer.id !== buyerId))) throw problem('not-found');

  return writeOnce(context, request, write, async (unit) => {
    if (!order) throw problem('unavailable');
    const now = context.clock.now();
    // The counter's row is the shop's lock: no other create can change what is read after it.
    const number = await nextNumber((period) => unit.nextTicketNumber(merchantId, period), now);
    const related = await unit.ticketsOfOrders(merchantId, [order.id]);
    const command = { type, merchantId, order, request: create.request, ...(locale === undefined ? {} : { locale }) };
    const { types, newId } = context;
    const decision = decideCreate(command, request.actor, { now, types, policy, related, newId, number });
    if (!decision.ok) throw await refusalProblem(context, unit, request, decision.error);
    return { change: changeBy(decision.value, undefined, related), related };
  });
}

async function lookUp(
  { orders, report }: ServerContext,
  merchantId: string,
  orderId: string,
): Promise<Order | undefined> {
  try {
    return await orders(merchantId, orderId);
  } catch (error) {
    report(error);
    const detail = 'The order look-up failed.';
    throw problem('unavailable', { detail }, { 'Retry-After': '2' });
  }
}

/** Formats `2611-0042`: the shop's 42nd ticket in November 2026, in UTC+8. Longer if a month has more than 9,999. */
async function nextNumber(next: (period: string) => Promise<number>, nowMs: number): Promise<string> {
  const period = new Date(nowMs + 8 * 3_600_000).toISOString().slice(2, 7).replace('-', '');
  return `${period}-${String(await next(period)).padStart(4, '0')}`;
}
