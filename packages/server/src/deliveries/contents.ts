import { toCardMessage, type Policy } from '@sidecard/core';
import type { Ticket, TicketEvent } from '@sidecard/core/authoring';
import { actorFor } from '@sidecard/core/server';
import type { Audience, CardDelivery, ReplyDelivery } from '@sidecard/core/wire';
import type { ServerContext } from '../context/context.js';
import type { Delivery } from '../storage/records.js';
import { viewFor } from '../tickets/views.js';

/** Creates the card messages of some deliveries, by delivery id, each with its ticket's type. */
export async function readCards(
  { store, types, clock, cardSigner }: ServerContext,
  merchantId: string,
  deliveries: readonly Delivery[],
  policy: Policy,
): Promise<ReadonlyMap<string, { readonly type: string; readonly frame: CardDelivery }>> {
  const cards = deliveries.filter(({ kind }) => kind === 'card');
  const found = await store.ticketsById(
    merchantId,
    cards.map(({ ticketId }) => ticketId),
  );
  const tickets = new Map<string, Ticket>(found.map((ticket) => [ticket.id, ticket]));
  const ofOrders = await store.ticketsOfOrders(
    merchantId,
    found.map(({ order }) => order.id),
  );
  const context = { types, policy, now: clock.now() };
  const made = cards.map(async ({ id, ticketId, messageId }) => {
    const ticket = tickets.get(ticketId);
    if (!ticket) return [];
    const related = ofOrders.filter((other) => other.order.id === ticket.order.id && other.id !== ticketId);
    // The buyer reads the conversation too, so the card contains only what buyers may see.
    const view = viewFor(ticket, related, { audience: 'buyer' }, context);
    const message = await cardSigner.sign({ ...toCardMessage(view), merchantId });
    const { conversationId, type } = ticket;
    return [[id, { type, frame: { deliveryId: id, ticketId, conversationId, messageId, message } }] as const];
  });
  return new Map((await Promise.all(made)).flat());
}

/**
 * Creates a reply.
 *
 * @param audience - the reader's, which decides how much of its author is named
 * @returns `undefined` if its ticket or event does not exist
 */
export async function readReply(
  { store }: ServerContext,
  merchantId: string,
  delivery: Delivery,
  audience: Audience,
): Promise<ReplyDelivery | undefined> {
  const event = await store.findEvent(merchantId, delivery.ticketId, delivery.eventPosition);
  const [ticket] = event?.entry?.sentMessage ? await store.ticketsById(merchantId, [delivery.ticketId]) : [];
  return replyOf(delivery, event, ticket, audience);
}

/** Creates the replies of some deliveries, by delivery id, as {@link readReply} does, and reads them together. */
export async function readReplies(
  { store }: ServerContext,
  merchantId: string,
  deliveries: readonly Delivery[],
  audience: Audience,
): Promise<ReadonlyMap<string, ReplyDelivery>> {
  const replies = deliveries.filter(({ kind }) => kind === 'reply');
  const events = await store.findEvents(
    merchantId,
    replies.map(({ ticketId, eventPosition }) => ({ ticketId, position: eventPosition })),
  );
  const ticketIds = new Set(replies.map(({ ticketId }) => ticketId));
  const found = await store.ticketsById(merchantId, [...ticketIds]);
  const tickets = new Map<string, Ticket>(found.map((ticket) => [ticket.id, ticket]));
  return new Map(
    replies.flatMap((delivery, index) => {
      const reply = replyOf(delivery, events[index], tickets.get(delivery.ticketId), audience);
      return reply ? [[delivery.id, reply] as const] : [];
    }),
  );
}

function replyOf(
  { id, ticketId, messageId }: Delivery,
  event: TicketEvent | undefined,
  ticket: Ticket | undefined,
  audience: Audience,
): ReplyDelivery | undefined {
  const sentMessage = event?.entry?.sentMessage;
  if (!event || !sentMessage || !ticket) return undefined;
  return {
    deliveryId: id,
    ticketId,
    conversationId: ticket.conversationId,
    messageId,
    text: sentMessage.text,
    by: actorFor(event.by, audience),
    atMs: event.atMs,
  };
}
