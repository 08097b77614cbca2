import { createKyselyStore, type Store } from '@sidecard/server';
import { STORE_CHECKS } from '@sidecard/server/store-conformance';
import { Kysely, sql } from 'kysely';
import { expect, it } from 'vitest';
import { openDatabase } from '../support/database.ts';

/** Takes a database back to where it was before tickets had what lists are filtered, sorted and searched by. */
const BACK = [
  `drop table archive_entry, audit, note, ticket_term, webhook, webhook_delivery`,
  `alter table idempotency drop refusals`,
  `alter table attachment drop credentials, drop perceptual_hash, drop band_0, drop band_1, drop band_2, drop band_3`,
  `alter table ticket_event drop entry_group`,
  `alter table ticket drop entries, drop turn, drop owner, drop claimed, drop opened_at_ms, drop due_at_ms, drop warns_at_ms,
    drop staff_due_at_ms, drop staff_warns_at_ms, drop terms`,
  `delete from sidecard_migration where name >= '2026-11-29-ticket-lists'`,
];

/** Migrates an empty database, and fills it by a check of stores. */
async function withDatabaseOf(
  check: string,
  work: (store: Store, db: Kysely<unknown>) => Promise<void>,
): Promise<void> {
  const database = await openDatabase();
  try {
    const store = createKyselyStore(database.dialect);
    await store.migrate();
    await STORE_CHECKS.find(({ title }) => title.startsWith(check))!.run(store);
    await work(store, new Kysely<unknown>({ dialect: database.dialect }));
  } finally {
    await database.close();
  }
}

it(
  '[R38] an installation from before there were lists gets them for the tickets that it has',
  { timeout: 240_000 },
  async () => {
    await withDatabaseOf('lists have the tickets', async (store, db) => {
      // More than are filled at once.
      const columns = (
        await sql<{ name: string }>`select column_name as name from information_schema.columns
      where table_name = 'ticket' and column_name not in ('id', 'number')`.execute(db)
      ).rows
        .map(({ name }) => name)
        .join();
      await sql`insert into ticket (id, number, ${sql.raw(columns)})
      select id || '-' || n, number || '-' || n, ${sql.raw(columns)} from ticket, generate_series(1, 40) as n`.execute(
        db,
      );
      await sql`insert into ticket_term (merchant_id, term, ticket_id)
      select merchant_id, term, ticket_id || '-' || n from ticket_term, generate_series(1, 40) as n`.execute(db);
      const read = async () => [
        // The copies have no events, from which entries are counted.
        (await sql<{ entries: unknown }>`select * from ticket order by merchant_id, id`.execute(db)).rows.map(
          ({ entries: _entries, ...row }) => row,
        ),
        (await sql`select * from ticket_term order by merchant_id, term, ticket_id`.execute(db)).rows,
      ];
      const before = await read();
      expect(before.map((rows) => rows.length > 1000)).toEqual([true, true]);
      for (const statement of BACK) await sql.raw(statement).execute(db);
      await store.migrate();
      expect(await read()).toEqual(before);
    });
  },
);

/** Takes a database back to where each ticket had its whole history in it. */
const WITH_HISTORIES = [
  `update ticket t set body = body || jsonb_build_object('history', h.entries) from (
    select merchant_id, ticket_id,
      jsonb_agg(coalesce(body -> 'entry', body #> '{created,history,0}') order by position)
        filter (where body -> 'entry' is not null or body -> 'created' is not null) as entries
    from ticket_event group by merchant_id, ticket_id) as h
    where t.merchant_id = h.merchant_id and t.id = h.ticket_id`,
  `alter table ticket drop entries`,
  `alter table ticket_event drop entry_group`,
  `drop table webhook, webhook_delivery`,
  `drop index ticket_open_by_type`,
  `delete from sidecard_migration where name >= '2026-12-01-ticket-histories'`,
];

it('an installation whose tickets had their histories in them has the same tickets afterwards', async () => {
  await withDatabaseOf('a ticket with a long history', async (store, db) => {
    const { rows } = await sql<{ merchant_id: string; id: string }>`select merchant_id, id from ticket`.execute(db);
    const read = async () =>
      Promise.all(rows.map(({ merchant_id, id }) => store.findTicket({ merchantId: merchant_id }, id)));
    const before = await read();
    const whole = before[0]?.found.ticket;
    expect([before.length, whole?.history.length, whole?.leftOut !== undefined]).toEqual([1, 122, true]);
    for (const statement of WITH_HISTORIES) await sql.raw(statement).execute(db);
    await store.migrate();
    expect(await read()).toEqual(before);
  });
});

/** Takes a database back to where each view had indexes of its own, and evidence was the shop's turn. */
const WITH_INDEXES_OF_VIEWS = [
  `update ticket set turn = 'merchant' where turn = 'evidence'`,
  `drop index ticket_open_by_type, ticket_warned, ticket_owned_by_deadline`,
  `create index ticket_open_kinds on ticket (merchant_id, type, workflow, intervention) where turn <> ''`,
  `create index ticket_warned on ticket (merchant_id, turn, warns_at_ms) where turn <> ''`,
  `create index ticket_open_by_deadline on ticket (merchant_id, due_at_ms, id collate "C") where turn <> ''`,
  `create index ticket_owned_by_deadline on ticket (merchant_id, owner, due_at_ms, id collate "C") where turn <> ''`,
  `delete from sidecard_migration where name >= '2026-12-04-list-indexes'`,
];

it('[R38] an installation whose views had indexes of their own has the same lists from fewer', async () => {
  await withDatabaseOf('lists have the tickets', async (store, db) => {
    const read = async () => [
      (await sql`select id, turn from ticket order by id`.execute(db)).rows,
      (await sql`select indexdef from pg_indexes where tablename = 'ticket' order by indexname`.execute(db)).rows,
    ];
    const before = await read();
    expect(before[0]).toContainEqual(expect.objectContaining({ turn: 'evidence' }));
    expect(before[1]).toHaveLength(16);
    for (const statement of WITH_INDEXES_OF_VIEWS) await sql.raw(statement).execute(db);
    expect(await read()).not.toEqual(before);
    await store.migrate();
    expect(await read()).toEqual(before);
  });
});
