import type { CardMessage } from '@sidecard/core';
import type { CardDelivery, FeedEvent, FeedPage, ReplyDelivery } from '@sidecard/core/wire';
import * as v from 'valibot';
import { actor, anObject, loosely, optional, string } from './answer-parts.js';
import { type Entries, id, time } from './parts.js';

// What the server answers to a backend that posts cards and replies.

const delivery = {
  deliveryId: v.pipe(id, v.description('For `POST /v1/deliveries/{id}/ack`.')),
  ticketId: id,
  conversationId: id,
  messageId: v.pipe(string, v.description('The same for browsers: post at most one message under it.')),
};

const card = v.object({
  kind: v.literal('card'),
  ...delivery,
  message: v.pipe(
    loosely<CardMessage>({ type: 'object' }),
    v.description(
      'The signed card message of `GET /card-message.schema.json`. Pass it on unchanged; `text` is its plain body.',
    ),
  ),
} satisfies Entries<CardDelivery & { kind: 'card' }>);

const reply = v.object({
  kind: v.literal('reply'),
  ...delivery,
  text: string,
  by: actor,
  atMs: time,
} satisfies Entries<ReplyDelivery & { kind: 'reply' }>);

const event = <const Type extends FeedEvent['type']>(type: Type) =>
  v.object({
    id: v.pipe(string, v.description('The `webhook-id` of the webhook with the same event.')),
    type: v.literal(type),
    timestamp: v.pipe(string, v.description('When it happened, as ISO 8601 in UTC.')),
    data: anObject<Extract<FeedEvent, { readonly type: Type }>['data']>(),
  });

const events = v.array(
  v.variant('type', [event('ticket.created'), event('ticket.status-changed'), event('payment.due')]),
);

/** A page of the feed. */
export const feedPage = v.object({
  posts: v.array(v.variant('kind', [card, reply])),
  events: optional(v.pipe(events, v.description('What happened to tickets, with `events=true`.'))),
  cursor: v.pipe(string, v.description('The `after` of the next request.')),
} satisfies Entries<FeedPage>);
