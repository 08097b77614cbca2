import type { Address, OrderItem, Permission } from '@sidecard/core';

/** The demonstration's world in one language: `orders.zh-CN.json`, `orders.en.json`. Ids are the same in both. */
export interface DemoData {
  readonly locale: 'zh-CN' | 'en';
  readonly merchants: readonly DemoMerchant[];
  readonly staff: { readonly id: string; readonly name: string };
  readonly orders: readonly DemoOrder[];
  /** Most, but not all, come to have a ticket: agents answer questions before a sale too. */
  readonly conversations: readonly DemoConversation[];
}

/** A shop, its logins, and where it takes returns. */
export interface DemoMerchant {
  readonly id: string;
  readonly name: string;
  readonly accounts: readonly DemoAccount[];
  readonly returnAddresses: readonly Address[];
}

/** A login of a shop. A main account holds every permission, whatever is listed. */
export interface DemoAccount {
  readonly id: string;
  readonly name: string;
  readonly main: boolean;
  readonly permissions: readonly Permission[];
}

/** An order as core knows it, with its moments counted back from the start of the demonstration, in hours. */
export interface DemoOrder {
  readonly id: string;
  readonly merchantId: string;
  readonly buyer: { readonly id: string; readonly name: string };
  readonly conversationId: string;
  readonly items: readonly OrderItem[];
  readonly paidAgoHours: number;
  readonly shippedAgoHours?: number;
  readonly signedAgoHours?: number;
  readonly closedAgoHours?: number;
  readonly carrier?: string;
  readonly trackingNumber?: string;
  readonly shipTo: Address;
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
