import type { Labels, Order } from '@sidecard/core';
import type { FieldValues } from '@sidecard/core/wire';

/** What the shop's own backend tells its own pages; Sidecard has no part in it. */

/** The one shop that the stage shows. The data have a second one, whose pages open with `?as=` one of its accounts. */
export const STAGE_SHOP = 'shanyu';
/** The buyer on the stage. */
export const STAGE_BUYER = 'buyer-he';
/** The agent on the stage. */
export const STAGE_AGENT = 'shanyu-linke';
/** The platform's own. */
export const STAFF_ID = 'staff-3012';

/** What an order's tickets may give beside refunds, in the smallest unit of its currency. The shops' policy, and what their own pages know of it. */
export const CAPS = { postageMinor: 10_000, compensationMinor: 50_000 } as const;

/** Somebody who can sign in. */
export interface Person {
  readonly id: string;
  readonly party: 'merchant' | 'buyer' | 'staff';
  readonly main: boolean;
  readonly names: Labels;
  /** A buyer has none of their own. */
  readonly merchantId?: string;
  /** What a sub-account may do from the start, by the main account's word. */
  readonly permissions: readonly string[];
}

/** `GET /demo/me`: who the page's token belongs to, and the shop it is about. */
export interface Me {
  readonly id: string;
  readonly names: Labels;
  readonly shop: { readonly id: string; readonly names: Labels };
  /** The shop's accounts, for the switch of the demo. Merchant's accounts only. */
  readonly accounts: readonly Person[];
}

/** `GET /demo/conversations`: who the shop talks with; or for a buyer, the one conversation with the shop. */
export interface ConversationInfo {
  readonly id: string;
  readonly buyer: { readonly id: string; readonly names: Labels };
  /** How many orders the buyer has placed. */
  readonly orders: number;
}

/** `GET /demo/purchases`: what the buyer has bought, and for each type of ticket something to ask for about one of the orders. */
export interface Purchases {
  readonly orders: readonly Order[];
  readonly requests: readonly { readonly type: string; readonly orderId: string; readonly request: FieldValues }[];
}

/** `GET /demo/stage`: where the pages are, who the people are, and who of the shop may handle tasks just now. */
export interface StageInfo {
  readonly ports: { readonly stage: number; readonly agent: number; readonly buyer: number; readonly staff: number };
  /** How long a minute of the deadlines lasts, in milliseconds. */
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
