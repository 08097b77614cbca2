import type { Order } from '@sidecard/core';
import type { Problem, TicketAnswer } from '@sidecard/core/wire';
import { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleOf, startTestServer, type Claims, type TestServer } from '../support/server.ts';
import { ORDER, POLICY, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
let count = 0;
const shop = () => peopleOf(`shop-${++count}`);
const AMOUNT = { amountMinor: 25_800, currency: 'CNY' };
const AGREE = { command: 'agree', fields: { amount: AMOUNT, returnAddress: RETURN_ADDRESS } };
const read = async (who: Claims, id: string) => (await world.get<TicketAnswer>(who, `/v1/tickets/${id}`)).body.ticket;
/** Where the stream of an account ends. */
const headOf = async (claims: Claims) => {
  const stream = await world.stream(claims);
  const { data } = await stream.until('ready');
  await stream.close();
  return data.head;
};
const scheduledDeadlines = (id: string) =>
  new Kysely<{ deadline: { ticket_id: string; key: string; due_at_ms: number } }>({ dialect: world.database.dialect })
    .selectFrom('deadline')
    .select(['key', 'due_at_ms'])
    .where('ticket_id', '=', id)
    .execute();

describe('a deadline', () => {
  it('[R16] that passes without an answer brings the platform in, to the millisecond', async () => {
    const who = shop();
    const { ticket } = await world.create({}, who.buyer);
    const { cursor } = (await world.get<TicketAnswer>(who.main, `/v1/tickets/${ticket.id}`)).body;
    world.clock.advance(2 * DAY_MS - 1);
    await world.server.tick();
    expect((await read(who.main, ticket.id)).intervention).toBe('none');
    world.clock.advance(1);
    await world.server.tick();
    expect(await read(who.buyer, ticket.id)).toMatchObject({
      displayStatus: 'platform-intervening',
      intervention: 'requested',
      version: 2,
    });
    const stream = await world.stream(who.main, cursor);
    const { data } = await stream.until('ticket');
    expect(data.ticket.history.at(-1)).toMatchObject({ kind: 'deadline-passed', by: { party: 'system' } });
    await stream.close();
  });

  it('that was answered does not pass', async () => {
    const who = shop();
    const { ticket } = await world.create({}, who.buyer);
    await world.move(who.main, ticket.id, AGREE);
    world.clock.advance(3 * DAY_MS);
    await world.server.tick();
    expect(await read(who.main, ticket.id)).toMatchObject({ workflow: 'awaiting-return', version: 2 });
    expect((await scheduledDeadlines(ticket.id)).map(({ key }) => key)).toEqual(['return']);
  });

  it('fires once, however often and wherever it is looked for', async () => {
    const who = shop();
    const { ticket } = await world.create({}, who.buyer);
    const other = await startTestServer({ database: world.database, clock: world.clock });
    world.clock.advance(2 * DAY_MS);
    await Promise.all([world.server.tick(), other.server.tick(), world.server.tick(), other.server.tick()]);
    expect((await read(who.main, ticket.id)).version).toBe(2);
    await other.server.stop();
  });

  it('and an answer at the same moment: one of them has it', async () => {
    const who = shop();
    const { ticket } = await world.create({}, who.buyer);
    world.clock.advance(2 * DAY_MS);
    const [answer] = await Promise.all([
      world.command<Problem & TicketAnswer>(who.main, ticket.id, { ...AGREE, version: 1 }),
      world.server.tick(),
    ]);
    const after = await read(who.main, ticket.id);
    expect(after.version).toBe(2);
    expect(after.workflow).toBe(answer.status === 200 ? 'awaiting-return' : 'awaiting-merchant');
  });

  it('of staff is a notice to staff alone', async () => {
    const who = shop();
    const { ticket } = await world.create({}, who.buyer);
    world.clock.advance(2 * DAY_MS);
    await world.server.tick();
    const before = {
      staff: await headOf(who.staff),
      merchant: await headOf(who.main),
      buyer: await headOf(who.buyer),
    };
    world.clock.advance(DAY_MS);
    await world.server.tick();
    // The day has ended every stream that was open. Readers go on from where they were.
    const stream = await world.stream(who.staff, before.staff);
    expect((await stream.until('ticket')).data.ticket.version).toBe(2);
    await stream.close();
    expect(await headOf(who.main)).toBe(before.merchant);
    expect(await headOf(who.buyer)).toBe(before.buyer);
    expect(await scheduledDeadlines(ticket.id)).toEqual([]);
  });

  it('of a claim gives the ticket free', async () => {
    const who = shop();
    const { ticket } = await world.create({}, who.buyer);
    await world.command(who.main, ticket.id, { command: 'claim' });
    expect((await read(who.main, ticket.id)).claim?.accountId).toBe('main');
    world.clock.advance(15 * 60_000);
    await world.server.tick();
    const after = await read(who.main, ticket.id);
    expect(after).not.toHaveProperty('claim');
    expect(after.version).toBe(1);
  });

  it('is what the shop’s policy says', async () => {
    const quick = await startTestServer({
      database: world.database,
      clock: world.clock,
      policy: () => ({ deadlines: { 'return-refund': { answer: HOUR_MS } } }),
    });
    const who = shop();
    const { ticket } = await quick.create({}, who.buyer);
    quick.clock.advance(HOUR_MS);
    await quick.server.tick();
    expect((await read(who.main, ticket.id)).intervention).toBe('requested');
    await quick.server.stop();
  });

  it('is kept as a row for each timer, and none for what is over', async () => {
    const who = shop();
    const { ticket } = await world.create({}, who.buyer);
    await world.command(who.main, ticket.id, { command: 'claim' });
    expect((await scheduledDeadlines(ticket.id)).map(({ key }) => key).sort()).toEqual(['answer', 'claim']);
    await world.move(who.buyer, ticket.id, { command: 'withdraw' });
    expect(await scheduledDeadlines(ticket.id)).toEqual([]);
  });
});

describe('a deadline that pays by silence', () => {
  const { shippedAtMs: _shipped, signedAtMs: _signed, ...UNSHIPPED } = ORDER;
  const request = { items: [{ itemId: 'mug', quantity: 2 }], reason: 'changed-mind', amount: AMOUNT };
  const start = async () => {
    let answer: () => Promise<Order> = () => Promise.resolve(UNSHIPPED);
    const reported: string[] = [];
    let asked = 0;
    const own = await startTestServer({
      orders: () => {
        asked++;
        return answer();
      },
      policy: () => ({ ...POLICY, beforeShipment: { onSilence: 'agree' } }),
      onError: (error) => reported.push(error.message),
    });
    const who = shop();
    const created = await own.create({ type: 'refund-before-shipment', orderId: ORDER.id, request }, who.buyer);
    const { id, deadlines } = created.ticket;
    return {
      ...{ own, reported, asked: () => asked, dueAtMs: deadlines[0]?.dueAtMs ?? 0 },
      answers: (next: () => Promise<Order>) => (answer = next),
      passes: async (ms: number) => {
        own.clock.advance(ms);
        await own.server.tick();
        return (await own.get<TicketAnswer>(who.main, `/v1/tickets/${id}`)).body.ticket;
      },
    };
  };
  const down = () => Promise.reject(new Error('the host is down'));

  it('[R49] asks the host first: what has left meanwhile is not paid', async () => {
    const { own, answers, passes, dueAtMs, reported } = await start();
    answers(() => Promise.resolve({ ...UNSHIPPED, shippedAtMs: START_MS }));
    const ticket = await passes(dueAtMs - own.clock.now());
    expect(ticket).toMatchObject({ workflow: 'awaiting-merchant', intervention: 'requested' });
    expect(ticket.order.shippedAtMs).toBe(START_MS);
    expect([ticket.settlement, reported]).toEqual(['none', []]);
    await own.stop();
  });

  it('[R49] waits for the host a minute at a time, and then pays', async () => {
    const { own, answers, passes, dueAtMs, reported, asked } = await start();
    answers(down);
    expect(await passes(dueAtMs - own.clock.now())).toMatchObject({ workflow: 'awaiting-merchant', version: 1 });
    const before = asked();
    expect(await passes(59_999)).toMatchObject({ workflow: 'awaiting-merchant', version: 1 });
    expect(asked()).toBe(before);
    expect(await passes(1)).toMatchObject({ workflow: 'awaiting-merchant', version: 1 });
    expect(reported.every((message) => message.includes('the host is down')) && reported.length).toBe(2);
    answers(() => Promise.resolve(UNSHIPPED));
    expect(await passes(60_000)).toMatchObject({ workflow: 'resolved', settlement: 'pending' });
    await own.stop();
  });

  it('[R49] pays by the order as it was last known if the host has not answered for an hour', async () => {
    const { own, answers, passes, dueAtMs } = await start();
    answers(down);
    expect(await passes(dueAtMs - own.clock.now())).toMatchObject({ workflow: 'awaiting-merchant' });
    expect(await passes(HOUR_MS - 1)).toMatchObject({ workflow: 'awaiting-merchant', version: 1 });
    expect(await passes(60_000)).toMatchObject({ workflow: 'resolved', settlement: 'pending' });
    await own.stop();
  });
});

describe('after a long standstill', () => {
  it('every deadline is made up for, of many shops and orders at once', async () => {
    const tickets: { who: ReturnType<typeof shop>; id: string }[] = [];
    for (let n = 0; n < 5; n++) {
      const who = shop();
      for (let m = 0; m < 6; m++) tickets.push({ who, id: (await world.create({}, who.buyer)).ticket.id });
    }
    world.clock.advance(60 * DAY_MS);
    await world.server.tick();
    for (const { who, id } of tickets) expect((await read(who.main, id)).intervention).toBe('requested');
    // what they set goes on from now
    world.clock.advance(DAY_MS);
    await world.server.tick();
    for (const { id } of tickets) expect(await scheduledDeadlines(id)).toEqual([]);
  });
});

describe('once started', () => {
  it('[R16] deadlines pass by themselves', async () => {
    const alive = await startTestServer({
      database: world.database,
      clock: world.clock,
      policy: () => ({ deadlines: { '*': { answer: 60_000 } } }),
    });
    await alive.server.start();
    const who = shop();
    const stream = await alive.stream(who.main);
    const { ticket } = await alive.create({}, who.buyer);
    await stream.until('ticket');
    alive.clock.advance(60_000);
    const { data } = await stream.until('ticket');
    expect(data.ticket).toMatchObject({ id: ticket.id, intervention: 'requested' });
    await alive.server.stop();
  });
});
