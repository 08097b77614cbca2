import type { Money } from '../values/money.js';
import type { Address, ItemQuantity } from './field-values.js';

/** One line of an order. */
export interface OrderItem {
  readonly id: string;
  readonly title: string;
  /** Variant as sold: colour, size and so on. */
  readonly options?: string;
  readonly quantity: number;
  /** Amount paid for the whole line. */
  readonly paid: Money;
  readonly pictureUrl?: string;
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

/** An order, as the host knows it. All lines are in the same currency. Times are milliseconds since the Unix epoch. */
export interface Order {
  readonly id: string;
  readonly buyer: { readonly id: string; readonly name: string };
  /** The chat between the buyer and the shop. */
  readonly conversationId: string;
  readonly items: readonly [OrderItem, ...OrderItem[]];
  readonly paidAtMs: number;
  readonly shippedAtMs?: number;
  readonly signedAtMs?: number;
  /** When the buyer confirmed the order. */
  readonly confirmedAtMs?: number;
  readonly closedAtMs?: number;
  readonly carrier?: string;
  readonly trackingNumber?: string;
  readonly shipTo?: Address;
  readonly promised?: Promised;
}

/** Returns the amount paid for items of an order, in its smallest unit; unknown items count as 0. */
export function paidForItems(order: Order, chosen: readonly ItemQuantity[]): number {
  return chosen.reduce((sum, { itemId, quantity }) => {
    const item = order.items.find(({ id }) => id === itemId);
    return item ? sum + Math.floor((item.paid.amountMinor * quantity) / item.quantity) : sum;
  }, 0);
}

/** Returns the amount paid for an order. */
export function paidFor(order: Order): Money {
  return {
    amountMinor: order.items.reduce((sum, item) => sum + item.paid.amountMinor, 0),
    currency: order.items[0].paid.currency,
  };
}
