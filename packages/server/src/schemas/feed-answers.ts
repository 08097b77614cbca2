import type { CardMessage } from '@sidecard/core';
import type { CardDelivery, FeedPage, ReplyDelivery } from '@sidecard/core/wire';
import * as v from 'valibot';
import { actor, loosely, string } from './answer-parts.js';
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

/** A page of the feed. */
export const feedPage = v.object({
  posts: v.array(v.variant('kind', [card, reply])),
  cursor: v.pipe(string, v.description('The `after` of the next request.')),
} satisfies Entries<FeedPage>);
