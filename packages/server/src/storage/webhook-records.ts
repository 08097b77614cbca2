import type {
  WebhookDeliveryState,
  WebhookDeliveryView,
  WebhookFailure,
  WebhookStop,
  WebhookType,
} from '@sidecard/core/wire';

/** A secret that webhooks are signed with. */
export interface WebhookSecret {
  /** `whsec_` and 32 bytes as base64. */
  readonly secret: string;
  /** When it signs no longer; missing for the latest. Milliseconds since the Unix epoch. */
  readonly untilMs?: number;
}

/** An address to which a merchant's webhooks are sent. */
export interface Webhook {
  readonly merchantId: string;
  readonly id: string;
  readonly url: string;
  /** `undefined` for everything. */
  readonly types: readonly WebhookType[] | undefined;
  readonly createdAtMs: number;
  /** Latest first. */
  readonly secrets: readonly WebhookSecret[];
  readonly stopped: { readonly reason: WebhookStop; readonly atMs: number } | undefined;
  /** Attempts that have failed since the last that did not. */
  readonly failures: number;
  /** When the first of them failed. */
  readonly failingSinceMs: number | undefined;
  /** The log of the feed has been read up to this line. */
  readonly seq: number;
  /** When the earliest of its deliveries is due; `undefined` if none is pending. */
  readonly nextAtMs: number | undefined;
  /** Nothing is read or sent before this time: it keeps failing, or too many deliveries are pending. */
  readonly holdUntilMs: number;
  /** The server process that works for it. */
  readonly lease: { readonly node: string; readonly untilMs: number } | undefined;
}

/** A webhook on its way to an address. */
export interface WebhookDelivery {
  readonly merchantId: string;
  readonly webhookId: string;
  /** The header `webhook-id`. */
  readonly id: string;
  /** The line of the feed's log that it tells. Those of a ticket are sent in this order. */
  readonly seq: number;
  readonly ticketId: string;
  readonly type: WebhookType;
  /** The position of the ticket's event or, for a card or reply, the id of its delivery to chats. */
  readonly source: string;
  readonly atMs: number;
  readonly state: WebhookDeliveryState;
  readonly attempts: number;
  readonly nextAtMs: number;
  /** When it became pending, for the limit of its age. */
  readonly sinceMs: number;
  readonly last: WebhookAttempt | undefined;
}

/** An attempt to send. */
export interface WebhookAttempt extends NonNullable<WebhookDeliveryView['last']> {
  readonly failure?: WebhookFailure;
}

/** Selects a page of an address's deliveries, latest first. */
export interface WebhookDeliveryQuery {
  readonly merchantId: string;
  readonly webhookId: string;
  readonly state?: WebhookDeliveryState | undefined;
  /** Only those of lines before this one. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** What there is to do for webhooks. */
export interface WebhookWork {
  /** Merchants with something to do now. */
  readonly merchantIds: readonly string[];
  /** When there is something to do next, milliseconds since the Unix epoch; `undefined` if nothing is known. */
  readonly nextAtMs: number | undefined;
}
