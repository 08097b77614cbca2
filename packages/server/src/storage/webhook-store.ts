import type { Webhook, WebhookDelivery, WebhookDeliveryQuery, WebhookWork } from './webhook-records.js';

/** Reads webhooks. */
export interface WebhookReads {
  /** Returns a merchant's addresses, by id. */
  listWebhooks(merchantId: string): Promise<readonly Webhook[]>;
  /** Returns a page of an address's deliveries, latest first. */
  listWebhookDeliveries(query: WebhookDeliveryQuery): Promise<readonly WebhookDelivery[]>;
  findWebhookDelivery(merchantId: string, webhookId: string, id: string): Promise<WebhookDelivery | undefined>;
  /**
   * Returns the first pending delivery of each ticket, those that are due next first: later ones of the ticket wait for it.
   *
   * @returns at most `limit` of them, and how many deliveries are pending
   */
  firstPendingWebhooks(
    merchantId: string,
    webhookId: string,
    limit: number,
  ): Promise<{ readonly first: readonly WebhookDelivery[]; readonly pending: number }>;
}

/** Changes webhooks within a transaction. */
export interface WebhookUnit {
  /** Returns an address, and locks it until the end. */
  lockWebhook(merchantId: string, id: string): Promise<Webhook | undefined>;
  /** Stores a new address. If a concurrent transaction stores one with its id first, this one conflicts with it and runs again. */
  addWebhook(webhook: Webhook): Promise<void>;
  /** Stores an address, in place of the one with its id. */
  putWebhook(webhook: Webhook): Promise<void>;
  /** Removes an address with its deliveries. */
  dropWebhook(merchantId: string, id: string): Promise<void>;
  /** Stores deliveries of a merchant, in place of those with their address and id. */
  putWebhookDeliveries(merchantId: string, deliveries: readonly WebhookDelivery[]): Promise<void>;
  /** Makes an address's pending deliveries due at a time, and as old as if they had become pending then. */
  renewWebhookDeliveries(merchantId: string, webhookId: string, nowMs: number): Promise<void>;
}

/** Finds and distributes work among server processes. */
export interface WebhookQueue {
  /**
   * Looks for work: at addresses that are not stopped or held, of which a delivery is due, or for which the log of the feed has new lines.
   * What another process works for counts once its lease ends.
   */
  webhookWork(nowMs: number): Promise<WebhookWork>;
  /** Leases those addresses of a merchant for which there is work to a process, until `untilMs`. @returns them */
  claimWebhooks(merchantId: string, node: string, nowMs: number, untilMs: number): Promise<readonly Webhook[]>;
}
