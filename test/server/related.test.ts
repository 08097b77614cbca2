import type { CommandBody, TicketAnswer } from '@sidecard/core/wire';
import { KNOWS_RELATED } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUYER, MAIN, STAFF, startTestServer, type TestServer, type TestStream } from '../support/server.ts';
import { ORDER, REQUEST, RETURN_ADDRESS } from '../support/tickets.ts';

const FEW = 10;
const MANY = 150;
const READERS = [BUYER, MAIN, STAFF];
const NEW = `text/event-stream;${KNOWS_RELATED}`;

const PRICE = { amountMinor: 12_900, currency: 'CNY' };
const [MUG] = ORDER.items;
const mugs = { ...MUG, quantity: 400, paid: { amountMinor: 400 * PRICE.amountMinor, currency: 'CNY' } };
const AGREE: CommandBody = { command: 'agree', fields: { amount: PRICE, returnAddress: RETURN_ADDRESS } };

describe('an answer on an order with other tickets', () => {
  let world: TestServer;
  beforeAll(async () => {
    const orders = (_: string, id: string) => Promise.resolve({ ...ORDER, id, items: [mugs] as const });
    world = await startTestServer({ orders });
  });
  afterAll(() => world.stop());

  /** Opens tickets of one order, each about one mug. */
  async function open(orderId: string, count: number): Promise<readonly string[]> {
    const request = { ...REQUEST, items: [{ itemId: mugs.id, quantity: 1 }], amount: PRICE };
    const ids: string[] = [];
    for (let n = 0; n < count; n++) ids.push((await world.create({ orderId, request })).ticket.id);
    return ids;
  }

  /** Does something while the buyer, the shop and staff read. @returns what each of them got */
  async function heard(accept: string | undefined, work: () => Promise<unknown>): Promise<readonly string[]> {
    const streams = await Promise.all(READERS.map((who) => world.stream(who, undefined, accept)));
    for (const stream of streams) await read(stream, 'event: ready\n');
    const before = streams.map(({ text }) => text.length);
    await work();
    for (const [index, stream] of streams.entries()) await read(stream, await lastId(READERS[index]!));
    await Promise.all(streams.map((stream) => stream.close()));
    return streams.map(({ text }, index) => withoutCards(text.slice(before[index])));
  }
  /** Reads until something has come. */
  async function read(stream: TestStream, text: string): Promise<void> {
    while (!stream.text.includes(text)) await stream.pending();
    await stream.pending();
  }
  /** How the last line of a reader's log is named in a stream. */
  async function lastId(who: (typeof READERS)[number]): Promise<string> {
    return `id: ${(await world.get<{ cursor: string }>(who, '/v1/tickets?limit=1')).body.cursor}\n`;
  }
  /** Cards come when the stream has begun. */
  const withoutCards = (text: string) => text.replaceAll(/^event: card\n.*\n\n/gm, '');
  const framesIn = (text: string) =>
    [...text.matchAll(/^(?:id: (.*)\n)?event: (.*)\ndata: (.*)$/gm)].map(([, id, event, data]) => [
      id,
      event,
      JSON.parse(data!) as unknown,
    ]);
  const idsIn = (text: string) => text.match(/^id: .*$/gm) ?? [];
  const ticketsIn = (text: string) =>
    [...text.matchAll(/^event: ticket\ndata: (.*)$/gm)].map(
      ([, data]) => (JSON.parse(data!) as Pick<TicketAnswer, 'ticket'>).ticket,
    );

  it('tells as much to each reader, however many tickets there are', async () => {
    const few = await open(`${ORDER.id}-few`, FEW);
    const many = await open(`${ORDER.id}-many`, MANY);
    const ofFew = await heard(NEW, () => world.move(MAIN, few[0]!, AGREE));
    const ofMany = await heard(NEW, () => world.move(MAIN, many[0]!, AGREE));
    for (const [index, text] of ofMany.entries()) {
      // The ticket that was answered names more others than one of a few.
      expect(idsIn(text)).toHaveLength(2);
      expect(text.length).toBeLessThan(ofFew[index]!.length + 4000);
      expect(text).toMatch(/^event: related\ndata: \{"orderId":"[^"]*-many","ticketId":"[^"]*"\}$/m);
      expect(ticketsIn(text).map(({ id }) => id)).toEqual([many[0]]);
    }
  }, 60_000);

  it('gives every ticket, as it is now, to a reader of an earlier release', async () => {
    const ids = await open(`${ORDER.id}-old`, FEW);
    const texts = await heard(undefined, () => world.move(MAIN, ids[0]!, AGREE));
    for (const [index, text] of texts.entries()) {
      expect(text).not.toContain('event: related');
      expect(idsIn(text)).toHaveLength(2);
      const shown = new Map(ticketsIn(text).map((ticket) => [ticket.id, ticket]));
      expect([...shown.keys()].sort()).toEqual([...ids].sort());
      for (const id of ids) {
        const now = await world.get<TicketAnswer>(READERS[index]!, `/v1/tickets/${id}`);
        expect(shown.get(id)).toEqual(now.body.ticket);
      }
    }
  });

  it('is the same for who reads the log later', async () => {
    const ids = await open(`${ORDER.id}-later`, 3);
    for (const accept of [undefined, NEW]) {
      const { cursor } = (await world.get<{ cursor: string }>(STAFF, '/v1/tickets')).body;
      const [, , live] = await heard(accept, () => world.move(MAIN, accept ? ids[1]! : ids[0]!, AGREE));
      const late = await world.stream(STAFF, cursor, accept);
      await read(late, await lastId(STAFF));
      expect(framesIn(late.text).slice(1)).toEqual(framesIn(live!));
      await late.close();
    }
  });

  it('gives who has missed several answers the whole tickets of an order once', async () => {
    const [one, two] = [await open(`${ORDER.id}-once`, 4), await open(`${ORDER.id}-next`, 3)];
    const { cursor } = (await world.get<{ cursor: string }>(STAFF, '/v1/tickets')).body;
    for (const id of one.slice(1)) await world.move(MAIN, id, AGREE);
    await world.move(MAIN, two[0]!, AGREE);
    const late = await world.stream(STAFF, cursor);
    await read(late, await lastId(STAFF));
    const shown = new Map(ticketsIn(late.text).map((ticket) => [ticket.id, ticket]));
    for (const id of [...one, ...two]) {
      expect(shown.get(id)).toEqual((await world.get<TicketAnswer>(STAFF, `/v1/tickets/${id}`)).body.ticket);
    }
    const without = framesIn(late.text).filter(([id, event]) => id === undefined && event === 'ticket');
    expect(without).toHaveLength(one.length - 1 + two.length - 1);
    await late.close();
  });

  it('has a reader of an earlier release read everything again if there are very many', async () => {
    const ids = await open(`${ORDER.id}-most`, 102);
    const texts = await heard(undefined, () => world.move(MAIN, ids[0]!, AGREE));
    for (const text of texts) {
      expect(text).toContain('event: reset\ndata: {"reason":"cursor-too-old"}');
      expect(ticketsIn(text).every(({ id }) => id === ids[0])).toBe(true);
    }
  }, 60_000);

  it('is in a long poll as well', async () => {
    const ids = await open(`${ORDER.id}-poll`, 3);
    const ask = async (accept: string, poll?: string) =>
      (
        await world.get<{ frames: { event: string; id?: string }[]; poll: string }>(
          BUYER,
          `/v1/events${poll ? `?poll=${poll}&wait=1` : ''}`,
          { accept },
        )
      ).body;
    const [known, whole] = [await ask(`application/json;${KNOWS_RELATED}`), await ask('application/json')];
    await world.move(MAIN, ids[0]!, AGREE);
    const frames = async (accept: string, poll: string) =>
      (await ask(accept, poll)).frames.map(({ event, id }) => `${event} ${id === undefined ? '' : 'id'}`.trim());
    expect(await frames(`application/json;${KNOWS_RELATED}`, known.poll)).toEqual(['ticket id', 'related id']);
    expect(await frames('application/json', whole.poll)).toEqual(['ticket id', 'ticket', 'ticket', 'ticket id']);
  });
});
