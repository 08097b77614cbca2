import { type ClosableBus, createSidecardServer } from '@sidecard/server';
import { cardMessageId } from '@sidecard/core';
import { openNatsBus, openPostgres, type PostgresDatabase } from '@sidecard/server/node';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase } from '../support/database.ts';
import { peopleOf, startTestServer, testClock, type TestServer } from '../support/server.ts';

// Servers with connections of their own, whose sweeps do not run: what a reader hears at another server, a hint has brought.

const HANDLER = ['task.handle'];

let url: string;
let first: PostgresDatabase;
let second: PostgresDatabase;
let shops = 0;

beforeAll(async () => {
  url = await createDatabase(inject('postgres'));
  first = await openPostgres(url);
  second = await openPostgres(url);
});
afterAll(async () => {
  await first.close();
  await second.close();
});

const BUSES: Readonly<Record<string, (database: PostgresDatabase) => Promise<ClosableBus>>> = {
  NOTIFY: (database) => database.openBus(),
  ...(inject('nats') === undefined ? {} : { NATS: () => openNatsBus(inject('nats')) }),
};

describe.each(Object.entries(BUSES))('hints over %s', (_, open) => {
  const buses: ClosableBus[] = [];
  let a: TestServer;
  let b: TestServer;
  const clock = testClock();
  const shop = () => peopleOf(`shop-${++shops}`);

  beforeAll(async () => {
    const start = async (database: PostgresDatabase) => {
      const bus = await open(database);
      buses.push(bus);
      return startTestServer({ database, clock, bus });
    };
    a = await start(first);
    b = await start(second);
  });
  afterAll(async () => {
    for (const { server } of [a, b]) await server.stop();
    for (const bus of buses) await bus.close();
  });

  it('[R28] bring what one server commits to the readers of the other, in order', async () => {
    const who = shop();
    const stream = await b.stream(who.main);
    await stream.until('ready');
    const made = [];
    for (let n = 0; n < 5; n++) made.push((await a.create({}, who.buyer)).ticket.id);
    const heard = [];
    for (let n = 0; n < 5; n++) heard.push((await stream.until('ticket')).data.ticket.id);
    expect(heard).toEqual(made);
    await stream.close();
  });

  it('[R1] bring the card of a new ticket to an account at the other server', async () => {
    const who = shop();
    const stream = await b.stream(who.main);
    const { ticket } = await a.create({}, who.buyer);
    expect((await stream.until('card')).data.messageId).toBe(cardMessageId(ticket.id));
    await stream.close();
  });

  it('[R14] end the streams of an account at the other server whose permission is revoked', async () => {
    const who = shop();
    await a.get(who.sub, '/v1/session');
    await a.grant('sub-1', HANDLER, who.main);
    const stream = await b.stream(who.sub);
    await stream.until('ready');
    await a.grant('sub-1', [], who.main);
    expect((await stream.until('reset')).data).toEqual({ reason: 'stream-moved' });
    expect(await stream.next()).toBeUndefined();
  });

  it('make a budget of requests one for both servers', async () => {
    const who = shop();
    const budget = { burst: 16, perSecond: 0.001 };
    const limits = { requests: { account: { writes: budget, reads: budget } } };
    const [here, there] = await Promise.all([
      startTestServer({ database: first, clock, bus: buses[0]!, limits }),
      startTestServer({ database: second, clock, bus: buses[1]!, limits }),
    ]);
    const claim = (server: TestServer) =>
      server.send(who.main, 'POST', '/v1/tickets/none/commands', { command: 'claim' });
    const statuses = new Set<number>();
    // At once, so that hints are added up on their way.
    for (const { status } of await Promise.all(Array.from({ length: 12 }, () => claim(here)))) statuses.add(status);
    expect([...statuses]).toEqual([404]);
    // Hints keep their order: once the next has come, so have these.
    const stream = await b.stream(who.main);
    await stream.until('ready');
    await a.create({}, who.buyer);
    await stream.until('ticket');
    await stream.close();
    const left: number[] = [];
    for (let n = 0; n < 8; n++) left.push((await claim(there)).status);
    expect(left).toEqual([404, 404, 404, 404, 429, 429, 429, 429]);
    for (const { server } of [here, there]) await server.stop();
  });
});

describe('hints over NOTIFY', () => {
  it('come again after the database has ended the connection', async () => {
    const who = peopleOf(`shop-${++shops}`);
    const errors: Error[] = [];
    const database = await openPostgres(url, { onError: (error) => errors.push(error) });
    const bus = await database.openBus();
    const b = await startTestServer({ database, clock: testClock(), bus });
    const sender = await first.openBus();
    const admin = new pg.Client(url);
    await admin.connect();
    const heard = new Promise<void>((resolve) => bus.subscribe(() => resolve()));
    const listening = async () => {
      const { rows } = await admin.query<{ pid: number }>(
        `select pid from pg_stat_activity where application_name = 'sidecard-hints' and datname = current_database()`,
      );
      return rows.map(({ pid }) => pid);
    };
    const before = await listening();
    await admin.query(`select pg_terminate_backend(pid) from unnest($1::integer[]) pid`, [before]);
    // both connect again by themselves
    for (let now = before; now.length < before.length || now.some((pid) => before.includes(pid));) {
      now = await listening();
    }
    const told = setInterval(() => sender.publish({ kind: 'accounts', merchantId: who.main.merchantId ?? '' }), 20);
    await heard;
    clearInterval(told);
    expect(errors.length).toBeGreaterThan(0);
    await admin.end();
    for (const one of [sender, bus]) await one.close();
    await b.server.stop();
    await database.close();
  });
});

describe('a server whose database restarts', () => {
  it('answers again', async () => {
    const database = await openPostgres(url, { connections: 3 });
    const server = createSidecardServer({ database, verify: () => Promise.resolve(undefined) });
    const ready = async () => (await server.fetch(new Request('http://sidecard.test/readyz'))).status;
    expect(await ready()).toBe(200);
    await Promise.all([ready(), ready(), ready()]);
    const admin = new pg.Client(url);
    await admin.connect();
    // what a restart does to each connection
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sidecard' and datname = current_database()`,
    );
    await admin.end();
    const answers: number[] = [];
    while (answers.at(-1) !== 200) answers.push(await ready());
    expect(answers.length).toBeLessThanOrEqual(4);
    await server.stop();
    await database.close();
  });
});
