import { createKyselyStore } from '@sidecard/server';
import { STORE_CHECKS } from '@sidecard/server/store-conformance';
import { Kysely, sql } from 'kysely';
import { expect, it } from 'vitest';
import { openDatabase } from '../support/database.ts';

/** Takes a database back to where it was before tickets had what lists are filtered, sorted and searched by. */
const BACK = [
  `drop table archive_entry, note, ticket_term`,
  `alter table idempotency drop refusals`,
  `alter table ticket drop turn, drop owner, drop claimed, drop opened_at_ms, drop due_at_ms, drop warns_at_ms,
    drop staff_due_at_ms, drop staff_warns_at_ms, drop terms`,
  `delete from sidecard_migration where name >= '2026-11-29-ticket-lists'`,
];

it('[R38] an installation from before there were lists gets them for the tickets that it has', async () => {
  const database = await openDatabase();
  try {
    const store = createKyselyStore(database.dialect);
    await store.migrate();
    const lists = STORE_CHECKS.find(({ title }) => title.startsWith('lists have the tickets'));
    await lists?.run(store);
    const db = new Kysely<unknown>({ dialect: database.dialect });
    const read = async () => [
      (await sql`select * from ticket order by merchant_id, id`.execute(db)).rows,
      (await sql`select * from ticket_term order by merchant_id, term, ticket_id`.execute(db)).rows,
    ];
    const before = await read();
    expect(before.map((rows) => rows.length > 20)).toEqual([true, true]);
    for (const statement of BACK) await sql.raw(statement).execute(db);
    await store.migrate();
    expect(await read()).toEqual(before);
  } finally {
    await database.close();
  }
});
