import type { Ticket, TicketEvent } from '@sidecard/core/authoring';
import { paymentsOf, type TicketWebhook, type WebhookTicket, type WebhookType } from '@sidecard/core/wire';
import type { ServerContext } from '../context/context.js';
import { changedBy } from './feed-events.js';

/** An event of a ticket, by its place in the ticket's past. */
export interface EventRef {
  readonly ticketId: string;
  readonly type: WebhookType;
  readonly position: number;
  readonly atMs: number;
}

/** Reads what is told of events, in their order. @returns `undefined` for those of which there is nothing to tell any more */
export async function readTicketEvents(
  { store }: Pick<ServerContext, 'store'>,
  merchantId: string,
  refs: readonly EventRef[],
): Promise<readonly (TicketWebhook | undefined)[]> {
  if (refs.length === 0) return [];
  const found = await store.ticketsById(merchantId, [...new Set(refs.map(({ ticketId }) => ticketId))]);
  const tickets = new Map(found.map((ticket) => [ticket.id, ticket]));
  const events = await store.findEvents(merchantId, refs);
  return refs.map((ref, index) => {
    const [ticket, event] = [tickets.get(ref.ticketId), events[index]];
    return ticket && event && contentOf(ref, ticket, event);
  });
}

function contentOf({ type, atMs }: EventRef, ticket: Ticket, event: TicketEvent): TicketWebhook | undefined {
  const timestamp = new Date(atMs).toISOString();
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
    default:
      return undefined;
  }
}

function aboutOf({ id, number, type, order, conversationId }: Ticket, version: number): WebhookTicket {
  return { ticketId: id, number, ticketType: type, orderId: order.id, conversationId, version };
}
