import { listen } from '@sidecard/server/node';
import type { CompiledQuery, Dialect } from 'kysely';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { behind, plantTickets } from '../support/plant.ts';
import { peopleOf, startTestServer, type TestServer } from '../support/server.ts';

const DAY_MS = 86_400_000;

let world: TestServer;
/** Statements that the server has sent to the database. */
const statements: string[] = [];
beforeAll(async () => {
  const base = await startTestServer();
  const database = { ...base.database, dialect: recording(base.database.dialect) };
  world = { ...(await startTestServer({ database, clock: base.clock })), stop: () => base.stop() };
});
afterAll(() => world.stop());

/** A dialect whose connections note what they execute. */
function recording(dialect: Dialect, note: (text: string) => void = (text) => statements.push(text)): Dialect {
  const createDriver = () => {
    const driver = dialect.createDriver();
    const acquireConnection = async () => {
      const connection = await driver.acquireConnection();
      return new Proxy(connection, {
        get: (target, name) =>
          name !== 'executeQuery'
            ? (Reflect.get(target, name) as unknown)
            : (query: CompiledQuery) => {
                note(query.sql);
                return target.executeQuery(query);
              },
      });
    };
    return new Proxy(driver, {
      get: (target, name) => {
        if (name === 'acquireConnection') return acquireConnection;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  };
  return {
    createDriver,
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  };
}

describe('while thousands of deadlines pass', () => {
  it('[R16] the server answers other requests, and every deadline passes', { timeout: 240_000 }, async () => {
    await plantTickets(world, 'rush', 2_000);
    const http = await listen({
      fetch: (request) => world.server.fetch(request),
      start: async () => {},
      stop: async () => {},
    });
    let answers = 0;
    let done = false;
    const asking = (async () => {
      while (!done) {
        expect((await fetch(`${http.url}/healthz`)).status).toBe(200);
        answers++;
      }
    })();
    // a connection is open and the first answers are there
    while (answers < 3) await new Promise((resolve) => setImmediate(resolve));
    const before = answers;
    world.clock.advance(2 * DAY_MS);
    await world.server.tick();
    done = true;
    const during = answers - before;
    await asking;
    await http.close();
    const { rows } = await sql<{ count: number }>`select count(*)::integer as count from ticket
      where merchant_id = 'rush' and intervention = 'requested'`.execute(behind(world));
    expect(rows).toEqual([{ count: 2_000 }]);
    expect(during).toBeGreaterThanOrEqual(10);
  });
});

describe('the hourly maintenance of the embedded database', () => {
  it('lets others go on between any two of its statements, and leaves no table out', async () => {
    const own = await startTestServer();
    await own.server.tick();
    own.clock.advance(3_600_000);
    /** Turns of the event loop before each of its statements. */
    const turnsBefore: number[] = [];
    let turns = 0;
    const names = own.database.maintenance ?? [];
    const dialect = recording(own.database.dialect, (text) => {
      if (names.includes(text)) turnsBefore.push(turns);
    });
    const { server } = await startTestServer({ database: { ...own.database, dialect }, clock: own.clock });
    let turning = setImmediate(function turn() {
      turns++;
      turning = setImmediate(turn);
    });
    await server.start();
    while (turnsBefore.length < names.length) await new Promise((resolve) => setImmediate(resolve));
    clearImmediate(turning);
    await server.stop();
    expect((turnsBefore.at(-1)! - turnsBefore[0]!) / names.length).toBeGreaterThan(5);

    const { rows } = await sql<{ name: string }>`select tablename as name from pg_tables
      where schemaname = 'public' and tablename not like 'sidecard_migration%'`.execute(behind(own));
    const left = rows.filter(({ name }) => !['vacuum', 'analyze'].every((verb) => names.includes(`${verb} ${name}`)));
    expect(left).toEqual([]);
    await own.stop();
  });
});

describe('a stream that starts with 500 cards that nobody acknowledged', () => {
  it('[R1] reads those that it has room for, a few at a time, and brings each once', { timeout: 240_000 }, async () => {
    const { main } = peopleOf('full');
    await world.get(main, '/v1/session');
    await plantTickets(world, 'full', 500);
    await sql`delete from delivery where merchant_id = 'full'`.execute(behind(world));
    await sql`insert into delivery (merchant_id, id, kind, ticket_id, account_id, message_id, event_position, offered_at_ms)
      select merchant_id, 'delivery-' || id, 'card', id, 'main', 'sidecard-card-' || id, 1, ${world.clock.now()}::bigint
      from ticket where merchant_id = 'full'`.execute(behind(world));
    statements.length = 0;
    const stream = await world.stream(main);
    // a handful to sign in and to open the stream, and two for every 20 cards
    expect(statements.length).toBeLessThan(60);
    const cards = new Set<string>();
    for (let round = 0; round < 100 && cards.size < 500; round++) {
      for (const { event, data } of await stream.pending()) {
        if (event !== 'card') continue;
        expect(cards.has(data.ticketId)).toBe(false);
        cards.add(data.ticketId);
      }
      await world.server.tick();
    }
    expect(cards.size).toBe(500);
    await stream.close();
  });
});
