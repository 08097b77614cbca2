import type { Address, OrderItem, Permission } from '@sidecard/core';
import type { FieldValues } from '@sidecard/core/wire';

/** The demo's data in one language: `orders.zh-CN.json` or `orders.en.json`. Ids are the same in both. */
export interface DemoData {
  readonly locale: 'zh-CN' | 'en';
  readonly merchants: readonly DemoMerchant[];
  readonly staff: { readonly id: string; readonly name: string };
  readonly orders: readonly DemoOrder[];
  /** Some conversations have no ticket: agents also answer questions before a sale. */
  readonly conversations: readonly DemoConversation[];
}

/** A shop: its accounts, return addresses and commitments. */
export interface DemoMerchant {
  readonly id: string;
  readonly name: string;
  readonly accounts: readonly DemoAccount[];
  readonly returnAddresses: readonly Address[];
  /** Time zone and service commitments, in the format of the server's `readShopCommitments`. */
  readonly promises: unknown;
}

/** An account of a shop. A main account holds every permission, whatever the list says. */
export interface DemoAccount {
  readonly id: string;
  readonly name: string;
  readonly main: boolean;
  readonly permissions: readonly Permission[];
}

/** An order as core defines it, with times in hours before the start of the demo. Negative times are in the future. */
export interface DemoOrder {
  readonly id: string;
  readonly merchantId: string;
  readonly buyer: { readonly id: string; readonly name: string };
  readonly conversationId: string;
  readonly items: readonly OrderItem[];
  readonly paidAgoHours: number;
  readonly shippedAgoHours?: number;
  readonly signedAgoHours?: number;
  readonly confirmedAgoHours?: number;
  readonly closedAgoHours?: number;
  readonly carrier?: string;
  readonly trackingNumber?: string;
  readonly shipTo: Address;
  readonly promised: DemoPromises;
}

/** What the shop promised for an order. */
export interface DemoPromises {
  readonly shipByAgoHours?: number;
  readonly deliverByAgoHours?: number;
  readonly carrier?: string;
  readonly returnUntilAgoHours?: number;
  readonly resendUntilAgoHours?: number;
}

/** A chat between a buyer and a shop, with its messages, oldest first. */
export interface DemoConversation {
  readonly id: string;
  readonly merchantId: string;
  readonly buyer: { readonly id: string; readonly name: string };
  readonly messages: readonly DemoMessage[];
}

/** A chat message. */
export interface DemoMessage {
  /** `buyer`, or the id of the shop's account. */
  readonly from: string;
  /** Minutes before the start of the demo. */
  readonly minutesAgo: number;
  readonly text: string;
}

/** Example requests, which the buyer's form proposes: `requests.zh-CN.json` or `requests.en.json`. */
export interface DemoRequests {
  readonly locale: 'zh-CN' | 'en';
  readonly requests: readonly DemoRequest[];
}

/** A request of one type for one order. */
export interface DemoRequest {
  readonly type: string;
  readonly orderId: string;
  readonly request: FieldValues;
}
