import type { Problem, TicketAnswer } from '@sidecard/core/wire';
import { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleOf, startTestServer, type Claims, type TestServer } from '../support/server.ts';
import { RETURN_ADDRESS } from '../support/tickets.ts';

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
