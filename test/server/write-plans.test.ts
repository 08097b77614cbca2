import { CompiledQuery, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { behind, plantTickets } from '../support/plant.ts';
import { nodesOf, type Plan, recording } from '../support/plans.ts';
import { peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { counting } from '../support/statements.mjs';

const TICKETS = 3_000;
const DUE = 60;
const DAY_MS = 86_400_000;
const SHOP = 'rush';

describe('in a shop with thousands of tickets, of which the database has no statistics', () => {
  let database: TestDatabase;
  let world: TestServer;
  let ticketId: string;
  const statements: CompiledQuery[] = [];
  let count: ReturnType<typeof counting>;

  beforeAll(async () => {
    database = await openDatabase();
    count = counting(database.dialect);
    world = await startTestServer({ database: { ...database, dialect: recording(count.dialect, statements) } });
    ticketId = await plantTickets(world, SHOP, TICKETS);
    await sql`update deadline set due_at_ms = due_at_ms + ${10 * DAY_MS} where merchant_id = ${SHOP}
      and (ticket_id = ${ticketId} or substring(ticket_id from 6)::integer > ${DUE})`.execute(behind({ database }));
    statements.length = 0;
  }, 120_000);
  afterAll(async () => {
    await world.server.stop();
    await database.close();
  });

  /** How the statements read tables: of each node of their plans its table, and what it is found by. */
  async function readsOf(texts: RegExp): Promise<readonly string[]> {
    const distinct = new Map(statements.filter(({ sql: text }) => texts.test(text)).map((one) => [one.sql, one]));
    expect(distinct.size).toBeGreaterThan(0);
    const reads = new Set<string>();
    for (const { sql: text, parameters } of distinct.values()) {
      const { rows } = await behind({ database }).executeQuery<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
        CompiledQuery.raw(`explain (format json) ${text}`, [...parameters]),
      );
      for (const node of nodesOf(rows[0]?.['QUERY PLAN'][0]?.Plan as Plan)) {
        const { 'Node Type': type, 'Relation Name': table, 'Index Cond': by = '' } = node;
        if (!/^(Seq|Index) /.test(type) || !table || !/^(ticket|deadline|log)$/.test(table)) continue;
        const columns = by.match(/\b(order_id|ticket_id|id|due_at_ms|key)\b(?= [=<>])/g) ?? [];
        reads.add(`${table} by ${[...new Set(columns)].sort().join(', ') || type}`);
      }
    }
    return [...reads].sort();
  }

  it('[R16] deadlines that are due are found and written by their keys, in three statements for many of them', async () => {
    world.clock.advance(3 * DAY_MS);
    count.take();
    await world.server.tick();
    const { texts } = count.take();
    const transactions = [...texts].find(([text]) => /skip locked/.test(text))?.[1].times ?? 0;
    const fired = [...texts].filter(([text]) => /skip locked|"size"|^with tickets/.test(text));
    // Both readers of the order's tickets, and one statement that writes.
    expect(fired.map(([, { times }]) => times)).toEqual([transactions, transactions, transactions]);
    const { rows } = await sql<{ count: number }>`select count(*)::integer as count from ticket
      where merchant_id = ${SHOP} and intervention = 'requested'`.execute(behind({ database }));
    expect(rows).toEqual([{ count: DUE }]);
    expect((await readsOf(/skip locked|"size"|^with tickets|first_ms/)).filter((read) => / Scan$/.test(read))).toEqual(
      [],
    );
  });

  it('a command finds its ticket and its deadlines by their keys', async () => {
    statements.length = 0;
    const { main } = peopleOf(SHOP);
    expect((await world.command(main, ticketId, { command: 'claim' })).status).toBe(200);
    expect((await world.command(main, ticketId, { command: 'release' })).status).toBe(200);
    expect((await readsOf(/./)).filter((read) => / Scan$/.test(read))).toEqual([]);
  });
});
