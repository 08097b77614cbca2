import type { Order, TicketType } from '@sidecard/core';
import { requestLimits } from '@sidecard/core/authoring';
import type { FieldValues } from '@sidecard/core/wire';
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
  return fillings(type.request, requestLimits(type, order, contextAt(START_MS)));
}
