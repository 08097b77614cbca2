import type { PaymentDirection, PaymentKind } from '../machine/payments.js';
import type { Ending, Intervention, Settlement, Workflow } from '../model/states.js';
import type { Money } from '../values/money.js';
import type { FeedPost } from './feed.js';

/** What webhooks tell. */
export const WEBHOOK_TYPES = [
  'ticket.created',
  'ticket.status-changed',
  'card.ready',
  'reply.ready',
  'payment.due',
] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/** Which ticket a webhook is about. */
export interface WebhookTicket {
  readonly ticketId: string;
  /** The ticket's number, as people read it. */
  readonly number: string;
  /** Key of the ticket's type. */
  readonly ticketType: string;
  readonly orderId: string;
  readonly conversationId: string;
  /** The ticket's version after the event. */
  readonly version: number;
}

/** States of a ticket. */
export interface WebhookStatus {
  readonly workflow: Workflow;
  readonly intervention: Intervention;
  readonly settlement: Settlement;
  readonly ending?: Ending;
}

/** An amount that is due. */
export interface WebhookPayment {
  readonly direction: PaymentDirection;
  readonly kind: PaymentKind;
  readonly amount: Money;
}

interface EventOf<Type extends WebhookType, Data> {
  readonly type: Type;
  /** When it happened, as ISO 8601 in UTC. */
  readonly timestamp: string;
  readonly data: Data;
}

/**
 * The body of a webhook. It contains what the feed of the shop's cards and replies may contain: what buyers read too, and nothing of the
 * conversation with platform staff.
 *
 * - `ticket.created`: a ticket with its first states;
 * - `ticket.status-changed`: those states of a ticket that changed. Merge them into what you have;
 * - `card.ready`, `reply.ready`: a card or reply to post, exactly as `GET /v1/feed` has it, unless somebody has posted it meanwhile;
 * - `payment.due`: what is due between shop and buyer by now.
 */
export type WebhookEvent =
  | EventOf<'ticket.created', WebhookTicket & { readonly status: WebhookStatus }>
  | EventOf<'ticket.status-changed', WebhookTicket & { readonly changed: Partial<WebhookStatus> }>
  | EventOf<'card.ready', FeedPost & { readonly kind: 'card' }>
  | EventOf<'reply.ready', FeedPost & { readonly kind: 'reply' }>
  | EventOf<'payment.due', WebhookTicket & { readonly payments: readonly WebhookPayment[] }>;

/** A webhook that tells what happened to a ticket. */
export type TicketWebhook = Exclude<WebhookEvent, { readonly type: 'card.ready' | 'reply.ready' }>;

/**
 * Why the server has stopped sending to an address: it answered 410 (`gone`), nothing else than failures for three days (`failing`), or its
 * host asked for it (`paused`).
 */
export const WEBHOOK_STOPS = ['gone', 'failing', 'paused'] as const;
export type WebhookStop = (typeof WEBHOOK_STOPS)[number];

/** An address to which the server sends webhooks. */
export interface WebhookView {
  readonly id: string;
  readonly url: string;
  /** What is sent; missing for everything. */
  readonly types?: readonly WebhookType[];
  readonly createdAtMs: number;
  /** Why nothing is sent; missing while the server sends. */
  readonly stopped?: WebhookStop;
  readonly stoppedAtMs?: number;
  /** How many attempts have failed since the last that did not. */
  readonly failures: number;
  /** How many secrets webhooks are signed with: more than one while they are rotated. */
  readonly secrets: number;
}

/** An answer to saving an address, or to rotating its secret. */
export interface WebhookSaved {
  readonly webhook: WebhookView;
  /** The secret to verify webhooks with, `whsec_…`. Only when the server has made it: it is never shown again. */
  readonly secret?: string;
}

/** `GET /v1/webhooks`. */
export interface WebhookList {
  readonly webhooks: readonly WebhookView[];
}

/** What a host saves of an address. */
export interface WebhookContent {
  readonly url: string;
  readonly types?: readonly WebhookType[];
  /** Whether to stop sending, and keep the address. Saving without it sends again. @default false */
  readonly paused?: boolean;
}

/**
 * State of a delivery: `pending` until an attempt succeeds, `delivered`, `failed` once the server has given up, or `dropped` because there
 * was nothing to tell any more: somebody had posted the message, the money was paid, or the ticket was erased.
 */
export const WEBHOOK_DELIVERY_STATES = ['pending', 'delivered', 'failed', 'dropped'] as const;
export type WebhookDeliveryState = (typeof WEBHOOK_DELIVERY_STATES)[number];

/**
 * Why an attempt failed: an answer that is not 2xx (`status`), none in time (`timeout`), none at all (`connection`), or an address that the
 * server does not call, such as one of its own network (`address`).
 */
export const WEBHOOK_FAILURES = ['status', 'timeout', 'connection', 'address'] as const;
export type WebhookFailure = (typeof WEBHOOK_FAILURES)[number];

/** A webhook on its way to an address. */
export interface WebhookDeliveryView {
  /** The header `webhook-id`: the same with every attempt, and at every address. */
  readonly id: string;
  readonly type: WebhookType;
  readonly ticketId: string;
  readonly state: WebhookDeliveryState;
  /** When it happened, milliseconds since the Unix epoch. */
  readonly atMs: number;
  readonly attempts: number;
  /** When it is sent next; it may wait longer for an earlier one of its ticket. Only while `pending`. */
  readonly nextAtMs?: number;
  /** The last attempt. */
  readonly last?: {
    readonly atMs: number;
    /** HTTP status of the answer. */
    readonly status?: number;
    /** Missing if it succeeded. */
    readonly failure?: WebhookFailure;
  };
}

/** `GET /v1/webhooks/{id}/deliveries`, latest first. */
export interface WebhookDeliveryPage {
  readonly deliveries: readonly WebhookDeliveryView[];
  /** The `cursor` of the next page; missing on the last one. */
  readonly next?: string;
}

/** Maximum number of a shop's addresses. */
export const MAX_WEBHOOKS = 10;
