import { readFile } from 'node:fs/promises';
import { type Order, ORDER_FACTS, refundableFor } from '@sidecard/core';
import type { Ticket } from '@sidecard/core/authoring';
import { rebuild } from '@sidecard/core/server';
import type { OrderAnswer, Problem, TicketAnswer, TicketView } from '@sidecard/core/wire';
import { createMapsStore } from '@sidecard/server/memory';
import { Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUYER, HOST, MAIN, peopleOf, STAFF, startTestServer, SUB, type TestServer } from '../support/server.ts';
import { ORDER, POLICY, REQUEST, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';

type Answer = OrderAnswer & Problem;
const HOUR_MS = 3_600_000;
const CNY = (amountMinor: number) => ({ amountMinor, currency: 'CNY' });
const { shippedAtMs: _shipped, signedAtMs: _signed, ...UNSHIPPED } = ORDER;
const [MUG, BOX] = ORDER.items as unknown as [Order['items'][0], Order['items'][0]];
const HALF = { ...REQUEST, items: [{ itemId: 'mug', quantity: 1 }], amount: CNY(12_900), refundOnly: true };
const AGREE = { command: 'agree', fields: { amount: CNY(12_900) } };
const NEW_ADDRESS = { ...RETURN_ADDRESS, street: '9 New Road' };
/** A second case of an order that has not been shipped. */
const MOVED = { type: 'address-change', request: { address: NEW_ADDRESS, reason: 'moved' } };

let named = 0;
/** An order under an id of its own. */
const anOrder = (change: Partial<Order> = {}): Order => ({ ...ORDER, id: `order-${++named}`, ...change });

const unshipped = (): Order => ({ ...UNSHIPPED, id: `order-${++named}` });

describe.each([
  ['the embedded database', () => ({})],
  ['Maps', () => ({ store: createMapsStore() })],
])('orders over %s', (_, stored) => {
  let world: TestServer;
  /** The host's own orders, which the look-up answers. */
  const shop = new Map<string, unknown>();
  const asked: string[] = [];
  const reported: string[] = [];
  beforeAll(async () => {
    world = await startTestServer({
      ...stored(),
      orders: (_merchant, orderId) => {
        asked.push(orderId);
        const order = shop.get(orderId);
        return order instanceof Error ? Promise.reject(order) : Promise.resolve(order as Order | undefined);
      },
      policy: () => POLICY,
      onError: (error) => reported.push(error.message),
    });
  });
  beforeEach(() => {
    asked.length = 0;
    reported.length = 0;
  });
  afterAll(() => world.stop());

  const put = (order: object, id = (order as Order).id, who = HOST, key?: string) =>
    world.send<Answer>(who, 'PUT', `/v1/orders/${id}`, order, key);
  const facts = (id: string, list: readonly unknown[], who = HOST, key?: string) =>
    world.send<Answer>(who, 'POST', `/v1/orders/${id}/facts`, { facts: list }, key);
  const ask = (order: Order, change = {}) => {
    shop.set(order.id, order);
    return world.create({ orderId: order.id, request: HALF, ...change });
  };
  const read = async (id: string, who = MAIN) => (await world.get<TicketAnswer>(who, `/v1/tickets/${id}`)).body.ticket;

  it('[R49] are stored by the host, with a version, and read by it alone', async () => {
    const order = anOrder();
    const first = await put(order);
    expect([first.status, first.body]).toEqual([200, { order: { ...order, version: 1 }, mended: [] }]);
    expect((await put(order)).body.order.version).toBe(1);
    expect((await put({ ...order, closedAtMs: START_MS })).body.order).toMatchObject({
      version: 2,
      closedAtMs: START_MS,
    });
    const path = `/v1/orders/${order.id}`;
    const answer = await world.get<Answer>(HOST, path);
    expect(answer.body.order).toMatchObject({ version: 2, facts: [{ fact: 'closed', source: 'host' }] });
    for (const who of [BUYER, MAIN, SUB, STAFF]) {
      expect((await world.get<Problem>(who, path)).body.code).toBe('not-found');
      expect((await put(order, order.id, who)).body.code).toBe('not-found');
      expect((await facts(order.id, [{ fact: 'closed', atMs: START_MS }], who)).body.code).toBe('not-found');
    }
    const other = peopleOf('shop-other').host;
    expect((await world.get<Problem>(other, path)).status).toBe(404);
    expect((await facts(order.id, [{ fact: 'closed', atMs: START_MS }], other)).status).toBe(404);
    expect((await world.send<Problem>(HOST, 'DELETE', path)).status).toBe(405);
  });

  it('[R46] show each reader the other cases: begun, and how they ended', async () => {
    const order = unshipped();
    const one = await ask(order, { type: 'shipment-urging', request: { reason: 'late' } });
    expect((await read(one.ticket.id)).otherCases).toBeUndefined();
    const readers = [BUYER, MAIN, STAFF];
    const streams = await Promise.all(readers.map((who) => world.stream(who)));
    for (const stream of streams) await stream.until('ready');
    const two = await ask(order, MOVED);
    const named = { ticketId: two.ticket.id, number: two.ticket.number, type: two.ticket.type };
    const oneOf = async (stream: (typeof streams)[number]) => {
      for (;;) {
        const { data } = await stream.until('ticket');
        if (data.ticket.id === one.ticket.id) return data.ticket;
      }
    };
    for (const stream of streams) expect((await oneOf(stream)).otherCases).toMatchObject([{ ...named, state: 'open' }]);
    await world.move(BUYER, two.ticket.id, { command: 'withdraw' });
    for (const stream of streams)
      expect((await oneOf(stream)).otherCases).toMatchObject([{ ...named, state: 'closed' }]);
    for (const who of readers) {
      const { otherCases, version } = await read(one.ticket.id, who);
      expect([otherCases?.length, version]).toEqual([1, 1]);
      expect((await read(two.ticket.id, who)).otherCases).toMatchObject([{ ticketId: one.ticket.id, state: 'open' }]);
    }
    for (const stream of streams) await stream.close();
    const elsewhere = await ask(anOrder());
    expect((await read(elsewhere.ticket.id)).otherCases).toBeUndefined();
  });

  it('[R49] change once for all of their tickets, ended ones too, and in every stream', async () => {
    const order = unshipped();
    const one = await ask(order, { type: 'shipment-urging', request: { reason: 'late' } });
    const two = await ask(order, MOVED);
    await world.move(BUYER, two.ticket.id, { command: 'withdraw' });
    const streams = await Promise.all([BUYER, MAIN, STAFF].map((who) => world.stream(who)));
    for (const stream of streams) await stream.until('ready');
    const shipped = { fact: 'shipped', atMs: START_MS - HOUR_MS, carrier: 'SF', trackingNumber: 'SF1' };
    const { body } = await facts(order.id, [shipped]);
    expect(body.order).toMatchObject({ version: 2, shippedAtMs: START_MS - HOUR_MS, carrier: 'SF' });
    for (const stream of streams) {
      const seen = [await stream.until('ticket'), await stream.until('ticket')].map(({ data }) => data.ticket);
      expect(seen.map(({ id }) => id).sort()).toEqual([one.ticket.id, two.ticket.id].sort());
      for (const ticket of seen) expect(ticket.order).toMatchObject({ version: 2, carrier: 'SF' });
    }
    const ticket = await read(two.ticket.id);
    expect(ticket).toMatchObject({ workflow: 'closed', orderChanged: ['carrier', 'shippedAtMs', 'trackingNumber'] });
    expect(ticket.orderAtOpening).toEqual({});
    expect(ticket.order.facts).toBeUndefined();
    expect(ticket.history.at(-1)).toMatchObject({ kind: 'order-fact-recorded', fields: { fact: 'shipped' } });
    expect((await facts(order.id, [shipped])).body.order.version).toBe(2);
    expect((await read(two.ticket.id)).version).toBe(ticket.version);
  });

  it('[R49] end the tickets that waited for the fact, and their deadlines', async () => {
    const order = unshipped();
    const waiting = await ask(order, { type: 'shipment-urging', request: { reason: 'late' } });
    const promise = { command: 'answer', fields: { byDay: '2026-07-02', text: 'It leaves tomorrow.' } };
    await world.move(MAIN, waiting.ticket.id, promise);
    await facts(order.id, [{ fact: 'shipped', atMs: START_MS }]);
    const ended = { workflow: 'resolved', ending: 'met', version: 3, deadlines: [] };
    expect(await read(waiting.ticket.id)).toMatchObject(ended);
  });

  it('[R49] keep facts that the command record-order reports on one ticket, for the others too', async () => {
    const order = unshipped();
    const one = await ask(order, { type: 'shipment-urging', request: { reason: 'late' } });
    const two = await ask(order, MOVED);
    const recorded = await world.move(HOST, one.ticket.id, { command: 'record-order', fields: { fact: 'shipped' } });
    expect(recorded.ticket.order).toMatchObject({ version: 2, shippedAtMs: START_MS });
    expect(await read(two.ticket.id)).toMatchObject({ version: 2, order: { version: 2, shippedAtMs: START_MS } });
    expect((await world.get<Answer>(HOST, `/v1/orders/${order.id}`)).body.order.version).toBe(2);
    const refused = await world.command<Problem>(HOST, one.ticket.id, {
      command: 'record-order',
      version: recorded.ticket.version,
      fields: { fact: 'signed', atMs: START_MS - 1 },
    });
    expect([refused.status, refused.body.code]).toEqual([422, 'order-fact-invalid']);
    expect(refused.body.errors).toMatchObject([{ path: 'atMs', code: 'before-shipped' }]);
  });

  it('[R49] refuse contradictory and impossible facts in words, and change nothing', async () => {
    const order = anOrder();
    await put(order);
    const before = await world.get<Answer>(HOST, `/v1/orders/${order.id}`);
    const wrong = [
      [{ fact: 'closed', atMs: Math.floor(START_MS / 1_000) }],
      [
        { fact: 'closed', atMs: START_MS },
        { fact: 'signed', atMs: Date.UTC(2100, 0) },
      ],
      [{ fact: 'signed', atMs: (ORDER.shippedAtMs ?? 0) - 1 }],
      [{ fact: 'refunded-elsewhere', atMs: START_MS, amount: CNY(999_999) }],
      [{ fact: 'freight', atMs: START_MS, amount: { amountMinor: 1, currency: 'USD' } }],
    ];
    for (const list of wrong) {
      const { status, body } = await facts(order.id, list);
      expect([status, body.code]).toEqual([422, 'order-fact-invalid']);
      expect(body.errors?.every(({ path, text }) => path.startsWith('facts[') && text.length > 20)).toBe(true);
    }
    for (const list of [
      [],
      Array.from({ length: 51 }, () => ({ fact: 'closed', atMs: START_MS })),
      [{ fact: 'sold', atMs: 1 }],
      [{ fact: 'freight', atMs: START_MS }],
      [{ fact: 'closed', atMs: 'now' }],
      [null],
    ]) {
      const { status, body } = await facts(order.id, list);
      expect([status, body.code]).toEqual([422, 'body-invalid']);
    }
    expect((await put({ ...order, buyer: { id: 'somebody', name: '' } })).body.errors).toMatchObject([
      { path: 'buyer.id' },
    ]);
    expect((await put({ ...order, id: 'other' }, order.id)).body.errors).toMatchObject([{ path: 'id' }]);
    expect((await put({ ...order, items: [] })).body).toMatchObject({
      code: 'body-invalid',
      errors: [{ path: 'items' }],
    });
    expect((await facts('unknown', [{ fact: 'closed', atMs: START_MS }])).body.code).toBe('not-found');
    expect((await world.get<Answer>(HOST, `/v1/orders/${order.id}`)).text).toBe(before.text);
  });

  it('[R49] are written once per idempotency key', async () => {
    const order = anOrder();
    const sent = await put(order, order.id, HOST, 'put-once');
    await put({ ...order, closedAtMs: START_MS });
    const again = await put(order, order.id, HOST, 'put-once');
    expect([sent.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 200, 'true']);
    expect(again.body.order.version).toBe(2);
    expect((await put({ ...order, carrier: 'SF' }, order.id, HOST, 'put-once')).body.code).toBe(
      'idempotency-key-reused',
    );
    const list = [{ fact: 'confirmed', atMs: START_MS }];
    expect((await facts(order.id, list, HOST, 'fact-once')).body.order.version).toBe(3);
    const replayed = await facts(order.id, list, HOST, 'fact-once');
    expect([replayed.body.order.version, replayed.headers.get('idempotent-replayed')]).toEqual([3, 'true']);
  });

  it('[R49] are looked up before money is promised: what changed is seen first, and caps the amount', async () => {
    const order = anOrder();
    const { ticket } = await ask(order, {
      request: { ...HALF, items: [{ itemId: 'mug', quantity: 2 }], amount: CNY(25_800) },
    });
    shop.set(order.id, { ...order, items: [{ ...MUG, quantity: 1, paid: CNY(4_000) }] });
    const agree = (version: number, amount: number) =>
      world.command(MAIN, ticket.id, { command: 'agree', version, fields: { amount: CNY(amount) } });
    const stale = await agree(ticket.version, 25_800);
    expect([stale.status, stale.body.code]).toEqual([409, 'version-conflict']);
    expect(stale.body.ticket).toMatchObject({ version: 2, order: { items: [{ paid: CNY(4_000) }] } });
    expect(stale.body.ticket.orderChanged).toEqual(['items']);
    expect(stale.body.ticket.orderAtOpening).toEqual({ items: order.items });
    expect(stale.body.changed).toMatchObject({ kind: 'order-fact-recorded', by: { party: 'host' } });
    expect((await agree(2, 25_800)).body).toMatchObject({ because: 'less-left-than-asked' });
    const propose = (amount: number) =>
      world.command(MAIN, ticket.id, {
        command: 'propose',
        version: 2,
        fields: { amount: CNY(amount), refundOnly: true, text: 'What is left of it.' },
      });
    expect((await propose(4_001)).body.problems).toMatchObject([{ field: 'amount', max: 4_000 }]);
    expect((await propose(4_000)).body.ticket.proposal).toMatchObject({ refund: CNY(4_000) });
  });

  it('[R49] are looked up when a ticket is created, for the tickets that they have', async () => {
    const order = anOrder();
    const first = await ask(order);
    shop.set(order.id, { ...order, closedAtMs: START_MS });
    const second = await world.create({ orderId: order.id, request: HALF });
    expect(second.ticket.order).toMatchObject({ version: 2, closedAtMs: START_MS });
    expect(second.ticket.orderChanged).toBeUndefined();
    expect(await read(first.ticket.id)).toMatchObject({ version: 2, order: { version: 2, closedAtMs: START_MS } });
    shop.delete(order.id);
    const box = { ...HALF, items: [{ itemId: BOX.id, quantity: 1 }], amount: CNY(1) };
    const third = await world.create({ orderId: order.id, request: box });
    expect(third.ticket.order).toMatchObject({ version: 2, closedAtMs: START_MS });
  });

  it('[R49] are needed: a look-up that fails keeps the promise waiting, and nothing else', async () => {
    const order = anOrder();
    const { ticket } = await ask(order);
    shop.set(order.id, new Error('the host is down'));
    const refused = await world.command(MAIN, ticket.id, { ...AGREE, version: 1 });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
    expect(reported).toEqual(['Error: the host is down']);
    await world.move(MAIN, ticket.id, { command: 'reply', fields: { text: 'A moment, please.' } });
    shop.set(order.id, { ...order, items: [{ ...MUG, paid: { amountMinor: 1, currency: 'USD' } }, BOX] });
    expect((await world.command(MAIN, ticket.id, { ...AGREE, version: 1 })).status).toBe(503);
    expect(reported[1]).toMatch(/items: All items must be paid in one currency/);
    expect(await read(ticket.id)).toMatchObject({ version: 1, workflow: 'awaiting-merchant' });
  });

  it('[R49] are promised money for although each look-up has another picture URL', async () => {
    const order = anOrder();
    const { ticket } = await ask(order);
    let signature = 0;
    const pictureUrl = () => `https://pictures.example/mug?signature=${++signature}`;
    shop.set(order.id, { ...order, items: [{ ...MUG, pictureUrl: pictureUrl(), title: 'A mug' }, BOX] });
    const agreed = await world.command(MAIN, ticket.id, { ...AGREE, version: ticket.version });
    expect([agreed.status, agreed.body.ticket.version]).toEqual([200, 2]);
    expect(agreed.body.ticket.orderChanged).toBeUndefined();
    expect(agreed.body.ticket.history.some(({ kind }) => kind === 'order-fact-recorded')).toBe(false);
  });

  it('[R49] may move to another chat: tickets stay in theirs, and new ones are in the new one', async () => {
    const order = anOrder();
    const { ticket } = await ask(order);
    shop.set(order.id, { ...order, conversationId: 'another-chat' });
    const agreed = await world.command(MAIN, ticket.id, { ...AGREE, version: ticket.version });
    expect([agreed.status, agreed.body.ticket.version, reported]).toEqual([200, 2, []]);
    expect(agreed.body.ticket.conversationId).toBe(order.conversationId);
    const box = { ...HALF, items: [{ itemId: BOX.id, quantity: 1 }], amount: CNY(1) };
    const next = await world.create({ orderId: order.id, request: box });
    expect(next.ticket.conversationId).toBe('another-chat');
    expect(await read(ticket.id)).toMatchObject({ version: 2, conversationId: order.conversationId });
    await world.move(HOST, ticket.id, { command: 'record-order', fields: { fact: 'confirmed' } });
    const known = (await world.get<Answer>(HOST, `/v1/orders/${order.id}`)).body.order;
    expect(known).toMatchObject({ conversationId: 'another-chat', confirmedAtMs: START_MS });
  });

  it('[R49] stay as they are known if the look-up contradicts them: that is reported, and the command goes on', async () => {
    const order = anOrder();
    const { ticket } = await ask(order);
    shop.set(order.id, { ...order, shippedAtMs: 5 });
    const agreed = await world.command(MAIN, ticket.id, { ...AGREE, version: ticket.version });
    expect([agreed.status, agreed.body.ticket.version]).toEqual([200, 2]);
    expect(agreed.body.ticket.order.shippedAtMs).toBe(order.shippedAtMs);
    expect(reported).toHaveLength(1);
    expect(reported[0]).toMatch(/shippedAtMs: Looks like seconds.*stays as it was/);
    const box = { ...HALF, items: [{ itemId: BOX.id, quantity: 1 }], amount: CNY(1) };
    expect((await world.create({ orderId: order.id, request: box })).ticket.order.version).toBe(1);
    // Another buyer's look-up opens nothing on the known buyer's order.
    shop.set(order.id, { ...order, buyer: { id: 'somebody', name: 'Some Body' } });
    const somebody = { ...BUYER, accountId: 'somebody' };
    const create = { type: 'return-refund', orderId: order.id, request: box };
    expect((await world.send<Problem>(somebody, 'POST', '/v1/tickets', create)).body.code).toBe('not-found');
    // What is not known yet cannot stay as it is.
    const fresh = { ...anOrder(), shippedAtMs: 5 };
    shop.set(fresh.id, fresh);
    const refused = await world.send<Problem>(BUYER, 'POST', '/v1/tickets', { ...create, orderId: fresh.id });
    expect([refused.status, refused.body.code]).toEqual([503, 'unavailable']);
  });

  it('[R49] are not looked up for a repeated write, nor for one that is refused anyway', async () => {
    const order = anOrder();
    const { ticket } = await ask(order);
    asked.length = 0;
    expect((await world.command(MAIN, ticket.id, { ...AGREE, version: 9 })).status).toBe(409);
    expect((await world.command(SUB, ticket.id, { ...AGREE, version: 1 })).status).toBe(403);
    expect(asked).toEqual([]);
    const agree = () => world.command(MAIN, ticket.id, { ...AGREE, version: 1 }, `agree-${order.id}`);
    expect((await agree()).status).toBe(200);
    shop.set(order.id, new Error('the host is down'));
    expect((await agree()).headers.get('idempotent-replayed')).toBe('true');
    expect(asked).toEqual([order.id]);
  });

  it('[R49] are redirected for all of their tickets, until the host reports a third address', async () => {
    const order = unshipped();
    const other = await ask(order, { type: 'shipment-urging', request: { reason: 'late' } });
    const change = await ask(order, MOVED);
    await world.move(MAIN, change.ticket.id, { command: 'agree', fields: {} });
    for (const { ticket } of [other, change]) {
      expect((await read(ticket.id)).order).toMatchObject({ version: 2, shipTo: NEW_ADDRESS });
    }
    const { body } = await world.get<Answer>(HOST, `/v1/orders/${order.id}`);
    expect(body.order).toMatchObject({
      version: 2,
      shipTo: NEW_ADDRESS,
      facts: [{ fact: 'redirected', source: 'sidecard' }],
    });
    // the host has not heard of it yet
    expect((await put(order)).body.order).toMatchObject({ version: 2, shipTo: NEW_ADDRESS });
    const third = { ...NEW_ADDRESS, street: '10 Last Road' };
    expect((await put({ ...order, shipTo: third })).body.order).toMatchObject({ version: 3, shipTo: third });
    expect((await put(order)).body.order).toMatchObject({ version: 4, shipTo: order.shipTo });
  });

  it('[R49] are intercepted when another ticket, or the host, knows that they have left', async () => {
    const order = unshipped();
    const urging = await ask(order, { type: 'shipment-urging', request: { reason: 'late' } });
    const change = await ask(order, MOVED);
    await world.move(HOST, urging.ticket.id, { command: 'record-order', fields: { fact: 'shipped' } });
    const agree = { command: 'agree', version: change.ticket.version, fields: {} };
    expect((await world.command(MAIN, change.ticket.id, agree)).status).toBe(409);
    const agreed = await world.move(MAIN, change.ticket.id, { command: 'agree', fields: {} });
    expect(agreed.ticket).toMatchObject({ workflow: 'awaiting-fulfilment', order: { shipTo: order.shipTo } });
  });

  it('[R49] are mended where only their looks are wrong, and reported once', async () => {
    const long = 'L'.repeat(501);
    const order = {
      ...anOrder(),
      buyer: { id: BUYER.accountId, name: 'N'.repeat(101) },
      items: [
        { ...MUG, title: long, options: `${'O'.repeat(199)}😀`, pictureUrl: '', paid: CNY(25_801) },
        { ...BOX, pictureUrl: 'javascript:alert(1)', options: null, paid: CNY(2_000), extra: 1 },
        { id: 'off', title: 'Coupon', quantity: 1, paid: CNY(-101) },
        { id: 'gone', title: 'Cancelled', quantity: 0, paid: CNY(500) },
      ],
      shipTo: { name: 'He', street: '8 Longjing Road', phone: null },
      closedAtMs: null,
      trackingNumber: 'T'.repeat(61),
      unknown: true,
    };
    shop.set(order.id, order);
    const { ticket } = await world.create({ orderId: order.id, request: { ...HALF, amount: CNY(1) } });
    const { items, shipTo, trackingNumber } = ticket.order;
    expect(items.map(({ id, paid }) => [id, paid.amountMinor])).toEqual([
      ['mug', 25_801 - 94],
      ['box', 2_000 - 7],
    ]);
    expect([items[0].title.length, items[0].title.at(-1), items[0].options]).toEqual([500, '…', `${'O'.repeat(199)}…`]);
    expect(items.some(({ pictureUrl }) => pictureUrl !== undefined)).toBe(false);
    expect(shipTo).toEqual({ name: 'He', street: '8 Longjing Road', phone: '', region: '' });
    expect(trackingNumber).toBeUndefined();
    expect(reported).toHaveLength(1);
    for (const path of [
      'items[0].title',
      'items[0].pictureUrl',
      'items[1].pictureUrl',
      'items[2]',
      'items[3]',
      'shipTo.phone',
      'shipTo.region',
      'trackingNumber',
      'buyer.name',
    ]) {
      expect(reported[0]).toContain(`${path}: `);
    }
    await world.create({ orderId: order.id, request: { ...HALF, amount: CNY(1) } });
    expect(reported).toHaveLength(1);
    const { status, body } = await put(order);
    expect([status, body.order.version]).toEqual([200, 1]);
    expect(body.mended?.map(({ path }) => path)).toContain('items[0].title');
  });

  it('[R49] have lines of up to a thousand million pieces, which a case can be about and the archive counts', async () => {
    const most = 1_000_000_000;
    const screws = (quantity: number) => [{ id: 'screw', title: 'Screw', quantity, paid: CNY(9_000_000_000) }] as const;
    const refused = await put({ ...anOrder(), items: screws(most + 1) });
    expect([refused.status, refused.body.errors?.map(({ path }) => path)]).toEqual([422, ['items[0].quantity']]);
    const merged = await put({ ...anOrder(), items: [...screws(most), ...screws(1)] });
    expect(merged.status).toBe(422);
    const order = anOrder({ items: screws(most) });
    shop.set(order.id, order);
    const request = { ...HALF, items: [{ itemId: 'screw', quantity: most }], amount: CNY(1) };
    const { ticket } = await world.create({ orderId: order.id, request });
    expect(ticket.request['items']).toEqual(request.items);
  });

  it('[R49] keep the first 200 lines, merge repeated ones, and spread discounts without going below nothing', async () => {
    const order = anOrder();
    const many = Array.from({ length: 300 }, (_, n) => ({
      id: `line-${n}`,
      title: 'Line',
      quantity: 1,
      paid: CNY(n === 0 ? 0 : 1),
    }));
    const cut = await put({ ...order, items: many });
    expect(cut.body.order.items).toHaveLength(200);
    expect(cut.body.mended).toMatchObject([{ path: 'items[200]' }]);
    const twice = await put({ ...anOrder(), items: [MUG, MUG, BOX] });
    expect(twice.body.order.items).toMatchObject([{ id: 'mug', quantity: 4, paid: CNY(51_600) }, { id: 'box' }]);
    const refunded = (amountMinor: number) => ({ ...MUG, refundedElsewhere: CNY(amountMinor) });
    const partly = async (...items: readonly object[]) => (await put({ ...anOrder(), items })).body.order.items;
    expect(await partly(refunded(100), refunded(200))).toMatchObject([{ quantity: 4, refundedElsewhere: CNY(300) }]);
    expect(await partly(MUG, refunded(200))).toMatchObject([{ quantity: 4, refundedElsewhere: CNY(200) }]);
    expect(await partly(refunded(100), { ...MUG, refundedElsewhere: null })).toMatchObject([
      { quantity: 4, refundedElsewhere: CNY(100) },
    ]);
    const dollars = { ...MUG, refundedElsewhere: { amountMinor: 1, currency: 'USD' } };
    for (const wrong of [dollars, { ...MUG, refundedElsewhere: 'all' }]) {
      expect((await put({ ...anOrder(), items: [MUG, wrong] })).status).toBe(422);
    }
    const off = await put({ ...anOrder(), items: [MUG, BOX, { ...BOX, id: 'off', paid: CNY(-27_799) }] });
    expect(off.body.order.items.map(({ paid }) => paid.amountMinor)).toEqual([0, 0]);
    const more = await put({ ...anOrder(), items: [MUG, { ...BOX, id: 'off', paid: CNY(-27_799) }] });
    expect(more.body).toMatchObject({ code: 'body-invalid', errors: [{ path: 'items[1].paid.amountMinor' }] });
    const mixed = await put({ ...anOrder(), items: [MUG, { ...BOX, paid: { amountMinor: 1, currency: 'USD' } }] });
    expect(mixed.body.errors).toMatchObject([{ path: 'items' }]);
    const same = await put({ ...anOrder(), items: [MUG, { ...BOX, id: 'mug' }] });
    expect(same.body).toMatchObject({
      code: 'order-fact-invalid',
      errors: [{ path: 'items[1].id', code: 'item-repeated' }],
    });
  });

  it.each([
    [{ country: 'SG' }, { country: 'SG' }, []],
    [{ country: ' sg ', phone: null, region: '' }, { country: 'SG' }, []],
    [{ country: 'US' }, { country: 'US', region: '' }, ['shipTo.region']],
    [{ country: 'CN', region: 'Zhejiang' }, { country: 'CN', region: 'Zhejiang', phone: '' }, ['shipTo.phone']],
    [{ country: 'SG', phone: '+65 6123 4567' }, { country: 'SG', phone: '+65 6123 4567' }, []],
    [{ country: 'Singapore' }, { phone: '', region: '' }, ['shipTo.country', 'shipTo.phone', 'shipTo.region']],
  ])('[R49] keep the country of an address, and what its addresses are without: %o', async (told, kept, paths) => {
    const at = { name: 'Tan', street: '1 Marina Boulevard' };
    const { body } = await put({ ...anOrder(), shipTo: { ...at, ...told } });
    expect(body.order.shipTo).toEqual({ ...at, ...kept });
    expect(body.mended?.map(({ path }) => path).sort()).toEqual(paths);
  });

  it('[R49] cannot be created from what contradicts them', async () => {
    const order = anOrder();
    await put(order);
    const create = (change: Partial<Order>) =>
      world.send<Problem>(HOST, 'POST', '/v1/tickets', {
        type: 'return-refund',
        request: HALF,
        order: { ...order, ...change },
      });
    const refused = await create({ conversationId: 'another' });
    expect([refused.status, refused.body.code]).toEqual([422, 'order-fact-invalid']);
    expect((await create({ closedAtMs: START_MS })).status).toBe(201);
    expect((await world.get<Answer>(HOST, `/v1/orders/${order.id}`)).body.order).toMatchObject({
      version: 2,
      closedAtMs: START_MS,
    });
  });
});

describe('docs/orders.md', () => {
  it('[R49] shows requests that are answered as it says, and every fact and code', async () => {
    const page = await readFile(new URL('../../docs/orders.md', import.meta.url), 'utf8');
    const blocks = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => JSON.parse(json) as object);
    const world = await startTestServer({ store: createMapsStore(), orders: () => Promise.resolve(undefined) });
    const [sent, answered, reported] = blocks;
    expect((await world.send(HOST, 'PUT', '/v1/orders/order-7', sent)).body).toEqual(answered);
    const { status, body } = await world.send<Answer>(HOST, 'POST', '/v1/orders/order-7/facts', reported);
    expect([status, body.order.version, refundableFor(body.order)]).toEqual([200, 2, CNY(4_500)]);
    for (const fact of ORDER_FACTS) expect(page).toContain(`| \`${fact}\` |`);
    await world.stop();
  });
});

