import type { Money } from '../values/money.js';
import type { Address, ItemQuantity } from './field-values.js';

/** One line of an order. */
export interface OrderItem {
  readonly id: string;
  readonly title: string;
  /** Colour, size and the like, as sold. */
  readonly options?: string;
  readonly quantity: number;
  /** What was paid for the whole line. */
  readonly paid: Money;
  readonly pictureUrl?: string;
}

/** What the shop promised the buyer with an order: the moments and the carrier that its commitments are measured by. */
export interface Promised {
  /** Until when the goods are to be handed to the carrier. */
  readonly shipByMs?: number;
  /** Until when they are to be delivered. */
  readonly deliverByMs?: number;
  /** By whom they are to be carried. */
  readonly carrier?: string;
  /** When the time ends in which goods can be returned without a fault (exclusive). */
  readonly returnUntilMs?: number;
  /** When the time ends in which a resend can be asked for what was damaged on the way (exclusive). */
  readonly resendUntilMs?: number;
}

/** What the host knows of an order. Every line is paid in the same currency. Times are milliseconds since the Unix epoch. */
export interface Order {
  readonly id: string;
  readonly buyer: { readonly id: string; readonly name: string };
  /** The chat between this buyer and the shop. */
  readonly conversationId: string;
  readonly items: readonly [OrderItem, ...OrderItem[]];
  readonly paidAtMs: number;
  readonly shippedAtMs?: number;
  readonly signedAtMs?: number;
  /** When the buyer confirmed that the order is as it should be. */
  readonly confirmedAtMs?: number;
  readonly closedAtMs?: number;
  readonly carrier?: string;
  readonly trackingNumber?: string;
  readonly shipTo?: Address;
  readonly promised?: Promised;
}

/** What was paid for some items of an order, in its smallest unit; an item that it does not have cost nothing. */
export function paidForItems(order: Order, chosen: readonly ItemQuantity[]): number {
  return chosen.reduce((sum, { itemId, quantity }) => {
    const item = order.items.find(({ id }) => id === itemId);
    return item ? sum + Math.floor((item.paid.amountMinor * quantity) / item.quantity) : sum;
  }, 0);
}

/** What was paid for an order, in its currency. */
export function paidFor(order: Order): Money {
  return {
    amountMinor: order.items.reduce((sum, item) => sum + item.paid.amountMinor, 0),
    currency: order.items[0].paid.currency,
  };
}
