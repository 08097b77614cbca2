import {
  actorFor,
  cardMessageId,
  cardRecipients,
  type CardDelivery,
  type Policy,
  type ReplyDelivery,
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

/** What the deliveries need to know. */
export interface DeliveriesOptions {
  readonly policy: Policy;
  readonly now: () => number;
  readonly accounts: () => readonly Account[];
  readonly isOnline: (accountId: string) => boolean;
  readonly tell: (accountId: string, row: Row) => void;
}

/** Cards and replies that wait for somebody to show or post them, until they are acknowledged (R1, R7, R9). */
export type Deliveries = ReturnType<typeof createDeliveries>;

/** Makes empty deliveries. */
export function createDeliveries({ policy, now, accounts, isOnline, tell }: DeliveriesOptions) {
  let rows: Row[] = [];
  /** Cards for which nobody was online; the first who comes gets them. */
  let waiting: Omit<CardDelivery, 'deliveryId'>[] = [];

  function add(row: Row): void {
    rows.push(row);
    tell(row.accountId, row);
  }

  function chosen(candidates: readonly Account[]): readonly string[] {
    return cardRecipients(candidates, policy).map(({ accountId }) => accountId);
  }

  function addCard(buyersView: TicketView, type: TicketType | undefined): void {
    const card = {
      ticketId: buyersView.id,
      conversationId: buyersView.conversationId,
      messageId: cardMessageId(buyersView.id),
      message: toCardMessage(buyersView, type),
    };
    const recipients = chosen(accounts().filter(({ accountId }) => isOnline(accountId)));
    for (const accountId of recipients) add({ accountId, kind: 'card', delivery: { ...card, deliveryId: newId() } });
    if (recipients.length === 0) waiting.push(card);
  }

  function addReply(event: TicketEvent, ticket: Ticket): void {
    const told = event.entry?.told;
    if (!told || event.by.party !== 'merchant') return;
    const delivery: ReplyDelivery = {
      ...told,
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
    if (waiting.length > 0 && chosen([account]).length > 0) {
      const { accountId } = account;
      rows.push(
        ...waiting.map((card): Row => ({ accountId, kind: 'card', delivery: { ...card, deliveryId: newId() } })),
      );
      waiting = [];
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
