import { createKyselyStore } from '@sidecard/server';
import { STORE_CHECKS } from '@sidecard/server/store-conformance';
import { type CompiledQuery, type Dialect, Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { startTestServer, BUYER, HOST, MAIN, SUB } from '../support/server.ts';

// Data spreads over machines by merchant. So every table and key begins with `merchant_id`, and every statement says whose rows it reads or
// writes: with `merchant_id = …` for each of its tables.

/** The installation's own: no merchant's data. */
const INSTALLATION = /^(card_key|sidecard_\w+)$/;

/** Indexes of sweeps over all merchants. */
const SWEPT = [
  'attachment_unused_age',
  'audit_age',
  'deadline_due',
  'idempotency_age',
  'log_age',
  'webhook_delivery_age',
];

/** Statements for all merchants: sweeps, which are alone, never in the transaction of a write. */
const SWEEPS: readonly (readonly [string, RegExp])[] = [
  [
    'deadlines that are due',
    /^select d\.merchant_id, d\.ticket_id, .* from \(select merchant_id, ticket_id, min\(due_at_ms\)/,
  ],
  ['the next deadline', /^select min\(due_at_ms\) as next from deadline/],
  ['old keys of writes', /^delete from idempotency where at_ms </],
  ['old entries of audit trails', /^delete from audit where at_ms </],
  ['old deliveries of webhooks', /^delete from webhook_delivery where at_ms </],
  ['work for webhooks', /^select w\.merchant_id, .* from webhook w left join stream s/],
  ['old lines of logs', /^select merchant_id, stream, max\(seq\) as seq from log where at_ms </],
  ['presence of servers that have ended', /^delete from presence where expires_at_ms </],
  [
    'pictures that nothing uses',
    /^update attachment a set state = 'expired' from \(select merchant_id, id from attachment/,
  ],
  ['merchants with an archive', /^with recursive merchant as/],
];

interface Recorded {
  readonly text: string;
  readonly inTransaction: boolean;
}
const recorded: Recorded[] = [];
let database: TestDatabase;
let another: TestDatabase;

beforeAll(async () => {
  database = await openDatabase();
  const dialect = recording(database.dialect);
  const store = createKyselyStore(dialect);
  await store.migrate();
  recorded.length = 0;
  for (const { run } of STORE_CHECKS) await run(store);
  // and what a server does by itself
  another = await openDatabase();
  await createKyselyStore(another.dialect).migrate();
  const world = await startTestServer({
    database: { ...another, dialect: recording(another.dialect) },
    webhooks: { transport: { refusalOf: () => undefined, send: () => Promise.resolve({ status: 500 }) } },
  });
  await world.send({ ...HOST, merchantId: 'shop-1' }, 'PUT', '/v1/webhooks/one', { url: 'https://shop.example/hooks' });
  const stream = await world.stream(MAIN);
  await world.get(SUB, '/v1/session');
  await world.grant('sub-1', ['task.handle']);
  for (let n = 0; n < 3; n++) await world.create({}, { ...BUYER, merchantId: `shop-${n}` });
  world.clock.advance(3 * 86_400_000);
  await world.server.tick();
  world.clock.advance(30 * 86_400_000);
  await world.server.tick();
  await stream.close();
  await world.server.stop();
  // All checks of a store, which a loaded machine takes minutes for.
}, 600_000);
afterAll(async () => {
  await database.close();
  await another.close();
});

it('every table and every key begins with the merchant', async () => {
  const db = new Kysely<unknown>({ dialect: database.dialect });
  const { rows: tables } = await sql<{ name: string; first: string }>`
    select table_name as name, column_name as first from information_schema.columns
    where table_schema = 'public' and ordinal_position = 1`.execute(db);
  const { rows: indexes } = await sql<{ table: string; index: string; definition: string }>`
    select tablename as table, indexname as index, indexdef as definition from pg_indexes where schemaname = 'public'`.execute(
    db,
  );
  expect(tables.length).toBeGreaterThan(15);
  expect(
    tables.filter(({ name, first }) => first !== 'merchant_id' && !INSTALLATION.test(name)).map(({ name }) => name),
  ).toEqual([]);
  const others = indexes.filter(
    ({ table, definition }) => !INSTALLATION.test(table) && !/using \w+ \(merchant_id\b/i.test(definition),
  );
  expect(others.map(({ index }) => index).sort()).toEqual(SWEPT);
  // a unique index of which the merchant is no part cannot be kept by several machines
  expect(others.filter(({ definition }) => /unique/i.test(definition))).toEqual([]);
});

it('every statement says whose rows it reads or writes, but for the sweeps', () => {
  const texts = [...new Set(recorded.map(({ text }) => text))];
  expect(texts.length).toBeGreaterThan(100);
  const others = texts.filter((text) => nameless(text).length > 0 && !SWEEPS.some(([, sweep]) => sweep.test(text)));
  expect(others.map((text) => `${nameless(text).join()}: ${text}`)).toEqual([]);
});

it('sweeps are alone', () => {
  for (const [name, sweep] of SWEEPS) {
    const runs = recorded.filter(({ text }) => sweep.test(text));
    expect([name, runs.length > 0, runs.some(({ inTransaction }) => inTransaction)]).toEqual([name, true, false]);
  }
});

it('a statement that does not say it is found', () => {
  const found = (text: string) => nameless(plain(text));
  expect(found('select body from ticket where id = $1')).toEqual(['ticket']);
  expect(found('select t.id from "ticket" as "t" join log l on l.ticket_id = t.id where t.merchant_id = $1')).toEqual([
    'log',
  ]);
  expect(found('update ticket set body = $1 where id = $2 and merchant_id = $3')).toEqual([]);
  expect(found('delete from deadline where due_at_ms < $1')).toEqual(['deadline']);
  expect(found('insert into log (seq, merchant_id) values ($1, $2)')).toEqual(['log']);
  expect(
    found('select id from ticket where merchant_id = $1 and order_id in (select order_id from ticket where id = $2)'),
  ).toEqual(['ticket']);
});

/** The tables of a statement of which it does not name the merchant. */
function nameless(text: string): readonly string[] {
  const missing: string[] = [];
  for (const [, table, columns] of text.matchAll(/insert into (\w+) \(([^)]*)\)/g)) {
    if (!INSTALLATION.test(table!) && !columns!.startsWith('merchant_id')) missing.push(table!);
  }
  const words =
    /(?:set|where|join|on|inner|left|cross|order|group|limit|for|using|returning|values|union|select|and)\b/;
  const refs = text.matchAll(
    new RegExp(
      `(?<!distinct )(?:from|join|(?<!for )update|using) (\\w+)\\b(?!\\()(?: as)?(?: (?!${words.source})(\\w+))?`,
      'g',
    ),
  );
  let bare = 0;
  const ctes = new Set([...text.matchAll(/(\w+) as (?:materialized )?\(/g)].map(([, name]) => name));
  const bareTables: string[] = [];
  for (const [, table, alias] of refs) {
    if (!table || INSTALLATION.test(table) || ctes.has(table) || NO_TABLE.test(table)) continue;
    const name = alias ?? table;
    const named = new RegExp(`\\b${name}\\.merchant_id (=|in) |= ${name}\\.merchant_id\\b`).test(text);
    if (named) continue;
    bare++;
    bareTables.push(table);
  }
  // without an alias a condition belongs to the innermost table: there must be one for each
  const conditions = [...text.matchAll(/(?<![.\w])merchant_id(?: =| in|, \w+\) (?:=|in)) /g)].length;
  if (bare > conditions) missing.push(...bareTables.slice(0, bare - conditions));
  return missing;
}

/** What follows `from` and is no table of ours. */
const NO_TABLE = /^(jsonb_\w+|pg_\w+|information_schema|unnest|generate_series|clock_timestamp|lateral|set|epoch)$/;

const plain = (text: string) => text.replaceAll('"', '').replace(/\s+/g, ' ').trim().toLowerCase();

/** A dialect that records the statements that it runs. */
function recording(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver() {
      const driver = dialect.createDriver();
      const inTransaction = new WeakSet<object>();
      const known = new WeakMap<object, object>();
      return new Proxy(driver, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name, target);
          if (typeof member !== 'function') return member;
          return async (...args: object[]) => {
            const inner = args.map((one) => (one && known.get(one)) ?? one);
            if (name === 'beginTransaction') inTransaction.add(inner[0]!);
            if (name === 'commitTransaction' || name === 'rollbackTransaction') inTransaction.delete(inner[0]!);
            const result: unknown = await (member as (...all: unknown[]) => unknown).apply(target, inner);
            if (name !== 'acquireConnection') return result;
            const connection = result as { executeQuery: (query: CompiledQuery) => Promise<unknown> };
            const proxy = new Proxy(connection, {
              get(of, key) {
                const value: unknown = Reflect.get(of, key, of);
                if (typeof value !== 'function') return value;
                return (...all: unknown[]) => {
                  if (key === 'executeQuery') {
                    const { sql: text, locks } = all[0] as CompiledQuery & { readonly locks?: CompiledQuery };
                    for (const one of [...(locks ? [locks.sql] : []), text])
                      recorded.push({ text: plain(one), inTransaction: inTransaction.has(of) });
                  }
                  return (value as (...rest: unknown[]) => unknown).apply(of, all);
                };
              },
            });
            known.set(proxy, connection);
            return proxy;
          };
        },
      });
    },
  };
}
