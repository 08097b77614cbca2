import type { Client } from '@sidecard/client';
import type { CardDelivery, ReplyDelivery, TicketView } from '@sidecard/core/wire';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BUYER, MAIN, SUB } from '../support/server.ts';
import {
  type Backend,
  BACKENDS,
  closeClients,
  DECLINE,
  type Line,
  type Shop,
  START_TIMEOUT_MS,
} from './support/shops.ts';
import { eventually, until } from './support/until.ts';

describe.each(BACKENDS)('cards and replies, over the $name', ({ start }) => {
  let backend: Backend;
  let shop: Shop;
  let line: Line;
  let client: Client;
  const acks = () => line.requests.filter((called) => called.endsWith('/ack')).length;
  const live = (one: Client) => until(one.connection, ({ state }) => state === 'live');
  /** A client that is online without showing anything. */
  const online = async (who: typeof MAIN): Promise<Client> => {
    const one = shop.client(who);
    one.connection.subscribe(() => {});
    await live(one);
    return one;
  };

  beforeAll(async () => {
    backend = await start();
  }, START_TIMEOUT_MS);
  beforeEach(async () => {
    shop = await backend.openShop();
    line = shop.line(MAIN);
    client = shop.client(MAIN, { line });
  });
  afterEach(() => {
    closeClients();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
  afterAll(() => backend.stop());

  it('[R1] brings one card of a new ticket, and acknowledges it once it is shown', async () => {
    const cards: CardDelivery[] = [];
    client.cards.subscribe((card) => void cards.push(card));
    await live(client);
    const ticket = await shop.create();
    await eventually(() => acks() === 1);
    expect(cards).toMatchObject([
      { ticketId: ticket.id, conversationId: ticket.conversationId, message: { kind: 'ticket-card' } },
    ]);
    // the next page is not told again
    const next = shop.client(MAIN);
    next.cards.subscribe((card) => void cards.push(card));
    await live(next);
    const second = await shop.create();
    await eventually(() => cards.some(({ ticketId }) => ticketId === second.id));
    expect(cards.filter(({ ticketId }) => ticketId === ticket.id)).toHaveLength(1);
  });

  it('[R9] brings it to every account that is online, to each once, under one message id', async () => {
    const seen: [string, string][] = [];
    const sub = shop.client(SUB);
    client.cards.subscribe(({ messageId }) => void seen.push(['main', messageId]));
    sub.cards.subscribe(({ messageId }) => void seen.push(['sub', messageId]));
    await Promise.all([live(client), live(sub)]);
    await shop.create();
    await eventually(() => seen.length === 2);
    expect(seen.map(([who]) => who).sort()).toEqual(['main', 'sub']);
    expect(new Set(seen.map(([, messageId]) => messageId)).size).toBe(1);
  });

  it('[R9] keeps it for the first who comes when nobody is online', async () => {
    const ticket = await shop.create();
    const first = await new Promise<CardDelivery>((resolve) => client.cards.subscribe(resolve));
    expect(first.ticketId).toBe(ticket.id);
  });

  it('holds a card until somebody subscribes', async () => {
    const stop = client.connection.subscribe(() => {});
    await live(client);
    const ticket = await shop.create();
    await until(client.tickets, (tickets) => tickets.has(ticket.id));
    expect(acks()).toBe(0);
    const card = await new Promise<CardDelivery>((resolve) => client.cards.subscribe(resolve));
    expect(card.ticketId).toBe(ticket.id);
    stop();
  });

  it('shows one after the other, never one twice at once', async () => {
    let busy = 0;
    let most = 0;
    const shown: string[] = [];
    client.cards.subscribe(async ({ deliveryId }) => {
      most = Math.max(most, ++busy);
      await new Promise((resolve) => setImmediate(resolve));
      busy--;
      shown.push(deliveryId);
    });
    await live(client);
    for (let i = 0; i < 3; i++) await shop.create();
    // a new connection brings again what is not yet acknowledged
    line.breakStream();
    await eventually(() => acks() === 3);
    expect(most).toBe(1);
    expect(new Set(shown).size).toBe(shown.length);
  });

  it('brings again what the host could not show, after a while, and lets the next one pass', async () => {
    const tries: string[] = [];
    client.cards.subscribe(({ ticketId }) => {
      tries.push(ticketId);
      if (tries.length === 1) throw new Error('The chat is not ready.');
    });
    await live(client);
    const ticket = await shop.create();
    await eventually(() => tries.length === 1);
    const next = await shop.create();
    await eventually(() => acks() === 2);
    expect(tries).toEqual([ticket.id, next.id, ticket.id]);
  });

  it.each([
    ['as an uncaught one', (report: (error: unknown) => void) => vi.stubGlobal('reportError', report)],
    [
      'on the console where there is no `reportError`',
      (report: (error: unknown) => void) => vi.spyOn(console, 'error').mockImplementation(report),
    ],
  ])('tells the first error of a handler for each card, %s', async (_, listen) => {
    const told: unknown[] = [];
    listen((error) => told.push(error));
    const fault = new Error('The handler’s own fault.');
    let calls = 0;
    client.cards.subscribe(async () => {
      if (calls++ < 2) throw fault;
    });
    await live(client);
    await shop.create();
    await eventually(() => acks() === 1);
    expect(told).toEqual([fault]);
  });

  it('acknowledges again, without showing again, when the acknowledgement was lost', async () => {
    const cards: string[] = [];
    client.cards.subscribe(({ messageId }) => void cards.push(messageId));
    await live(client);
    line.loseAnswer(/ack$/);
    await shop.create();
    await eventually(() => acks() === 2);
    expect(cards).toHaveLength(1);
  });

  describe('replies', () => {
    let ticket: TicketView;
    beforeEach(async () => {
      ticket = await shop.create();
    });

    it('[R7] hands what the buyer is told to the host once, though the answer tells it too', async () => {
      const replies: ReplyDelivery[] = [];
      client.replies.subscribe((reply) => void replies.push(reply));
      await live(client);
      const result = await client.send(ticket.id, DECLINE);
      await eventually(() => acks() === 1);
      line.breakStream();
      await until(client.connection, ({ state }) => state !== 'live');
      await live(client);
      const sentMessage = result.status === 'confirmed' ? result.sentMessage : undefined;
      expect(replies).toMatchObject([{ ...sentMessage, ticketId: ticket.id, by: { name: 'Boss Wang' } }]);
    });

    it('never hands out what was refused', async () => {
      const replies: ReplyDelivery[] = [];
      client.replies.subscribe((reply) => void replies.push(reply));
      await live(client);
      await client.send(ticket.id, { command: 'reply', fields: { text: '' } });
      await client.send(ticket.id, { command: 'reply', fields: { text: 'Good day.' } });
      await eventually(() => replies.length === 1);
      expect(replies[0]?.text).toBe('Good day.');
    });

    it('[R7] goes to other handlers under the same id when its author did not post it for a minute', async () => {
      await shop.grant(SUB.accountId, ['task.handle']);
      const author = await online(MAIN);
      const colleague = shop.client(SUB);
      const got: ReplyDelivery[] = [];
      colleague.replies.subscribe((reply) => void got.push(reply));
      await live(colleague);
      const result = await author.send(ticket.id, { command: 'reply', fields: { text: 'Good day.' } });
      await until(
        colleague.ticket(ticket.id),
        ({ view }) => view?.history.some(({ sentMessage }) => sentMessage) === true,
      );
      expect(got).toEqual([]);
      await shop.advance(61_000);
      await eventually(() => got.length === 1);
      expect(result).toMatchObject({ sentMessage: { messageId: got[0]?.messageId } });
    });

    it('brings the buyer none', async () => {
      const buyer = shop.client(BUYER);
      const got: unknown[] = [];
      buyer.replies.subscribe((reply) => void got.push(reply));
      buyer.cards.subscribe((card) => void got.push(card));
      await live(buyer);
      await client.send(ticket.id, DECLINE);
      await until(buyer.ticket(ticket.id), ({ view }) => view?.workflow === 'declined');
      expect(got).toEqual([]);
    });
  });
});
