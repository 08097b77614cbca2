import type { Client } from '@sidecard/client';
import type { CommandBody, TicketView } from '@sidecard/core/wire';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BUYER, MAIN, STAFF, SUB } from '../support/server.ts';
import { ORDER } from '../support/tickets.ts';
import { type Backend, BACKENDS, closeClients, type Shop, START_TIMEOUT_MS } from './support/shops.ts';
import { eventually, settled, until } from './support/until.ts';

const ISSUE = { type: 'delivery-issue', orderId: `${ORDER.id}-linked`, request: { reason: 'lost' }, locale: 'en' };
const HAND_OVER: CommandBody = {
  command: 'hand-over',
  choice: 'resend',
  fields: { items: [{ itemId: 'mug', quantity: 2 }], text: 'So sorry for this.' },
};

describe.each(BACKENDS)('a ticket that leads to another one, over the $name', ({ start }) => {
  let backend: Backend;
  let shop: Shop;
  beforeAll(async () => {
    backend = await start();
    shop = await backend.openShop();
  }, START_TIMEOUT_MS);
  afterEach(closeClients);
  afterAll(() => backend.stop());

  it('[R1] [R7] comes to everybody with it, whole, with one card and one message to the buyer each', async () => {
    const people = [BUYER, SUB, MAIN, STAFF].map((who) => shop.client(who));
    const [buyer, , main] = people as [Client, Client, Client, Client];
    /** Every state of every ticket that anybody was shown. */
    const shown: TicketView[] = [];
    for (const client of people) client.tickets.subscribe((tickets) => void shown.push(...tickets.values()));
    const cards: string[] = [];
    const replies: string[] = [];
    main.cards.subscribe(({ ticketId, message }) => void cards.push(`${ticketId} ${message.snapshot.displayStatus}`));
    main.replies.subscribe(({ ticketId, text }) => void replies.push(`${ticketId} ${text}`));
    for (const client of people) await until(client.connection, ({ state }) => state === 'live');

    const made = await buyer.create(ISSUE);
    if (made.status !== 'confirmed') throw new Error(JSON.stringify(made));
    await until(main.ticket(made.ticket.id), ({ status }) => status === 'ready');
    const sent = await main.send(made.ticket.id, HAND_OVER);
    if (sent.status !== 'confirmed') throw new Error(JSON.stringify(sent));
    const [led] = sent.ticket.links ?? [];
    const other = led?.ticketId ?? '';

    for (const client of people) {
      const tickets = await until(client.tickets, (all) => all.has(other));
      expect(tickets.get(made.ticket.id)).toMatchObject({
        workflow: 'awaiting-confirmation',
        links: [{ relation: 'led-to' }],
      });
      expect(tickets.get(other)).toMatchObject({ workflow: 'awaiting-fulfilment', links: [{ relation: 'came-from' }] });
    }
    await eventually(() => cards.length > 1 && replies.length > 0);
    await settled();
    expect(cards.sort()).toEqual([`${made.ticket.id} awaiting-merchant`, `${other} awaiting-fulfilment`].sort());
    expect(replies).toEqual([`${made.ticket.id} We will resend: Fog-blue handmade mug ×2. So sorry for this.`]);
    // nobody was shown the new one before it was agreed on
    expect(shown.filter(({ id, workflow }) => id === other && workflow !== 'awaiting-fulfilment')).toEqual([]);
  });
});
