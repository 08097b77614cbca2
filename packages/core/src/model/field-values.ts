import type { Money } from '../values/money.js';

/** A postal address. */
export interface Address {
  readonly name: string;
  /** Required in mainland China, and in addresses without a `country`. */
  readonly phone?: string;
  /** Province, city, district: the part that remains visible when the address is masked. Required unless the country has no regions, like SG. */
  readonly region?: string;
  readonly street: string;
  readonly postcode?: string;
  /** ISO 3166-1 alpha-2 code, such as `SG`. Remains visible when the address is masked. */
  readonly country?: string;
}

/** Quantity of an order item in a request. */
export interface ItemQuantity {
  readonly itemId: string;
  readonly quantity: number;
}

/** The states in which goods can come back. Those after `used` did not come back at all. */
export const RECEIVED_STATES = ['as-agreed', 'damaged', 'used', 'other-item', 'empty', 'missing'] as const;
export type ReceivedState = (typeof RECEIVED_STATES)[number];

/** Pieces of a case, and the state in which they came back. */
export interface ReceiptLine extends ItemQuantity {
  readonly state: ReceivedState;
  /** What the shop found. */
  readonly text?: string;
  /** Ids of pictures of these pieces. */
  readonly pictures?: readonly string[];
}

/** Value of a field, on the wire and in the ticket. */
export type FieldValue =
  | string
  | number
  | boolean
  | Money
  | Address
  | readonly ItemQuantity[]
  | readonly ReceiptLine[]
  | readonly string[];
/** Field values by key. */
export type FieldValues = Readonly<Record<string, FieldValue | undefined>>;
