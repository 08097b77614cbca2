import type { TransportAnswer } from '@sidecard/client';
import type { TicketView } from '@sidecard/core/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { BUYER, type Claims, MAIN } from '../support/server.ts';
import { ORDER, REQUEST } from '../support/tickets.ts';
import { closeClients, identityOf, memoryShop, type Shop } from './support/shops.ts';
import { eventually, settled, until } from './support/until.ts';

afterEach(closeClients);

const ORDER_ID = `${ORDER.id}-1`;
const LARGE_ORDER_ID = `${ORDER.id}-large`;
const PRICE = { amountMinor: 12_900, currency: 'CNY' };

const ONE = { ...REQUEST, items: [{ itemId: 'mug', quantity: 1 }], amount: PRICE };
const [MUG] = ORDER.items;
const MANY_MUGS = [{ ...MUG, quantity: 200, paid: { amountMinor: 200 * PRICE.amountMinor, currency: 'CNY' } }] as const;

/** A shop with an order that has one ticket per mug. */
async function twoTickets() {
  const { shop, backend } = memoryShop();
  const open = async () =>
    (await backend.create({ type: 'return-refund', orderId: ORDER_ID, request: ONE, locale: 'en' })).id;
  return { shop, backend, ids: [await open(), await open()] as const };
}
/** Opens tickets of one order, one per piece. */
async function openAll({ backend }: Pick<ReturnType<typeof memoryShop>, 'backend'>, count: number) {
  for (let n = 0; n < count; n++) {
    await backend.create({ type: 'return-refund', orderId: LARGE_ORDER_ID, request: ONE, locale: 'en' });
  }
}
/** A client of which a test sees every request, and may hold or change answers. */
function watched(
  shop: Shop,
  who: Claims,
  answer: (path: string, get: () => Promise<TransportAnswer>) => Promise<TransportAnswer>,
) {
  const line = shop.line(who);
  const asked: string[] = [];
  const request: typeof line.transport.request = (one) => {
    asked.push(`${one.method} ${one.path}`);
    return answer(one.path, () => line.transport.request(one));
  };
  const client = shop.client(who, { line: { ...line, transport: { ...line.transport, request } } });
  return { client, asked };
}
const of = ({ actions, otherCases }: TicketView) => ({ actions, otherCases });

