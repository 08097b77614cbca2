import {
  actorFor,
  cardMessageId,
  type CardDelivery,
  type Policy,
  type ReplyDelivery,
  routeCard,
  type Routing,
  type Ticket,
  type TicketEvent,
  type TicketType,
  type TicketView,
  toCardMessage,
} from '@sidecard/core';
import { newId } from '../ids.js';
import type { Account } from './accounts.js';

/** How long the acting account alone has a reply to post, before every handler who is online gets it. */
const OWN_REPLY_MS = 60_000;

type Row = { readonly accountId: string } & (
  | { readonly kind: 'card'; readonly delivery: CardDelivery }
  | { readonly kind: 'reply'; readonly delivery: ReplyDelivery; spreadAtMs: number }
);

/** A card for which nobody was online. */
interface Waiting {
  readonly type: string;
  readonly card: Omit<CardDelivery, 'deliveryId'>;
}

/** What the deliveries need to know. */
export interface DeliveriesOptions {
  readonly merchantId: string;
  readonly policy: () => Policy;
  readonly routing: Routing;
  readonly onError: (error: unknown) => void;
  readonly now: () => number;
  readonly accounts: () => readonly Account[];
  readonly isOnline: (accountId: string) => boolean;
  readonly tell: (accountId: string, row: Row) => void;
}

/** Cards and replies that wait for somebody to show or post them, until they are acknowledged (R1, R7, R9). */
export type Deliveries = ReturnType<typeof createDeliveries>;

/** Makes empty deliveries. */
export function createDeliveries({
  merchantId,
  policy,
  routing,
  onError,
  now,
  accounts,
  isOnline,
  tell,
}: DeliveriesOptions) {
  let rows: Row[] = [];
  /** Cards for which nobody was online; the first who comes gets them. */
  let waiting: Waiting[] = [];

  function add(row: Row): void {
    rows.push(row);
    tell(row.accountId, row);
  }

  /** Accounts that are there and to have a card of this type. */
  function chosen(type: string): readonly string[] {
    const online = accounts().filter(({ accountId }) => isOnline(accountId));
    const { accountIds, fault, cause } = routeCard(routing, online, { merchantId, type, policy: policy() });
    if (fault) onError(cause ?? new Error(`The routing of cards: ${fault}.`));
    return accountIds;
  }

  function addCard(buyersView: TicketView, type: TicketType | undefined): void {
    const card = {
      ticketId: buyersView.id,
      conversationId: buyersView.conversationId,
      messageId: cardMessageId(buyersView.id),
      message: toCardMessage(buyersView, type),
    };
    const recipients = chosen(buyersView.type);
    for (const accountId of recipients) add({ accountId, kind: 'card', delivery: { ...card, deliveryId: newId() } });
    if (recipients.length === 0) waiting.push({ type: buyersView.type, card });
  }

  function addReply(event: TicketEvent, ticket: Ticket): void {
    const sentMessage = event.entry?.sentMessage;
    if (!sentMessage || event.by.party !== 'merchant') return;
    const delivery: ReplyDelivery = {
      ...sentMessage,
      deliveryId: newId(),
      ticketId: ticket.id,
      conversationId: ticket.conversationId,
      by: actorFor(event.by, 'handlers'),
      atMs: event.atMs,
    };
    add({ accountId: event.by.accountId, kind: 'reply', delivery, spreadAtMs: now() + OWN_REPLY_MS });
  }

  /** Brings a connection what waits for its account. */
  function onConnect(account: Account): readonly Row[] {
    for (const one of [...waiting]) {
      const [accountId] = chosen(one.type);
      if (accountId === undefined) continue;
      waiting = waiting.filter((other) => other !== one);
      const row: Row = { accountId, kind: 'card', delivery: { ...one.card, deliveryId: newId() } };
      // the newcomer gets it with all else that waits for it
      if (accountId === account.accountId) rows.push(row);
      else add(row);
    }
    return rows.filter(({ accountId }) => accountId === account.accountId);
  }

  /** Replies that their author did not post in time go to every handler who is online. */
  function tick(): void {
    for (const row of [...rows]) {
      if (row.kind !== 'reply' || row.spreadAtMs > now()) continue;
      const handlers = accounts().filter(
        ({ accountId, permissions }) => permissions.includes('task.handle') && isOnline(accountId),
      );
      const { messageId } = row.delivery;
      const has = (id: string) =>
        rows.some((other) => other.accountId === id && other.delivery.messageId === messageId);
      row.spreadAtMs = Infinity;
      for (const { accountId } of handlers) {
        if (!has(accountId))
          add({ accountId, kind: 'reply', delivery: { ...row.delivery, deliveryId: newId() }, spreadAtMs: Infinity });
      }
    }
  }

  /** @returns whether there was such a delivery; a reply that one account posted is posted for all */
  function acknowledge(accountId: string, deliveryId: string): boolean {
    const row = rows.find((one) => one.accountId === accountId && one.delivery.deliveryId === deliveryId);
    if (!row) return false;
    const { messageId } = row.delivery;
    rows = rows.filter((one) => one !== row && (one.kind !== 'reply' || one.delivery.messageId !== messageId));
    return true;
  }

  return { addCard, addReply, onConnect, tick, acknowledge };
}
