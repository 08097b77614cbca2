import type { TicketWebhook } from './webhooks.js';
import type { CardDelivery, ReplyDelivery } from './wire.js';

/** A card or reply for the host's backend to post to the conversation, as its buyer reads it. */
export type FeedPost = (CardDelivery & { readonly kind: 'card' }) | (ReplyDelivery & { readonly kind: 'reply' });

/**
 * What happened to a ticket, as a webhook tells it. `id` is the `webhook-id` of the webhook with the same event, so a backend may read the feed
 * and receive webhooks.
 */
export type FeedEvent = TicketWebhook & { readonly id: string };

/** A page of `GET /v1/feed`, in the order in which they came to be. */
export interface FeedPage {
  /** Empty if nothing came while the request waited. */
  readonly posts: readonly FeedPost[];
  /** What happened to tickets, if the request asked for it by `events=true`. Unlike posts they are not acknowledged: `cursor` goes on after them. */
  readonly events?: readonly FeedEvent[];
  /** The `after` of the next request. */
  readonly cursor: string;
}

/** Maximum time that a request of the feed waits for a post, and a long poll of events for a frame, in seconds. */
export const FEED_WAIT_S = 25;

/**
 * Everything that a token of the party `messenger` may request: to read the cards and replies of its shop, and to acknowledge those that it
 * has posted. All other paths and methods do not exist for it. It reads what the buyer of a conversation reads, and is no account: it is
 * never online and gets no cards.
 */
export const MESSENGER_REQUESTS = [
  { method: 'GET', path: '/v1/feed' },
  { method: 'POST', path: '/v1/deliveries/{id}/ack' },
] as const;

/** Whether a token of the party `messenger` may make a request. @param path - of the request's address */
export function isMessengerRequest(method: string, path: string): boolean {
  return MESSENGER_REQUESTS.some((allowed) => {
    const parts = allowed.path.split('/');
    const given = path.split('/');
    return (
      method === allowed.method &&
      given.length === parts.length &&
      parts.every((part, index) => (part === '{id}' ? given[index] !== '' : part === given[index]))
    );
  });
}
