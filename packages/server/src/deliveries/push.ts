import { actorFor, toCardMessage, type CardDelivery, type ReplyDelivery, type Ticket } from '@sidecard/core';
import type { Services } from '../services.js';
import { openDeliveries, takeWaitingCards, typesWaiting, type Delivery } from '../storage/deliveries.js';
import { findEvent, ticketsById, ticketsOfOrders } from '../storage/tickets.js';
import type { EventConnection } from '../streams/connection.js';
import { viewFor } from '../views.js';

/**
 * Hands open cards and replies to the streams of their accounts. A stream gets each once, a new stream gets it again: until somebody
 * acknowledges it.
 */
export async function pushDeliveries(
  services: Services,
  merchantId: string,
  connections: readonly EventConnection[],
): Promise<void> {
  const { db, clock } = services;
  const accountIds = [...new Set(connections.map(({ caller }) => caller.token.accountId))];
  let open = await openDeliveries(db, merchantId, accountIds, clock.now());
  if (open.some(({ kind, accountId }) => kind === 'card' && accountId === '')) {
    if (await giveWaitingCards(services, merchantId, connections)) {
      open = await openDeliveries(db, merchantId, accountIds, clock.now());
    }
  }
  for (const connection of connections) connection.owed = false;
  for (const delivery of open) {
    const readers = connections.filter(
      (connection) => !connection.delivered.has(delivery.id) && isFor(delivery, connection, clock.now()),
    );
    if (readers.length === 0) continue;
    if (delivery.kind === 'card') {
      const card = await cardOf(services, merchantId, delivery);
      if (card) for (const reader of readers) reader.bring(delivery.id, 'card', card);
    } else {
      const reply = await replyOf(services, merchantId, delivery);
      if (reply) for (const reader of readers) reader.bring(delivery.id, 'reply', reply);
    }
  }
}

/** Gives the cards for which nobody was online to those who are here now and whom the routing chooses. @returns whether there were any */
async function giveWaitingCards(
  { db, clock, policyOf, routeCard }: Services,
  merchantId: string,
  connections: readonly EventConnection[],
): Promise<boolean> {
  const policy = await policyOf(merchantId);
  const here = new Map(connections.flatMap(({ account }) => (account ? [[account.accountId, account] as const] : [])));
  let given = false;
  for (const type of await typesWaiting(db, merchantId)) {
    const [first] = routeCard([...here.values()], { merchantId, type, policy });
    if (first !== undefined && (await takeWaitingCards(db, merchantId, { type, accountId: first }, clock.now())))
      given = true;
  }
  return given;
}

/** Whether a delivery is an account's to show: its own; a reply that has waited too long is every handler's. */
export function isFor(
  { kind, accountId, widensAtMs }: Delivery,
  { caller, account }: Pick<EventConnection, 'caller' | 'account'>,
  nowMs: number,
): boolean {
  if (!account) return false;
  if (accountId === account.accountId) return true;
  return kind === 'reply' && caller.audience === 'handlers' && widensAtMs !== undefined && widensAtMs <= nowMs;
}

async function cardOf(
  services: Services,
  merchantId: string,
  { id, ticketId, messageId }: Delivery,
): Promise<CardDelivery | undefined> {
  const { db, types, clock, cardSigner } = services;
  const [ticket] = await ticketsById(db, merchantId, [ticketId]);
  if (!ticket) return undefined;
  const related = (await ticketsOfOrders(db, merchantId, [ticket.order.id])).filter((other) => other.id !== ticketId);
  const context = { types, policy: await services.policyOf(merchantId), now: clock.now() };
  // The conversation is the buyer's too: the card is made of what they may see.
  const message = toCardMessage(viewFor(ticket, related, { audience: 'buyer' }, context), types.get(ticket.type));
  return {
    deliveryId: id,
    ticketId,
    conversationId: ticket.conversationId,
    messageId,
    message: await cardSigner.sign({ ...message, merchantId }),
  };
}

async function replyOf(
  { db }: Services,
  merchantId: string,
  { id, ticketId, messageId, eventPosition }: Delivery,
): Promise<ReplyDelivery | undefined> {
  const event = await findEvent(db, merchantId, ticketId, eventPosition);
  const sentMessage = event?.entry?.sentMessage;
  const [ticket]: readonly Ticket[] = sentMessage ? await ticketsById(db, merchantId, [ticketId]) : [];
  if (!event || !sentMessage || !ticket) return undefined;
  return {
    deliveryId: id,
    ticketId,
    conversationId: ticket.conversationId,
    messageId,
    text: sentMessage.text,
    by: actorFor(event.by, 'handlers'),
    atMs: event.atMs,
  };
}
