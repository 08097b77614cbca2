import type { ItemQuantity, Order, TicketType } from '@sidecard/core';
import { paidForItems, requestLimits } from '@sidecard/core/authoring';
import type { FieldValue, FieldValues } from '@sidecard/core/wire';
import { contextAt, ORDER, START_MS } from './tickets.ts';
import { fillings } from './walk.ts';

const { shippedAtMs: _shipped, signedAtMs: _signed, ...unshipped } = ORDER;
const { signedAtMs: _also, ...underWay } = ORDER;

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
    if (!Array.isArray(items) || !isAmount(amount)) return request;
    return { ...request, amount: { ...amount, amountMinor: paidForItems(order, items as ItemQuantity[]) } };
  });
}

const isAmount = (value: FieldValue | undefined): value is Extract<FieldValue, { amountMinor: number }> =>
  typeof value === 'object' && 'amountMinor' in value;
