import type { Money } from '../values/money.js';
import type { Address, ItemQuantity } from './field-values.js';

/** One line of an order. */
export interface OrderItem {
  readonly id: string;
  /** Identifies the product across orders, such as its number in the shop. @default the title */
  readonly productId?: string;
  readonly title: string;
  /** Variant as sold: colour, size and so on. */
  readonly options?: string;
  readonly quantity: number;
  /** Amount paid for the whole line. */
  readonly paid: Money;
  readonly pictureUrl?: string;
  /** The part of `paid` that was refunded outside Sidecard. */
  readonly refundedElsewhere?: Money;
}

/** What the shop promised for an order: the times and the carrier that its commitments refer to. */
export interface Promised {
  /** When the goods must be handed to the carrier. */
  readonly shipByMs?: number;
  /** When the goods must be delivered. */
  readonly deliverByMs?: number;
  /** The carrier that must deliver them. */
  readonly carrier?: string;
  /** End of the period for returns without a fault (exclusive). */
  readonly returnUntilMs?: number;
  /** End of the period for a resend of goods damaged in transit (exclusive). */
  readonly resendUntilMs?: number;
}

/** What can happen to an order outside Sidecard. */
export const ORDER_FACTS = [
  'shipped',
  'delivered',
  'signed',
  'confirmed',
  'closed',
  'cancelled',
  'refunded-elsewhere',
  'amended',
  'carrier',
  'freight',
] as const;
export type OrderFactName = (typeof ORDER_FACTS)[number];

/** Something that changed an order: what, when, and who reported it. */
export interface OrderFact {
  /** `redirected`: the address changed. */
  readonly fact: OrderFactName | 'redirected';
  /** When it happened. */
  readonly atMs: number;
  /** Who reported it: `host`, `look-up` or `sidecard`. At most 60 characters. */
  readonly source: string;
  /** When it was reported. */
  readonly toldAtMs: number;
  /** The line that it is about, if it is not about the whole order. */
  readonly itemId?: string;
  /** The address before a ticket changed it. The host's systems may report it for a while. */
  readonly from?: Address;
}

/** How many of an order's latest facts are kept. */
export const MAX_ORDER_FACTS = 50;

/** An order, as the host knows it. All lines are in the same currency. Times are milliseconds since the Unix epoch. */
export interface Order {
  readonly id: string;
  /** Number of changes, from 1. Missing in orders that an earlier release stored. */
  readonly version?: number;
  readonly buyer: { readonly id: string; readonly name: string };
  /** The chat between the buyer and the shop. */
  readonly conversationId: string;
  readonly items: readonly [OrderItem, ...OrderItem[]];
  readonly paidAtMs: number;
  readonly shippedAtMs?: number;
  readonly deliveredAtMs?: number;
  readonly signedAtMs?: number;
  /** When the buyer confirmed the order. */
  readonly confirmedAtMs?: number;
  readonly closedAtMs?: number;
  readonly cancelledAtMs?: number;
  readonly carrier?: string;
  readonly trackingNumber?: string;
  readonly shipTo?: Address;
  readonly promised?: Promised;
  /** Postage that the buyer paid in addition to the items. */
  readonly freight?: Money;
  /** Refunded outside Sidecard for the whole order, not for one of its lines. */
  readonly refundedElsewhere?: Money;
  /** The latest changes, oldest first; at most {@link MAX_ORDER_FACTS}. */
  readonly facts?: readonly OrderFact[];
}

/** Returns the amount paid for items of an order, in its smallest unit; unknown items count as 0. */
export function paidForItems(order: Order, chosen: readonly ItemQuantity[]): number {
  return chosen.reduce((sum, { itemId, quantity }) => {
    const item = order.items.find(({ id }) => id === itemId);
    if (!item) return sum;
    // The order may have been reduced since the items were chosen.
    return sum + Math.floor((item.paid.amountMinor * Math.min(quantity, item.quantity)) / item.quantity);
  }, 0);
}

/** Returns the amount paid for an order. */
export function paidFor(order: Order): Money {
  return {
    amountMinor: order.items.reduce((sum, item) => sum + item.paid.amountMinor, 0),
    currency: order.items[0].paid.currency,
  };
}

/** Returns what can still be refunded for an order: the amount paid, less everything refunded outside Sidecard; never below 0. */
export function refundableFor(order: Order): Money {
  const { amountMinor: paid, currency } = paidFor(order);
  return { amountMinor: Math.max(0, paid - refundedElsewhere(order)), currency };
}

/** Returns the amount refunded outside Sidecard, in the smallest unit of the order's currency. */
export function refundedElsewhere({ items, refundedElsewhere: whole }: Order): number {
  return items.reduce((sum, line) => sum + (line.refundedElsewhere?.amountMinor ?? 0), whole?.amountMinor ?? 0);
}
