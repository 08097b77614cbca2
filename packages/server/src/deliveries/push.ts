import { actorFor, toCardMessage, type CardDelivery, type Policy, type ReplyDelivery } from '@sidecard/core';
import type { Identity, ServerContext } from '../context/context.js';
import type { Account, Delivery } from '../storage/records.js';
import type { EventConnection } from '../streams/connection.js';
import type { DeliverySource } from '../streams/delivery-source.js';
import { viewFor } from '../tickets/views.js';

/**
 * Makes what hands open cards and replies to the streams of their accounts. A stream gets each once and a new stream gets it again, until
 * somebody acknowledges it.
 */
export function createDeliverySource(context: ServerContext): DeliverySource {
  return { deliver: (merchantId, connections) => deliver(context, merchantId, connections) };
}

async function deliver(
  context: ServerContext,
  merchantId: string,
  connections: readonly EventConnection[],
): Promise<void> {
  const { store, clock } = context;
  const accountIds = [...new Set(connections.map(({ identity }) => identity.principal.accountId))];
  let open = await store.openDeliveries(merchantId, accountIds, clock.now());
  const cards = open.filter(({ kind }) => kind === 'card');
  const policy = cards.length > 0 ? await context.policyOf(merchantId) : undefined;
  if (policy && cards.some(({ accountId }) => accountId === '')) {
    if (await assignCards(context, merchantId, policy, connections)) {
      open = await store.openDeliveries(merchantId, accountIds, clock.now());
    }
  }
  for (const connection of connections) connection.pending = false;
  for (const delivery of open) {
    const readers = connections.filter(
      (connection) => !connection.delivered.has(delivery.id) && isFor(delivery, connection.identity, clock.now()),
    );
    if (readers.length === 0) continue;
    if (delivery.kind === 'reply') {
      const reply = await replyOf(context, merchantId, delivery);
      if (reply) for (const reader of readers) reader.deliver(delivery.id, 'reply', reply);
    } else if (policy) {
      const card = await cardOf(context, merchantId, policy, delivery);
      if (card) for (const reader of readers) reader.deliver(delivery.id, 'card', card);
    }
  }
}

/** Gives the cards that no account has to those who are here and whom the routing chooses. @returns whether there were any */
async function assignCards(
  { store, clock, routeCard }: ServerContext,
  merchantId: string,
  policy: Policy,
  connections: readonly EventConnection[],
): Promise<boolean> {
  const here = new Map<string, Account>();
  for (const { identity } of connections) if (identity.account) here.set(identity.account.accountId, identity.account);
  let assigned = false;
  for (const type of await store.unassignedCardTypes(merchantId)) {
    const [accountId] = routeCard([...here.values()], { merchantId, type, policy });
    if (accountId !== undefined && (await store.assignCards({ merchantId, accountId }, type, clock.now()))) {
      assigned = true;
    }
  }
  return assigned;
}

/** Whether an account may show a delivery: its own, or a reply that has waited too long and is every handler's. */
export function isFor(
  { kind, accountId, widensAtMs }: Delivery,
  { account, audience }: Pick<Identity, 'account' | 'audience'>,
  nowMs: number,
): boolean {
  if (!account) return false;
  if (accountId === account.accountId) return true;
  return kind === 'reply' && audience === 'handlers' && widensAtMs !== undefined && widensAtMs <= nowMs;
}

/** Makes the card message of a delivery. */
async function cardOf(
  { store, types, clock, cardSigner }: ServerContext,
  merchantId: string,
  policy: Policy,
  { id, ticketId, messageId }: Delivery,
): Promise<CardDelivery | undefined> {
  const known = await store.findTicket({ merchantId }, ticketId);
  if (!known) return undefined;
  const { ticket } = known.found;
  const context = { types, policy, now: clock.now() };
  // The buyer reads the conversation too, so the card is made of what they may see.
  const message = toCardMessage(viewFor(ticket, known.related, { audience: 'buyer' }, context), types.get(ticket.type));
  const signed = await cardSigner.sign({ ...message, merchantId });
  return { deliveryId: id, ticketId, conversationId: ticket.conversationId, messageId, message: signed };
}

async function replyOf(
  { store }: ServerContext,
  merchantId: string,
  { id, ticketId, messageId, eventPosition }: Delivery,
): Promise<ReplyDelivery | undefined> {
  const event = await store.findEvent(merchantId, ticketId, eventPosition);
  const sentMessage = event?.entry?.sentMessage;
  const [ticket] = sentMessage ? await store.ticketsById(merchantId, [ticketId]) : [];
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
