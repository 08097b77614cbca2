import { cardMessageId, type Policy } from '@sidecard/core';
import { isCovered } from '@sidecard/core/server';
import type { ServerContext } from '../context/context.js';
import type { LogEntry, NewDelivery, TicketChange } from '../storage/records.js';
import type { AccountReads } from '../storage/store.js';
import { FEED_STREAM } from '../storage/streams.js';

/** How long a card or reply is offered only to one account, in milliseconds. Then other online accounts can get it too. */
export const ALONE_MS = 60_000;

/** Creates the deliveries that follow from a change: the new ticket's cards (R1, R9), and messages to the buyer (R7). */
export async function newDeliveries(
  context: ServerContext,
  reads: AccountReads,
  change: TicketChange,
  policy: Policy,
): Promise<readonly NewDelivery[]> {
  return [...(await cardsOf(context, reads, change, policy)), ...repliesOf(context, change)];
}

/** Returns the lines of the feed: one for each message, whoever its deliveries are for. */
export function feedEntries(deliveries: readonly NewDelivery[], atMs: number): readonly LogEntry[] {
  const messages = new Map<string, NewDelivery>();
  for (const delivery of deliveries) {
    const key = JSON.stringify([delivery.merchantId, delivery.messageId]);
    if (!messages.has(key)) messages.set(key, delivery);
  }
  return [...messages.values()].map(({ merchantId, ticketId, id }) => ({
    merchantId,
    stream: FEED_STREAM,
    frame: 'delivery',
    ticketId,
    messageId: id,
    atMs,
  }));
}

async function cardsOf(
  { newId, presence, routeCard }: ServerContext,
  reads: AccountReads,
  { before, after: { ticket } }: TicketChange,
  policy: Policy,
): Promise<readonly NewDelivery[]> {
  const { merchantId, type, createdAtMs } = ticket;
  if (before || !isCovered(type, policy)) return [];
  const chosen = routeCard(await presence.online(reads, merchantId), { merchantId, type, policy });
  // If nobody is online, it waits for the first account that comes online.
  return (chosen.length > 0 ? chosen : ['']).map((accountId) => ({
    id: newId(),
    kind: 'card',
    merchantId,
    ticketId: ticket.id,
    accountId,
    messageId: cardMessageId(ticket.id),
    eventPosition: 1,
    widensAtMs: accountId === '' ? undefined : createdAtMs + ALONE_MS,
  }));
}

function repliesOf(
  { newId }: ServerContext,
  { before, after: { ticket }, events }: TicketChange,
): readonly NewDelivery[] {
  return events.flatMap(({ entry, by, atMs }, index): NewDelivery[] => {
    if (!entry?.sentMessage) return [];
    const ofAccount = by.party === 'merchant';
    return [
      {
        id: newId(),
        kind: 'reply',
        merchantId: ticket.merchantId,
        ticketId: ticket.id,
        accountId: ofAccount ? by.accountId : '',
        messageId: entry.sentMessage.messageId,
        eventPosition: (before?.events ?? 0) + index + 1,
        widensAtMs: ofAccount ? atMs + ALONE_MS : atMs,
      },
    ];
  });
}
