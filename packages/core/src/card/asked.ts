import type { ItemQuantity } from '../model/field-values.js';
import type { OrderItem } from '../model/order.js';
import type { Ticket } from '../model/ticket.js';
import { isMoney, type Money } from '../values/money.js';

/** What a ticket asks the shop for: money, goods, both, or neither. */
export interface Asked {
  /** Never the price of the order. */
  readonly amount?: Money;
  /** Pieces of the order’s goods. */
  readonly pieces?: number;
}

/** Returns the money of a request’s form or, without any, what the claimed commitment pays; and the number of its pieces. */
export function askedIn({ request, commitment }: Pick<Ticket, 'request' | 'commitment'>): Asked {
  const [amount = commitment?.amount] = Object.values(request).filter((value) => isMoney(value));
  const pieces = linesAsked(request).reduce((sum, { quantity }) => sum + quantity, 0);
  return { ...(amount ? { amount } : {}), ...(pieces > 0 ? { pieces } : {}) };
}

/** Returns the items of a request’s form. */
export function linesAsked({ items }: Ticket['request']): readonly ItemQuantity[] {
  return Array.isArray(items) ? (items as readonly ItemQuantity[]) : [];
}

/** Returns the item that a card names: the first that is asked about, with its quantity asked for, else the order's first. */
export function itemAsked({ request, order }: Pick<Ticket, 'request' | 'order'>): OrderItem {
  const [line] = linesAsked(request);
  const about = line && order.items.find(({ id }) => id === line.itemId);
  return about ? { ...about, quantity: line.quantity } : order.items[0];
}
