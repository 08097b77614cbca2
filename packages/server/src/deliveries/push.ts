import {
  actorFor,
  toCardMessage,
  type CardDelivery,
  type Policy,
  type ReplyDelivery,
  type Ticket,
} from '@sidecard/core';
import type { Services } from '../services.js';
import type { Account } from '../storage/accounts.js';
import { openDeliveries, takeWaitingCards, typesWaiting, type Delivery } from '../storage/deliveries.js';
import { eventsAt, ticketsById, ticketsOfOrders } from '../storage/tickets.js';
import type { EventConnection } from '../streams/connection.js';
import { viewFor } from '../views.js';
import { ALONE_MS } from './make.js';

/** How many deliveries are read together: few enough that nothing else waits for them for long. */
const BATCH = 20;

/**
 * Sends open cards and replies to the streams of their accounts. A stream gets each of them once, and a new stream gets it again, until it
 * is acknowledged. What a stream has no room for stays owed to it.
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
  const own = new Set(open.map(({ accountId, messageId }) => `${accountId} ${messageId}`));
  /** The streams that a delivery is for and that have room for it. One whose account has a delivery of the message itself gets that. */
  const readersOf = (delivery: Delivery): readonly EventConnection[] =>
    connections.filter((connection) => {
      const { accountId } = connection.caller.token;
      if (connection.delivered.has(delivery.messageId) || !isFor(delivery, connection, clock.now())) return false;
      if (accountId !== delivery.accountId && own.has(`${accountId} ${delivery.messageId}`)) return false;
      if (!connection.hasRoom) connection.owed = true;
      return connection.hasRoom;
    });

  const routed = new Map<string, ReadonlySet<string>>();
  const policy = await services.policyOf(merchantId);
  /** Accounts with a stream here that the routing would give a card of this type. */
  const chosenFor = (type: string): ReadonlySet<string> => {
    const known =
      routed.get(type) ?? new Set(services.routeCard(accountsOf(connections), { merchantId, type, policy }));
    routed.set(type, known);
    return known;
  };

  for (let first = 0; first < open.length; first += BATCH) {
    const batch = open.slice(first, first + BATCH).filter((delivery) => readersOf(delivery).length > 0);
    if (batch.length === 0) continue;
    const cards = await readCards(services, merchantId, batch, policy);
    const replies = await readReplies(services, merchantId, batch);
    for (const delivery of batch) {
      const card = cards.get(delivery.id);
      const reply = replies.get(delivery.id);
      for (const reader of readersOf(delivery)) {
        const { accountId } = reader.caller.token;
        if (reply) reader.bring('reply', reply);
        if (card && (accountId === delivery.accountId || chosenFor(card.type).has(accountId))) {
          reader.bring('card', card.frame);
        }
      }
    }
  }
}

function accountsOf(connections: readonly EventConnection[]): readonly Account[] {
  return [...new Map(connections.flatMap(({ account }) => (account ? [[account.accountId, account]] : []))).values()];
}

/** Gives the cards for which nobody was online to those who are here now and whom the routing chooses. @returns whether there were any */
async function giveWaitingCards(
  { db, clock, policyOf, routeCard }: Services,
  merchantId: string,
  connections: readonly EventConnection[],
): Promise<boolean> {
  const policy = await policyOf(merchantId);
  let given = false;
  for (const type of await typesWaiting(db, merchantId)) {
    const [first] = routeCard(accountsOf(connections), { merchantId, type, policy });
    if (first === undefined) continue;
    const now = clock.now();
    const terms = { type, accountId: first, atMs: now, widensAtMs: now + ALONE_MS };
    if (await takeWaitingCards(db, merchantId, terms)) given = true;
  }
  return given;
}

/**
 * Whether an account may have a delivery: its own, and what nobody acknowledged in time. A reply is every handler's then, and a card goes to
 * the accounts that the routing chooses among those who are online.
 */
export function isFor(
  { kind, accountId, widensAtMs }: Delivery,
  { caller, account }: Pick<EventConnection, 'caller' | 'account'>,
  nowMs: number,
): boolean {
  if (!account) return false;
  if (accountId === account.accountId) return true;
  const widened = widensAtMs !== undefined && widensAtMs <= nowMs;
  return widened && (kind === 'card' || caller.audience === 'handlers');
}

/** The cards among some deliveries, by delivery id, each with its ticket's type. */
async function readCards(
  { db, types, clock }: Services,
  merchantId: string,
  deliveries: readonly Delivery[],
  policy: Policy,
): Promise<ReadonlyMap<string, { readonly type: string; readonly frame: CardDelivery }>> {
  const cards = deliveries.filter(({ kind }) => kind === 'card');
  const tickets = await ticketsOf(db, merchantId, cards);
  const ofOrders = await ticketsOfOrders(
    db,
    merchantId,
    [...tickets.values()].map(({ order }) => order.id),
  );
  const context = { types, policy, now: clock.now() };
  return new Map(
    cards.flatMap(({ id, ticketId, messageId }) => {
      const ticket = tickets.get(ticketId);
      if (!ticket) return [];
      const related = ofOrders.filter((other) => other.order.id === ticket.order.id && other.id !== ticketId);
      // The conversation is the buyer's too: the card is made of what they may see.
      const message = toCardMessage(viewFor(ticket, related, { audience: 'buyer' }, context), types.get(ticket.type));
      const { conversationId, type } = ticket;
      return [[id, { type, frame: { deliveryId: id, ticketId, conversationId, messageId, message } }]];
    }),
  );
}

/** The replies among some deliveries, by delivery id. */
async function readReplies(
  { db }: Services,
  merchantId: string,
  deliveries: readonly Delivery[],
): Promise<ReadonlyMap<string, ReplyDelivery>> {
  const replies = deliveries.filter(({ kind }) => kind === 'reply');
  const tickets = await ticketsOf(db, merchantId, replies);
  const events = await eventsAt(db, merchantId, replies);
  return new Map(
    replies.flatMap(({ id, ticketId, messageId, eventPosition }): [string, ReplyDelivery][] => {
      const event = events.find((one) => one.ticketId === ticketId && one.position === eventPosition)?.event;
      const told = event?.entry?.told;
      const ticket = tickets.get(ticketId);
      if (!event || !told || !ticket) return [];
      const by = actorFor(event.by, 'handlers');
      const { conversationId } = ticket;
      return [[id, { deliveryId: id, ticketId, conversationId, messageId, text: told.text, by, atMs: event.atMs }]];
    }),
  );
}

async function ticketsOf(
  db: Services['db'],
  merchantId: string,
  deliveries: readonly Delivery[],
): Promise<ReadonlyMap<string, Ticket>> {
  const ids = deliveries.map(({ ticketId }) => ticketId);
  return new Map((await ticketsById(db, merchantId, ids)).map((ticket) => [ticket.id, ticket]));
}
