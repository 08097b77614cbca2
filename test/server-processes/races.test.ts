import type { Problem, TicketAnswer, TicketPage } from '@sidecard/core/wire';
import { createMemoryBus, type Bus } from '@sidecard/server';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { behind, plantTickets } from '../support/plant.ts';
import { peopleOf, startTestServer, testClock, type TestServer } from '../support/server.ts';
import { ORDER, REQUEST, RETURN_ADDRESS } from '../support/tickets.ts';

// Several servers over one PostgreSQL. Each has connections and a queue of its own, so their transactions meet in the database alone.

const DAY_MS = 86_400_000;
const AGREE = {
  command: 'agree',
  fields: { amount: { amountMinor: 25_800, currency: 'CNY' }, returnAddress: RETURN_ADDRESS },
};
const DECLINE = { command: 'decline', fields: { reason: 'other', text: 'We would like to talk.' } };
const DEAF: Bus = { publish: () => undefined, subscribe: () => () => undefined };

const clock = testClock();
let database: TestDatabase;
let servers: readonly TestServer[];
let shops = 0;
const shop = () => peopleOf(`shop-${++shops}`);

beforeAll(async () => {
  database = await openDatabase();
  const bus = createMemoryBus();
  servers = await Promise.all([1, 2, 3].map(() => startTestServer({ database, clock, bus })));
});
afterAll(async () => {
  for (const { server } of servers) await server.stop();
  await database.close();
});

