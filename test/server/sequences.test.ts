import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Order } from '@sidecard/core';
import type { PaymentPage, Problem, TicketAnswer } from '@sidecard/core/wire';
import { httpOrders } from '@sidecard/server';
import { createMapsStore } from '@sidecard/server/memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LATE } from '../support/requests.ts';
import { BUYER, HOST, MAIN, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER, POLICY, RETURN_ADDRESS } from '../support/tickets.ts';

const CNY = (amountMinor: number) => ({ amountMinor, currency: 'CNY' });
const mugs = (quantity: number) => [{ itemId: 'mug', quantity }];
const A_RETURN = (quantity: number, amount = 12_900 * quantity) => ({
  type: 'return-refund',
  request: { items: mugs(quantity), refundOnly: false, reason: 'damaged', amount: CNY(amount), text: 'Broken.' },
});
const AN_EXCHANGE = (quantity: number) => ({
  type: 'exchange',
  request: { items: mugs(quantity), wanted: 'The same', reason: 'damaged', text: 'Broken.' },
});
const A_REPAIR = { type: 'repair', request: { items: mugs(1), reason: 'damaged' } };
const A_RESEND = { type: 'resend', request: { items: mugs(1), reason: 'missing' } };

let named = 0;
const anOrder = (change: Partial<Order> = {}): Order => ({ ...ORDER, id: `sequence-${++named}`, ...change });
const oneMug = () => anOrder({ items: [{ ...ORDER.items[0], quantity: 1, paid: CNY(12_900) }] });

describe.each([
  ['the embedded database', () => ({})],
  ['Maps', () => ({ store: createMapsStore() })],
])('one order over %s', (_, stored) => {
  let world: TestServer;
  const shop = new Map<string, Order>();
  beforeAll(async () => {
    world = await startTestServer({
      ...stored(),
      orders: (_merchant, id) => Promise.resolve(shop.get(id)),
      policy: () => POLICY,
    });
  });
  afterAll(() => world.stop());

  const ask = (order: Order, wanted: { type: string; request: object }) => {
    shop.set(order.id, order);
    return world.send<TicketAnswer & Problem>(BUYER, 'POST', '/v1/tickets', { ...wanted, orderId: order.id });
  };
  const granted = async (order: Order, wanted: { type: string; request: object }) => {
    const { status, body, text } = await ask(order, wanted);
    expect(status, text).toBe(201);
    return body.ticket;
  };

  it('[R46] has each piece in one case, however many ask for it at once', async () => {
    const order = oneMug();
    const wanted = [A_RETURN(1), AN_EXCHANGE(1), A_REPAIR, A_RESEND, A_RETURN(1)];
    const answers = await Promise.all(wanted.map((one) => ask(order, one)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    for (const { status, body } of answers)
      if (status !== 201) expect(body).toMatchObject({ code: 'request-not-allowed', because: 'piece-in-case' });
  });

  it('[R46] has two mugs, and not five: one that comes back leaves one to ask about', async () => {
    const order = anOrder();
    const first = await granted(order, A_RETURN(1));
    const fields = { amount: CNY(12_900), returnAddress: RETURN_ADDRESS };
    await world.move(MAIN, first.id, { command: 'agree', fields });
    expect((await ask(order, A_RETURN(2))).body).toMatchObject({ because: 'piece-in-case' });
    expect((await ask(order, AN_EXCHANGE(2))).body).toMatchObject({ because: 'piece-in-case' });
    await granted(order, AN_EXCHANGE(1));
    expect((await ask(order, A_RESEND)).body).toMatchObject({ because: 'piece-in-case' });
  });

  it('[R46] can have cost nothing: a broken gift comes back all the same', async () => {
    const order = anOrder({ items: [{ ...ORDER.items[0], paid: CNY(0) }] });
    const gift = await granted(order, A_RETURN(1, 0));
    const fields = { amount: CNY(0), returnAddress: RETURN_ADDRESS };
    await world.move(MAIN, gift.id, { command: 'agree', fields });
    const { ticket } = await world.move(MAIN, gift.id, { command: 'confirm-receipt' });
    expect(ticket).toMatchObject({ workflow: 'resolved', ending: 'met', settlement: 'none' });
    expect((await ask(order, A_RETURN(1, 1))).body.problems).toMatchObject([{ field: 'amount', max: 0 }]);
  });

  it('[R44] [R45] has its promise claimed by one of three at once, and paid once by two keys', async () => {
    const order = anOrder();
    const wanted = { type: 'commitment-claim', request: LATE };
    const answers = await Promise.all([1, 2, 3].map(() => ask(order, wanted)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const { ticket } = answers.find(({ status }) => status === 201)?.body ?? {};
    const pay = { command: 'agree', version: 1 };
    const id = ticket?.id ?? '';
    const paid = await Promise.all(['one', 'two'].map((key) => world.command(MAIN, id, pay, `${order.id}-${key}`)));
    expect(paid.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await ask(order, wanted)).body).toMatchObject({ because: 'already-claimed' });
    const { payments } = (await world.get<PaymentPage>(HOST, '/v1/payments')).body;
    expect(payments.filter(({ orderId }) => orderId === order.id)).toMatchObject([{ amount: CNY(1_390) }]);
  });
});

describe('an order that the host’s endpoint answers', () => {
  it('[R49] with a title of 600 characters can be asked about, and the host reads what was cut', async () => {
    const order = anOrder({ items: [{ ...ORDER.items[0], title: 'L'.repeat(600) }] });
    const backend = createServer((_request, response) => response.end(JSON.stringify(order)));
    await new Promise<void>((listening) => backend.listen(0, '127.0.0.1', listening));
    const reported: string[] = [];
    const { port } = backend.address() as AddressInfo;
    const world = await startTestServer({
      store: createMapsStore(),
      orders: httpOrders({ url: `http://127.0.0.1:${port}/orders` }),
      onError: ({ message }) => reported.push(message),
    });
    const body = { ...A_RETURN(1), orderId: order.id };
    const answer = await world.send<TicketAnswer>(BUYER, 'POST', '/v1/tickets', body);
    expect([answer.status, answer.body.ticket.order.items[0].title.length]).toEqual([201, 500]);
    expect(reported).toEqual([expect.stringContaining('items[0].title')]);
    await world.stop();
    await new Promise((closed) => backend.close(closed));
  });

  it('is read up to 512 KiB, and no further', async () => {
    const order = anOrder();
    const text = JSON.stringify(order);
    const padded = (bytes: number) => text + ' '.repeat(bytes - Buffer.byteLength(text));
    let answer = (response: ServerResponse): unknown => response.end(padded(512 * 1024));
    const backend = createServer((_request, response) => void answer(response));
    await new Promise<void>((listening) => backend.listen(0, '127.0.0.1', listening));
    const { port } = backend.address() as AddressInfo;
    const lookUp = httpOrders({ url: `http://127.0.0.1:${port}/orders` });
    expect(await lookUp('shop', order.id)).toEqual(order);
    answer = (response) => response.end(padded(512 * 1024 + 1));
    await expect(lookUp('shop', order.id)).rejects.toThrow('too much data');
    // It never ends, and is cut off.
    const cut = new Promise((closed) => {
      answer = (response) => {
        response.on('close', closed);
        const more = () => {
          while (!response.destroyed && response.write(' '.repeat(64 * 1024)));
        };
        response.on('drain', more);
        more();
      };
    });
    await expect(lookUp('shop', order.id)).rejects.toThrow('too much data');
    await cut;
    await new Promise((closed) => backend.close(closed));
  });
});