describe('the other tickets of an order', () => {
  it('are read again when they are shown, and only then', async () => {
    const { shop, backend, ids } = await twoTickets();
    const [one, other] = ids;
    const line = shop.line(BUYER);
    const client = shop.client(BUYER, { line });
    await until(client.connection, ({ state }) => state === 'live');
    const { view: first } = await until(client.ticket(other), ({ status }) => status === 'ready');
    expect(first?.otherCases).toMatchObject([{ ticketId: one, state: 'open' }]);
    const views: unknown[] = [];
    const stop = client.ticket(other).subscribe(({ view }) => views.push(view));
    const asked = () => line.requests.filter((request) => request === `GET /v1/tickets/${other}`).length;
    const before = asked();

    await backend.act(identityOf(BUYER), one, { command: 'withdraw' });
    await until(client.ticket(other), ({ view }) => view?.otherCases?.[0]?.state === 'closed');
    expect(asked()).toBe(before + 1);
    // What is on screen stays all the while.
    expect(views).not.toContain(undefined);
    stop();

    // Nobody shows it any more: it is read when somebody does.
    const third = await backend.create({
      ...{ type: 'delivery-issue', orderId: ORDER_ID },
      ...{ request: { reason: 'lost' }, locale: 'en' },
    });
    const { view } = await until(client.ticket(third.id), ({ status }) => status === 'ready');
    expect(view?.otherCases).toHaveLength(2);
    expect(asked()).toBe(before + 1);
    const again = await until(client.ticket(other), (state) => state.view?.otherCases?.length === 2);
    expect(again.view?.otherCases?.find(({ ticketId }) => ticketId === third.id)?.state).toBe('open');
    expect(asked()).toBe(before + 2);
  });

  it('are all current for who shows every ticket', async () => {
    const { shop, ids } = await twoTickets();
    const client = shop.client(MAIN);
    client.tickets.subscribe(() => {});
    await until(client.tickets, (all) => all.size === 2);
    await until(client.connection, ({ state }) => state === 'live');
    await shop.act(BUYER, ids[0], { command: 'withdraw' });
    const fresh = shop.client(MAIN);
    for (const id of ids) {
      const now = await until(fresh.ticket(id), ({ status }) => status === 'ready');
      await eventually(() => JSON.stringify(of(client.tickets.get().get(id)!)) === JSON.stringify(of(now.view!)));
    }
  });

  it('are asked for again if the answer is older than what the stream has told', async () => {
    const { shop, backend, ids } = await twoTickets();
    const [one, other] = ids;
    const line = shop.line(BUYER);
    let held: Promise<void> | undefined;
    const request: typeof line.transport.request = async (asked) => {
      const answer = await line.transport.request(asked);
      if (asked.path === `/v1/tickets/${other}`) await held;
      return answer;
    };
    const client = shop.client(BUYER, { line: { ...line, transport: { ...line.transport, request } } });
    client.ticket(one).subscribe(() => {});
    await until(client.connection, ({ state }) => state === 'live');
    await until(client.ticket(one), ({ status }) => status === 'ready');
    let release = (): void => {};
    held = new Promise((resolve) => (release = resolve));
    client.ticket(other).subscribe(() => {});
    await eventually(() => line.requests.includes(`GET /v1/tickets/${other}`));
    await backend.act(identityOf(BUYER), one, { command: 'withdraw' });
    await until(client.ticket(one), ({ view }) => view?.workflow === 'closed');
    held = undefined;
    release();
    await until(client.ticket(other), ({ view }) => view?.otherCases?.[0]?.state === 'closed');
  });

  it('are read together for who shows every ticket, however many change while they are read', async () => {
    const world = memoryShop({}, MANY_MUGS);
    let held: Promise<void> | undefined;
    const { client, asked } = watched(world.shop, MAIN, async (path, get) => {
      const answer = await get();
      if (path.startsWith('/v1/tickets')) await held;
      return answer;
    });
    client.tickets.subscribe(() => {});
    await until(client.connection, ({ state }) => state === 'live');
    await openAll(world, 2);
    await until(client.tickets, (all) => all.size === 2);
    const lists = () => asked.filter((request) => request.startsWith('GET /v1/tickets'));
    const first = [...client.tickets.get().values()].find(({ otherCases }) => otherCases)!;
    await eventually(() => [...client.tickets.get().values()].every(({ otherCases }) => otherCases?.length === 1));

    let release = (): void => {};
    held = new Promise((resolve) => (release = resolve));
    const before = lists().length;
    await openAll(world, 18);
    await until(client.tickets, (all) => all.size === 20);
    await settled();
    expect(lists().length).toBeLessThanOrEqual(before + 3);
    held = undefined;
    release();
    await until(client.tickets, (all) => all.get(first.id)?.otherCases?.length === 19);
    await eventually(() => [...client.tickets.get().values()].every(({ otherCases }) => otherCases?.length === 19));
    expect(lists().length).toBeLessThanOrEqual(before + 8);
  });

  it('stay for who shows every ticket, also those behind the first page of the list', async () => {
    const world = memoryShop({}, MANY_MUGS);
    const { client } = watched(world.shop, MAIN, (_, get) => get());
    const sizes: number[] = [];
    client.tickets.subscribe((all) => sizes.push(all.size));
    await until(client.connection, ({ state }) => state === 'live');
    await openAll(world, 6);
    await world.shop.advance(60_000);
    for (let n = 0; n < 100; n++)
      await world.backend.create({ type: 'return-refund', orderId: `${ORDER.id}-${n}`, request: ONE, locale: 'en' });
    const all = await until(client.tickets, ({ size }) => size === 106);
    const [one, ...others] = [...all.values()].filter(({ order }) => order.id === LARGE_ORDER_ID);
    await world.shop.act(BUYER, one!.id, { command: 'withdraw' });
    const isKnown = ({ id }: TicketView) =>
      client.tickets
        .get()
        .get(id)
        ?.otherCases?.find(({ ticketId }) => ticketId === one!.id)?.state === 'closed';
    await eventually(() => others.every(isKnown));
    expect(sizes.at(-1)).toBe(106);
    expect([...sizes].sort((a, b) => a - b)).toEqual(sizes);
  });

  it('are asked for together, and not one by one, while the server does not answer', async () => {
    const world = memoryShop({}, MANY_MUGS);
    await openAll(world, 12);
    let down = false;
    const { client, asked } = watched(world.shop, MAIN, (path, get) =>
      down && path.startsWith('/v1/tickets') ? Promise.resolve({ status: 503, body: {} }) : get(),
    );
    client.tickets.subscribe(() => {});
    const all = await until(client.tickets, ({ size }) => size === 12);
    await until(client.connection, ({ state }) => state === 'live');
    await settled();
    const [one, ...others] = [...all.keys()];
    asked.length = 0;
    down = true;
    await world.shop.act(BUYER, one!, { command: 'withdraw' });
    const lists = () => asked.filter((request) => request.startsWith('GET /v1/tickets?')).length;
    await eventually(() => lists() > 1);
    down = false;
    await eventually(() =>
      others.every((id) =>
        client.tickets
          .get()
          .get(id)
          ?.otherCases?.some(({ ticketId, state }) => ticketId === one && state === 'closed'),
      ),
    );
    expect(asked.filter((request) => request.startsWith('GET /v1/tickets/'))).toEqual([]);
    expect(lists()).toBeLessThan(6);
  });

  it('are asked for until the server answers, for who shows every ticket', async () => {
    const { shop, ids } = await twoTickets();
    let failures = 0;
    const { client } = watched(shop, MAIN, (path, get) =>
      path === `/v1/tickets/${ids[1]}` && failures++ < 2 ? Promise.resolve({ status: 503, body: {} }) : get(),
    );
    client.tickets.subscribe(() => {});
    await until(client.tickets, (all) => all.size === 2);
    await until(client.connection, ({ state }) => state === 'live');
    await shop.act(BUYER, ids[0], { command: 'withdraw' });
    await until(client.tickets, (all) => all.get(ids[1])?.otherCases?.[0]?.state === 'closed');
    expect(failures).toBe(3);
  });
});
