import { BUILT_IN_COMMITMENTS, DAY_MS, type ItemQuantity, type Order, type TicketType } from '@sidecard/core';
import { type DecideContext, paidForItems, requestLimits, type Ticket } from '@sidecard/core/authoring';
import type { FieldValue, FieldValues } from '@sidecard/core/wire';
import { contextAt, created, intervening, ORDER, START_MS } from './tickets.ts';
import { fillings } from './walk.ts';

const HOUR_MS = 3_600_000;
const { shippedAtMs: _shipped, signedAtMs: _signed, ...unshipped } = ORDER;
const { signedAtMs: _also, ...underWay } = ORDER;

/** What the orders of the tests let a buyer claim. */
export const LATE = { commitment: 'ship-by', reason: 'shipped-late' };

/** The order as it can stand: not sent, on its way, signed for. */
export const ORDERS: readonly Order[] = [unshipped, underWay, ORDER];

/** An order for which a ticket of the type can be opened, the furthest of those. */
export function orderFor(type: TicketType): Order {
  const found = [...ORDERS].reverse().find((order) => !type.refuses?.(order, contextAt(START_MS)));
  if (!found) throw new Error(`no order suits ${type.key}`);
  return found;
}

/** Every valid request of a type that matters: each mix of its boxes, and one sample of the rest. */
export function requestsFor(type: TicketType, order: Order = orderFor(type)): readonly FieldValues[] {
  const requests = fillings(type.request, requestLimits(type, order, contextAt(START_MS)));
  // The whole of the chosen pieces, so that a part of it is less.
  return requests.map((request) => {
    const { items, amount } = request;
    if (type.key === 'commitment-claim') return { ...request, ...LATE };
    if (!Array.isArray(items) || !isAmount(amount)) return request;
    return { ...request, amount: { ...amount, amountMinor: paidForItems(order, items as ItemQuantity[]) } };
  });
}

/** A claim that needed a failed negotiation: the order came late, is closed, and another request for it was declined. */
export function negotiatedClaim(context: DecideContext): Ticket {
  const { promised, ...rest } = ORDER;
  const deliverByMs = START_MS - 2 * DAY_MS;
  const order = { ...rest, promised: { ...promised, deliverByMs }, closedAtMs: START_MS - HOUR_MS };
  const fixed = { kind: 'fixed', amount: { amountMinor: 800, currency: 'CNY' } } as const;
  const commitments = BUILT_IN_COMMITMENTS.map((one) =>
    one.key === 'deliver-by' ? { ...one, compensation: fixed } : one,
  );
  return created(
    { type: 'commitment-claim', order, request: { commitment: 'deliver-by', reason: 'delivered-late' } },
    { ...context, policy: { ...context.policy, commitments }, related: [intervening()] },
  ).ticket;
}

const isAmount = (value: FieldValue | undefined): value is Extract<FieldValue, { amountMinor: number }> =>
  typeof value === 'object' && 'amountMinor' in value;