/** How often each version of a merchant's tickets was made: once, or two servers wrote over one another. */
async function versionsMade(merchantId: string): Promise<readonly number[]> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from ticket_event
    where merchant_id = ${merchantId} group by ticket_id, version`.execute(behind({ database }));
  return rows.map(({ count }) => count);
}

describe('servers that start at once over an empty database', () => {
  it('bring it up to date once', async () => {
    const fresh = await openDatabase();
    const starting = await Promise.all([1, 2, 3, 4].map(() => startTestServer({ database: fresh, clock })));
    await Promise.all(starting.map(({ server }) => server.tick()));
    const { rows } = await sql<{ name: string }>`select name from sidecard_migration order by name`.execute(
      behind({ database: fresh }),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    for (const { server } of starting) await server.stop();
    await fresh.close();
  });
});

describe('commands that meet at two servers', () => {
  it('[R12] on one version of a ticket: one is carried out, the others are told of it', async () => {
    const who = shop();
    for (let round = 0; round < 10; round++) {
      const { ticket } = await servers[0]!.create({}, who.buyer);
      const answers = await Promise.all(
        servers.map((server, n) =>
          server.command<TicketAnswer & Problem>(who.main, ticket.id, {
            ...(n === 1 ? DECLINE : AGREE),
            version: 1,
          }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    }
    expect(new Set(await versionsMade(who.main.merchantId ?? ''))).toEqual(new Set([1]));
  });

  it('[R28] under one key: one ticket, and the same answer to all', async () => {
    const who = shop();
    const body = { type: 'return-refund', orderId: `${ORDER.id}-doubled`, request: REQUEST };
    const answers = await Promise.all(
      [...servers, ...servers].map((server) =>
        server.send<TicketAnswer>(who.buyer, 'POST', '/v1/tickets', body, 'one'),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.body.ticket.id)).size).toBe(1);
    const { tickets } = (await servers[0]!.get<TicketPage>(who.main, '/v1/tickets')).body;
    expect(tickets).toHaveLength(1);
  });

  it('[R46] about the same pieces of one order: one case of them, and one refund', async () => {
    const who = shop();
    for (let round = 0; round < 10; round++) {
      const orderId = `${ORDER.id}-money-${round}`;
      const body = { type: 'return-refund', orderId, request: REQUEST };
      const opened = await Promise.all(
        servers.map((server, n) => server.send<TicketAnswer>(who.buyer, 'POST', '/v1/tickets', body, `${round}-${n}`)),
      );
      const [made, ...more] = opened.filter(({ status }) => status === 201);
      expect(more).toEqual([]);
      const answers = await Promise.all(
        servers.map((server) => server.command(who.main, made!.body.ticket.id, { ...AGREE, version: 1 })),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    }
  });

  it('of many tickets at once: every ticket has a number of its own', async () => {
    const who = shop();
    const made = await Promise.all(Array.from({ length: 30 }, (_, n) => servers[n % 3]!.create({}, who.buyer)));
    expect(new Set(made.map(({ ticket }) => ticket.number)).size).toBe(30);
  });
});

describe('deadlines', () => {
  it('[R16] of an order that another server holds locked wait for it, and then pass once', async () => {
    const who = shop();
    const orderId = `${ORDER.id}-held`;
    const held = await servers[0]!.create({ orderId }, who.buyer);
    const other = await servers[0]!
      .create(
        {
          orderId,
          type: 'invoice',
          request: { kind: 'e-invoice', titleType: 'personal', title: 'He Yiqing', email: 'he@shop.example' },
        },
        who.buyer,
      )
      .catch(() => undefined);
    const free = await servers[0]!.create({}, who.buyer);
    clock.advance(2 * DAY_MS);

    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    let locked = () => {};
    const isLocked = new Promise<void>((resolve) => (locked = resolve));
    const holding = behind({ database })
      .transaction()
      .execute(async (tx) => {
        const id = (other ?? held).ticket.id;
        await sql`select id from ticket where merchant_id = ${who.main.merchantId} and id = ${id} for update`.execute(
          tx,
        );
        locked();
        await released;
      });
    await isLocked;
    await Promise.all(servers.map(({ server }) => server.tick()));
    const read = async (id: string) => (await servers[0]!.get<TicketAnswer>(who.main, `/v1/tickets/${id}`)).body.ticket;
    expect(await read(held.ticket.id)).toMatchObject({ intervention: 'none', version: 1 });
    expect(await read(free.ticket.id)).toMatchObject({ intervention: 'requested', version: 2 });

    release();
    await holding;
    await Promise.all(servers.map(({ server }) => server.tick()));
    expect(await read(held.ticket.id)).toMatchObject({ intervention: 'requested', version: 2 });
    expect(await read(free.ticket.id)).toMatchObject({ version: 2 });
  });

  it('[R16] and answers that meet at two servers: one of them has it', async () => {
    const who = shop();
    for (let round = 0; round < 10; round++) {
      const { ticket } = await servers[0]!.create({}, who.buyer);
      clock.advance(2 * DAY_MS);
      const [answer] = await Promise.all([
        servers[0]!.command(who.main, ticket.id, { ...AGREE, version: 1 }),
        servers[1]!.server.tick(),
        servers[2]!.server.tick(),
      ]);
      const after = (await servers[0]!.get<TicketAnswer>(who.main, `/v1/tickets/${ticket.id}`)).body.ticket;
      expect([answer.status, after.workflow]).toEqual(
        answer.status === 200 ? [200, 'awaiting-return'] : [409, 'awaiting-merchant'],
      );
      expect([after.version, after.history.length]).toEqual([2, 2]);
    }
  });

  it('[R16] of 10,000 tickets pass once each, fired by three servers', { timeout: 240_000 }, async () => {
    const merchantId = `shop-${++shops}`;
    await plantTickets(servers[0]!, merchantId, 10_000);
    clock.advance(2 * DAY_MS);
    await Promise.all(servers.map(({ server }) => server.tick()));
    const { rows } = await sql<{ events: number; tickets: number }>`
      select count(*)::integer as events, count(distinct ticket_id)::integer as tickets from ticket_event
      where merchant_id = ${merchantId} and kind = 'deadline-passed'`.execute(behind({ database }));
    expect(rows).toEqual([{ events: 10_000, tickets: 10_000 }]);
  });
});

describe('streams of two servers', () => {
  it('[R28] bring every change once and in order, without any hint', async () => {
    const who = shop();
    const [a, b] = await Promise.all([1, 2].map(() => startTestServer({ database, clock, bus: DEAF })));
    const streams = [await a!.stream(who.main), await b!.stream(who.main), await b!.stream(who.buyer)];
    const heads: number[] = [];
    const seqOf = (cursor = '') => Number(cursor.slice(cursor.lastIndexOf('.') + 1));
    for (const stream of streams) heads.push(seqOf((await stream.until('ready')).data.head));
    await Promise.all(Array.from({ length: 24 }, (_, n) => [a!, b!, ...servers][n % 5]!.create({}, who.buyer)));
    await Promise.all([a!.server.tick(), b!.server.tick()]);
    for (const [index, stream] of streams.entries()) {
      const seqs: number[] = [];
      for (let n = 0; n < 24; n++) seqs.push(seqOf((await stream.until('ticket')).id));
      expect(seqs).toEqual(Array.from({ length: 24 }, (_, n) => heads[index]! + n + 1));
    }
    for (const stream of streams) await stream.close();
    for (const server of [a!, b!]) await server.server.stop();
  });
});
