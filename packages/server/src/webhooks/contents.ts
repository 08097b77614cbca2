import type { WebhookEvent } from '@sidecard/core/wire';
import type { ServerContext } from '../context/context.js';
import { readPosts } from '../deliveries/posts.js';
import { readTicketEvents } from '../deliveries/ticket-events.js';
import type { WebhookDelivery } from '../storage/webhook-records.js';

/** Reads what a webhook tells. @returns `undefined` if there is nothing to tell any more */
export async function readWebhook(
  context: ServerContext,
  delivery: WebhookDelivery,
): Promise<WebhookEvent | undefined> {
  const { merchantId, ticketId, type, source, atMs } = delivery;
  if (type !== 'card.ready' && type !== 'reply.ready') {
    const [event] = await readTicketEvents(context, merchantId, [{ ticketId, type, position: Number(source), atMs }]);
    return event;
  }
  const timestamp = new Date(atMs).toISOString();
  const [post] = await readPosts(context, merchantId, [source]);
  if (!post) return undefined;
  return post.kind === 'card'
    ? { type: 'card.ready', timestamp, data: post }
    : { type: 'reply.ready', timestamp, data: post };
}
