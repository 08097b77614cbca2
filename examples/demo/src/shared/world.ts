import type { Labels, Order } from '@sidecard/core';
import type { FieldValues } from '@sidecard/core/wire';

/** The host's own API under `/demo`. Sidecard does not use it. */

/** The shop on the stage. The data has a second shop; open its pages with `?as=` and one of its accounts. */
export const STAGE_SHOP = 'shanyu';
/** The buyer on the stage. */
export const STAGE_BUYER = 'buyer-he';
/** The agent on the stage. */
export const STAGE_AGENT = 'shanyu-linke';
/** The platform's staff account. */
export const STAFF_ID = 'staff-3012';

/** Caps for postage, compensation and goodwill per order, in the currency's smallest unit. */
export const CAPS = { postageMinor: 10_000, compensationMinor: 50_000, goodwillMinor: 20_000 } as const;

/** A person who can sign in. */
export interface Person {
  readonly id: string;
  readonly party: 'merchant' | 'buyer' | 'staff';
  readonly main: boolean;
  readonly names: Labels;
  /** Missing for buyers. */
  readonly merchantId?: string;
  /** Initial permissions of a sub-account. */
  readonly permissions: readonly string[];
}

/** `GET /demo/me`: the signed-in account and its shop. */
export interface Me {
  readonly id: string;
  readonly names: Labels;
  readonly shop: { readonly id: string; readonly names: Labels };
  /** The shop's accounts, for the demo's account switch. Empty for buyers. */
  readonly accounts: readonly Person[];
}

/** `GET /demo/conversations`: the shop's conversations, or the buyer's one conversation with the shop. */
export interface ConversationInfo {
  readonly id: string;
  readonly buyer: { readonly id: string; readonly names: Labels };
  /** Number of the buyer's orders. */
  readonly orders: number;
  /** The buyer's orders, by id. */
  readonly recent: readonly { readonly id: string; readonly titles: readonly string[] }[];
}

/** `GET /demo/purchases`: the buyer's orders, and an example request for each ticket type. */
export interface Purchases {
  readonly orders: readonly Order[];
  readonly requests: readonly { readonly type: string; readonly orderId: string; readonly request: FieldValues }[];
}

/** `GET /demo/stage`: the pages' ports, the people's names, and which accounts may handle tasks now. */
export interface StageInfo {
  readonly ports: { readonly stage: number; readonly agent: number; readonly buyer: number; readonly staff: number };
  /** Length of one minute of the deadlines, in milliseconds. */
  readonly minuteMs: number;
  readonly accounts: readonly {
    readonly id: string;
    readonly names: Labels;
    readonly main: boolean;
    readonly mayHandle: boolean;
  }[];
  readonly buyer: Labels;
  readonly staff: Labels;
}
