import type { Order } from '@sidecard/core';
import { decideOrder, orderDifference, type OrderEventContext, orderOfTickets } from '@sidecard/core/server';
import type { Hint } from '../bus/bus.js';
import { commitChanges, type Changes } from '../commit/commit.js';
import type { RequestContext, ServerContext } from '../context/context.js';
import { lineOf } from '../schemas/check.js';
import type { LockedOrder } from '../storage/records.js';
import type { TicketReads, UnitOfWork } from '../storage/store.js';
import { currentOrder, orderChanges } from '../tickets/order.js';
import { problem, type ProblemError, problemOf } from '../wire/problem.js';

/** Returns the order as it is stored: its record, or the order of tickets that an earlier release stored. */
export async function findOrder(reads: TicketReads, merchantId: string, orderId: string): Promise<Order | undefined> {
  return (
    (await reads.findOrder(merchantId, orderId)) ?? orderOfTickets(await reads.ticketsOfOrders(merchantId, [orderId]))
  );
}

/**
 * Looks up an order at the host.
 *
 * @returns `undefined` if the host does not know it, or has no look-up
 * @throws ProblemError `unavailable`
 */
export async function lookUpOrder(
  context: ServerContext,
  merchantId: string,
  orderId: string,
): Promise<Order | undefined> {
  try {
    return await context.orders(merchantId, orderId);
  } catch (error) {
    throw lookUpFailed(context, error);
  }
}

function lookUpFailed({ report }: ServerContext, error: unknown): ProblemError {
  report(error);
  return problem('unavailable', { detail: 'The order look-up failed.' }, { 'Retry-After': '2' });
}

/** Whose order it is, with the merchant's policy. */
type ForMerchant = Pick<RequestContext, 'merchantId' | 'policy'>;

/** What the host says about an order: in its request, or when it is looked up. */
export interface Told {
  readonly order: Order | undefined;
  readonly from: 'host' | 'look-up';
}

/**
 * Brings an order's record and its tickets up to date, in a transaction of its own. An order that is not stored yet is only checked. If a
 * look-up contradicts what is known, that is reported and the order stays as it is: the host's fault must not block its tickets.
 *
 * @param told - what the host says; without an order, the tickets follow the record
 * @returns the order as it is
 * @throws ProblemError `order-fact-invalid` if a request contradicts what is known or itself; `unavailable` if the look-up of an unknown
 *   order contradicts itself
 */
export async function syncOrder(
  context: ServerContext,
  request: ForMerchant,
  orderId: string,
  told: Told,
): Promise<Order | undefined> {
  const { store, clock } = context;
  const { merchantId } = request;
  const [record, tickets] = await Promise.all([
    store.findOrder(merchantId, orderId),
    store.ticketsOfOrders(merchantId, [orderId]),
  ]);
  const known = record ?? orderOfTickets(tickets);
  const before = decided(context, request, known, told);
  const isCurrent = !before?.changed && tickets.every(({ order }) => before && !differs(order, before.order));
  if (isCurrent || !known) return before?.order;

  const { order, hints } = await store.transaction(merchantId, async (unit) => {
    const locked = await unit.lockOrder(merchantId, orderId);
    const now = clock.now();
    const decision = decided(context, request, currentOrder(locked), told);
    if (!decision) return { order: undefined, hints: [] };
    const by = { party: 'host', accountId: told.from, name: '' } as const;
    return storeOrder(context, unit, request, { locked, order: decision.order, by, now });
  });
  for (const hint of hints) context.bus.publish(hint);
  return order;
}

function differs(before: Order, after: Order): boolean {
  return orderDifference(before, after).some((name) => after[name] !== undefined);
}

function decided(
  context: ServerContext,
  { merchantId }: ForMerchant,
  known: Order | undefined,
  { order: told, from }: Told,
): { readonly order: Order; readonly changed: boolean } | undefined {
  if (!told) return known && { order: known, changed: false };
  const isLookedUp = from === 'look-up';
  const decision = decideOrder(known, told, { now: context.clock.now(), source: from, isLookedUp });
  if (decision.ok) return decision.value;
  if (!isLookedUp) throw problemOf(decision.error);
  const lines = decision.error.problems.map(lineOf).join(' ');
  const refused = `The look-up of order ${told.id} of ${merchantId} was refused. ${lines}`;
  if (!known) throw lookUpFailed(context, new Error(refused));
  context.report(new Error(`${refused} The order stays as it was.`));
  return { order: known, changed: false };
}

/** What to store about an order. */
interface ToStore extends Pick<OrderEventContext, 'by' | 'now'>, Pick<Changes, 'idempotency'> {
  readonly locked: LockedOrder;
  readonly order: Order;
}

/** Stores an order with the events of its tickets. Call it last in a transaction. */
export async function storeOrder(
  context: ServerContext,
  unit: UnitOfWork,
  { merchantId, policy }: ForMerchant,
  { locked, order, by, now, idempotency }: ToStore,
): Promise<{ readonly order: Order; readonly hints: readonly Hint[] }> {
  const { changes, orders } = orderChanges(merchantId, locked, order, {
    ...{ by, now, policy },
    ...{ types: context.types, newId: context.newId },
  });
  const { hints } = await commitChanges(context, unit, {
    ...{ changes, orders, idempotency },
    policyOf: () => policy,
    atMs: now,
  });
  return { order: orders[0]?.order ?? order, hints };
}
