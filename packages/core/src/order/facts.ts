import type { Order, OrderItem } from '../model/order.js';
import type { Money } from '../values/money.js';

/** The times of what happens to an order, by fact. */
export const TIMES = {
  shipped: 'shippedAtMs',
  delivered: 'deliveredAtMs',
  signed: 'signedAtMs',
  confirmed: 'confirmedAtMs',
  closed: 'closedAtMs',
  cancelled: 'cancelledAtMs',
} as const satisfies Readonly<Record<string, keyof Order>>;
export type TimedFact = keyof typeof TIMES;

/** Whether a fact is the time of an event. */
export function isTimed(fact: string): fact is TimedFact {
  return Object.hasOwn(TIMES, fact);
}

/** Something that happened to an order, as reported. `atMs` is when it happened, milliseconds since the Unix epoch. */
export type OrderFactInput = { readonly atMs: number } & (
  | { readonly fact: 'shipped'; readonly carrier?: string; readonly trackingNumber?: string }
  | { readonly fact: Exclude<TimedFact, 'shipped'> }
  /** The total refunded so far for the line or, without one, for the order as a whole. */
  | { readonly fact: 'refunded-elsewhere'; readonly amount: Money; readonly itemId?: string }
  /** The lines as they are now. */
  | { readonly fact: 'amended'; readonly items: readonly [OrderItem, ...OrderItem[]] }
  | { readonly fact: 'carrier'; readonly carrier: string; readonly trackingNumber?: string }
  | { readonly fact: 'freight'; readonly amount: Money }
);

/** One contradiction in what was reported. */
export interface OrderProblem {
  /** Location in what was reported, such as `shippedAtMs` or `facts[1].amount`. */
  readonly path: string;
  /** Stable code. */
  readonly code: string;
  /** What to change, in a sentence. */
  readonly text: string;
}

/** A refused report about an order. Nothing has changed. */
export interface OrderRefusal {
  readonly code: 'order-fact-invalid';
  readonly problems: readonly OrderProblem[];
}