describe('the orders of an earlier release', () => {
  it('[R49] get their record with the next fact, from the newest of their tickets', async () => {
    const world = await startTestServer();
    const order = anOrder({ id: `${ORDER.id}-earlier` });
    const ids = await Promise.all(
      [1, 2].map(async () => (await world.create({ orderId: order.id, request: HALF })).ticket.id),
    );
    const db = new Kysely({ dialect: world.database.dialect });
    await sql`delete from order_record`.execute(db);
    await sql`update ticket set body = body #- '{order,version}'`.execute(db);
    expect((await world.get<Answer>(HOST, `/v1/orders/${order.id}`)).body.order).toEqual(order);
    const { body } = await world.send<Answer>(HOST, 'POST', `/v1/orders/${order.id}/facts`, {
      facts: [{ fact: 'closed', atMs: START_MS }],
    });
    expect(body.order).toMatchObject({ version: 1, closedAtMs: START_MS });
    for (const id of ids) {
      const { ticket } = (await world.get<TicketAnswer>(MAIN, `/v1/tickets/${id}`)).body;
      expect<Partial<TicketView>>(ticket).toMatchObject({
        order: { closedAtMs: START_MS },
        orderChanged: ['closedAtMs'],
      });
    }
    await world.stop();
  });

  it('[R49] get a record from the newest of their tickets, even if an older one reports the fact', async () => {
    const world = await startTestServer();
    const order = anOrder({ id: `${ORDER.id}-older` });
    const box = { ...HALF, items: [{ itemId: BOX.id, quantity: 1 }], amount: CNY(1) };
    const older = (await world.create({ orderId: order.id, request: HALF })).ticket.id;
    world.clock.advance(1);
    const newer = (await world.create({ orderId: order.id, request: box })).ticket.id;
    const db = new Kysely({ dialect: world.database.dialect });
    await sql`delete from order_record`.execute(db);
    await sql`update ticket set body = body #- '{order,version}'`.execute(db);
    await sql`update ticket set body = jsonb_set(body, '{order,carrier}', '"YTO"') where id = ${newer}`.execute(db);
    await world.move(HOST, older, { command: 'record-order', fields: { fact: 'confirmed' } });
    const known = { carrier: 'YTO', confirmedAtMs: world.clock.now() };
    expect((await world.get<Answer>(HOST, `/v1/orders/${order.id}`)).body.order).toMatchObject(known);
    for (const id of [older, newer]) {
      const { ticket } = (await world.get<TicketAnswer>(MAIN, `/v1/tickets/${id}`)).body;
      expect(ticket).toMatchObject({ version: 2, order: known });
    }
    await world.stop();
  });

  it('[R49] and all others can be rebuilt from their tickets’ events', async () => {
    const world = await startTestServer();
    const { ticket } = await world.create({ orderId: `${ORDER.id}-rebuilt`, request: HALF });
    await world.send(HOST, 'POST', `/v1/orders/${ticket.order.id}/facts`, {
      facts: [{ fact: 'closed', atMs: START_MS }],
    });
    const db = new Kysely({ dialect: world.database.dialect });
    const { rows: events } = await sql<{ body: object }>`select body from ticket_event order by position`.execute(db);
    const { rows: tickets } = await sql<{ body: Ticket }>`select body from ticket`.execute(db);
    const { rows: records } = await sql<{ body: Order }>`select body from order_record`.execute(db);
    // A ticket's history is its events alone.
    const { history, ...rebuilt } = rebuild(events.map(({ body }) => body));
    expect(history).toHaveLength(events.length);
    expect(rebuilt).toEqual(tickets[0]?.body);
    expect(tickets[0]?.body.order).toEqual(records[0]?.body);
    expect(tickets[0]?.body.orderAtOpening).toEqual({ ...ORDER, id: ticket.order.id, version: 1 });
    await world.stop();
  });
});
