import { cardMessageId, isCovered, type Policy } from '@sidecard/core';
import type { TicketChange } from '../commands/change.js';
import type { Db, Services } from '../services.js';
import type { Delivery } from '../storage/deliveries.js';
import type { Presence } from '../streams/presence.js';

/** How long a reply is offered to the acting account's clients alone, in milliseconds. */
export const REPLY_ALONE_MS = 60_000;

type NewDelivery = Delivery & { readonly merchantId: string };

/** What has to be handed to the host because of a change: the new ticket's cards (R1, R9), and what the buyer is told (R7). */
export async function deliveriesOf(
  services: Services & { readonly presence: Presence },
  tx: Db,
  change: TicketChange,
  policy: Policy,
): Promise<readonly NewDelivery[]> {
  return [...(await cardsOf(services, tx, change, policy)), ...repliesOf(services, change)];
}

async function cardsOf(
  services: Services & { readonly presence: Presence },
  tx: Db,
  { before, after: { ticket } }: TicketChange,
  policy: Policy,
): Promise<readonly NewDelivery[]> {
  const { merchantId, type } = ticket;
  if (before || !isCovered(type, policy)) return [];
  const chosen = services.routeCard(await services.presence.online(tx, merchantId), { merchantId, type, policy });
  // Nobody to give it to: it waits for the first who comes.
  return (chosen.length > 0 ? chosen : ['']).map((accountId) => ({
    id: services.newId(),
    kind: 'card',
    merchantId,
    ticketId: ticket.id,
    accountId,
    messageId: cardMessageId(ticket.id),
    eventPosition: 1,
    widensAtMs: undefined,
  }));
}

function repliesOf({ newId }: Services, { before, after: { ticket }, events }: TicketChange): readonly NewDelivery[] {
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
        widensAtMs: ofAccount ? atMs + REPLY_ALONE_MS : atMs,
      },
    ];
  });
}
