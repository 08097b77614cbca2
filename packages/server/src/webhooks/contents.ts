import type { Ticket } from '@sidecard/core/authoring';
import { paymentsOf, type WebhookEvent, type WebhookTicket } from '@sidecard/core/wire';
import type { ServerContext } from '../context/context.js';
import { changedBy } from '../deliveries/feed-events.js';
import { readPosts } from '../deliveries/posts.js';
import type { WebhookDelivery } from '../storage/webhook-records.js';

/** Reads what a webhook tells. @returns `undefined` if there is nothing to tell any more */
export async function readWebhook(
  context: ServerContext,
  delivery: WebhookDelivery,
): Promise<WebhookEvent | undefined> {
  const { merchantId, ticketId, type, source, atMs } = delivery;
  const timestamp = new Date(atMs).toISOString();
  if (type === 'card.ready' || type === 'reply.ready') {
    const [post] = await readPosts(context, merchantId, [source]);
    if (!post) return undefined;
    return post.kind === 'card'
      ? { type: 'card.ready', timestamp, data: post }
      : { type: 'reply.ready', timestamp, data: post };
  }
  const event = await context.store.findEvent(merchantId, ticketId, Number(source));
  const [ticket] = await context.store.ticketsById(merchantId, [ticketId]);
  if (!event || !ticket) return undefined;
  const about = aboutOf(ticket, event.version);
  switch (type) {
    case 'ticket.created': {
      if (!event.created) return undefined;
      const { workflow, intervention, settlement, ending } = event.created;
      const status = { workflow, intervention, settlement, ...(ending ? { ending } : {}) };
      return { type, timestamp, data: { ...about, status } };
    }
    case 'ticket.status-changed':
      return { type, timestamp, data: { ...about, changed: changedBy(event) } };
    case 'payment.due': {
      const due = paymentsOf(ticket).filter(({ state }) => state === 'due');
      const payments = due.map(({ direction, kind, amount }) => ({ direction, kind, amount }));
      // Those who record the payment name the ticket's present version.
      return payments.length === 0
        ? undefined
        : { type, timestamp, data: { ...aboutOf(ticket, ticket.version), payments } };
    }
  }
}

function aboutOf({ id, number, type, order, conversationId }: Ticket, version: number): WebhookTicket {
  return { ticketId: id, number, ticketType: type, orderId: order.id, conversationId, version };
}
