import type { Money } from '../values/money.js';

/** A postal address as people write it down: who, by which telephone, and where. */
export interface Address {
  readonly name: string;
  readonly phone: string;
  /** Province, city, district: what may be shown to whoever must not see the whole. */
  readonly region: string;
  readonly street: string;
  readonly postcode?: string;
}

/** How many of one order item a request is about. */
export interface ItemQuantity {
  readonly itemId: string;
  readonly quantity: number;
}

/** What a field can hold, on the wire and in the ticket. */
export type FieldValue = string | number | boolean | Money | Address | readonly ItemQuantity[] | readonly string[];
/** Filled fields by key. */
export type FieldValues = Readonly<Record<string, FieldValue | undefined>>;
