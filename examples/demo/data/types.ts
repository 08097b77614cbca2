import type { Address, OrderItem, Permission } from '@sidecard/core';
import type { FieldValues } from '@sidecard/core/wire';

/** The demonstration's world in one language: `orders.zh-CN.json`, `orders.en.json`. Ids are the same in both. */
export interface DemoData {
  readonly locale: 'zh-CN' | 'en';
  readonly merchants: readonly DemoMerchant[];
  readonly staff: { readonly id: string; readonly name: string };
  readonly orders: readonly DemoOrder[];
  /** Most, but not all, come to have a ticket: agents answer questions before a sale too. */
  readonly conversations: readonly DemoConversation[];
}

/** A shop, its logins, where it takes returns, and what it promises. */
export interface DemoMerchant {
  readonly id: string;
  readonly name: string;
  readonly accounts: readonly DemoAccount[];
  readonly returnAddresses: readonly Address[];
  /** Its time zone and its service commitments, as `readShopCommitments` of the server reads them. */
  readonly promises: unknown;
}

/** A login of a shop. A main account holds every permission, whatever is listed. */
export interface DemoAccount {
  readonly id: string;
  readonly name: string;
  readonly main: boolean;
  readonly permissions: readonly Permission[];
}

/** An order as core knows it, with its moments counted back from the start of the demonstration, in hours: below zero they are still to come. */
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

/** What the shop promised with an order. */
export interface DemoPromises {
  readonly shipByAgoHours?: number;
  readonly deliverByAgoHours?: number;
  readonly carrier?: string;
  readonly returnUntilAgoHours?: number;
  readonly resendUntilAgoHours?: number;
}

/** The chat between a buyer and a shop, and what was said so far, oldest first. */
export interface DemoConversation {
  readonly id: string;
  readonly merchantId: string;
  readonly buyer: { readonly id: string; readonly name: string };
  readonly messages: readonly DemoMessage[];
}

/** Something said in a chat. */
export interface DemoMessage {
  /** `buyer`, or the id of the shop's account. */
  readonly from: string;
  /** Counted back from the start of the demonstration. */
  readonly minutesAgo: number;
  readonly text: string;
}

/** What buyers ask for, filled in: `requests.zh-CN.json`, `requests.en.json`. The buyer's sheet proposes it. */
export interface DemoRequests {
  readonly locale: 'zh-CN' | 'en';
  readonly requests: readonly DemoRequest[];
}

/** A request of one type about one order. */
export interface DemoRequest {
  readonly type: string;
  readonly orderId: string;
  readonly request: FieldValues;
}
