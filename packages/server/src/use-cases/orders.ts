import type { Order, OrderFactInput } from '@sidecard/core';
import { decideOrder } from '@sidecard/core/server';
import type { OrderAnswer } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';
import { mendOrder } from '../orders/mend-order.js';
import type { TicketReads } from '../storage/store.js';
import { currentOrder } from '../tickets/order.js';
import { invalid, invalidPart, problem, problemOf } from '../wire/problem.js';
import { findOrder, storeOrder } from './sync-order.js';
import { findOutcome, type WriteKey } from './write-once.js';

/** An answer about an order, and whether the write was executed before, under the same key. */
export interface OrderResult {
  readonly answer: OrderAnswer;
  readonly replayed: boolean;
}

/**
 * Reads an order.
 *
 * @throws ProblemError `not-found`
 */
export function readOrder({ store }: ServerContext, request: RequestContext, id: string): Promise<OrderAnswer> {
  return answerOf(store, request, id);
}

async function answerOf(reads: TicketReads, { merchantId }: RequestContext, id: string): Promise<OrderAnswer> {
  const order = await findOrder(reads, merchantId, id);
  if (!order) throw problem('not-found');
  return { order };
}

/**
 * Stores an order as the host has it.
 *
 * @throws ProblemError `body-invalid` if its identity or money is wrong; `order-fact-invalid` if it contradicts itself or what is known
 */
export async function putOrder(
  context: ServerContext,
  request: RequestContext,
  id: string,
  values: Readonly<Record<string, unknown>>,
  write: WriteKey,
): Promise<OrderResult> {
  const read = mendOrder({ id, ...values });
  if (!read.ok) throw invalid(...read.problems);
  if (read.order.id !== id) throw invalidPart('id', 'Must be the id in the path.');
  const { answer, replayed } = await record(context, request, id, read.order, write);
  return { answer: { ...answer, mended: read.mended }, replayed };
}

/**
 * Records facts about an order, all or none.
 *
 * @throws ProblemError `not-found` if the order is unknown; `order-fact-invalid` if a fact is impossible or contradicts what is known
 */
export function recordFacts(
  context: ServerContext,
  request: RequestContext,
  id: string,
  facts: readonly OrderFactInput[],
  write: WriteKey,
): Promise<OrderResult> {
  return record(context, request, id, facts, write);
}

async function record(
  context: ServerContext,
  request: RequestContext,
  id: string,
  told: Order | readonly OrderFactInput[],
  write: WriteKey,
): Promise<OrderResult> {
  const { merchantId, principalKey, actor } = request;
  const by = { party: actor.party, accountId: actor.accountId, name: actor.name };
  const { result, hints } = await context.store.transaction(merchantId, async (unit) => {
    if (await findOutcome(unit, request, write)) {
      return { result: { answer: await answerOf(unit, request, id), replayed: true }, hints: [] };
    }
    const locked = await unit.lockOrder(merchantId, id);
    const now = context.clock.now();
    const known = currentOrder(locked);
    if (!known && 'length' in told) throw problem('not-found');
    const decision = decideOrder(known, told, { now, source: 'host' });
    if (!decision.ok) throw problemOf(decision.error);
    const idempotency = {
      ...{ merchantId, principalKey, ...write },
      ...{ ticketId: '', eventPosition: 0, messageId: undefined },
    };
    const { order } = decision.value;
    const written = await storeOrder(context, unit, request, { locked, order, by, now, idempotency });
    return { result: { answer: { order: written.order }, replayed: false }, hints: written.hints };
  });
  for (const hint of hints) context.bus.publish(hint);
  return result;
}
