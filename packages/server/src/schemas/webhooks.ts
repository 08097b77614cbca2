import {
  WEBHOOK_DELIVERY_STATES,
  WEBHOOK_FAILURES,
  WEBHOOK_STOPS,
  WEBHOOK_TYPES,
  type WebhookContent,
  type WebhookDeliveryPage,
  type WebhookDeliveryView,
  type WebhookList,
  type WebhookSaved,
  type WebhookView,
} from '@sidecard/core/wire';
import * as v from 'valibot';
import { count, optional, string } from './answer-parts.js';
import { explain } from './check.js';
import { closed, type Entries, flag, id, list, oneOf, text, time } from './parts.js';
import { filters, limit } from './queries.js';

// Addresses of webhooks, and what became of them.

/** `PUT /v1/webhooks/{id}`. */
export const webhookBody = closed({
  url: v.pipe(
    text(2000, 1),
    v.description('Where to send: https:, at a public address. The server follows no redirect.'),
  ),
  types: optional(v.pipe(list(oneOf(WEBHOOK_TYPES), 20), v.description('What to send. Without it everything.'))),
  paused: optional(
    v.pipe(flag, v.description('Send nothing, and keep what there is to send. Saving without it sends again.')),
  ),
} satisfies Entries<WebhookContent>);

/** `POST /v1/webhooks/{id}/replay`. */
export const webhookReplayBody = closed({ sinceMs: time });

/** `GET /v1/webhooks/{id}/deliveries`. */
export const webhookDeliveryQuery = filters({
  state: optional(v.pipe(oneOf(WEBHOOK_DELIVERY_STATES), v.description('Only those in this state.'))),
  cursor: optional(
    explain(
      v.pipe(
        v.string(),
        v.check((value) => /^\d{1,15}$/.test(value)),
        v.description('The `next` of the previous page.'),
        v.transform(Number),
      ),
      'Must be the `next` of a page.',
    ),
  ),
  limit: optional(limit),
});

const webhook = v.object({
  id,
  url: string,
  types: optional(v.array(v.picklist(WEBHOOK_TYPES))),
  createdAtMs: time,
  stopped: optional(
    v.pipe(
      v.picklist(WEBHOOK_STOPS),
      v.description('Why nothing is sent: it answered 410, has failed for three days, or the host paused it.'),
    ),
  ),
  stoppedAtMs: optional(time),
  failures: v.pipe(count, v.description('Attempts that have failed since the last that did not.')),
  secrets: v.pipe(count, v.description('How many secrets sign.')),
} satisfies Entries<WebhookView>);

const delivery = v.object({
  id: v.pipe(string, v.description('The header `webhook-id`.')),
  type: v.picklist(WEBHOOK_TYPES),
  ticketId: id,
  state: v.picklist(WEBHOOK_DELIVERY_STATES),
  atMs: time,
  attempts: count,
  nextAtMs: optional(time),
  last: optional(
    v.object({
      atMs: time,
      status: optional(count),
      failure: optional(v.picklist(WEBHOOK_FAILURES)),
    } satisfies Entries<NonNullable<WebhookDeliveryView['last']>>),
  ),
} satisfies Entries<WebhookDeliveryView>);

/** What the server answers about webhooks, by name. */
export const webhookAnswers = {
  Webhook: webhook,
  WebhookList: v.object({ webhooks: v.array(webhook) } satisfies Entries<WebhookList>),
  WebhookSaved: v.object({
    webhook,
    secret: optional(v.pipe(string, v.description('`whsec_…`, to verify webhooks with. Never shown again.'))),
  } satisfies Entries<WebhookSaved>),
  WebhookDelivery: delivery,
  WebhookDeliveryPage: v.object({
    deliveries: v.array(delivery),
    next: optional(string),
  } satisfies Entries<WebhookDeliveryPage>),
};
