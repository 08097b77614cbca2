import { createKyselyStore, type Store } from '@sidecard/server';
import { CompiledQuery, Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { type Plan, nodesOf, recording } from '../support/plans.ts';
import { START_MS } from '../support/tickets.ts';

const PICTURES = 20_000;

describe('similar pictures among many', () => {
  let database: TestDatabase;
  let db: Kysely<unknown>;
  let store: Store;
  const statements: CompiledQuery[] = [];

  beforeAll(async () => {
    database = await openDatabase();
    store = createKyselyStore(recording(database.dialect, statements));
    await store.migrate();
    db = new Kysely({ dialect: database.dialect });
    // Half of them are of one shop.
    await sql`insert into attachment (merchant_id, id, uploader, at_ms, type, bytes, width, height, sha256, shown_type, storage_key, state,
        ticket_id, event_position, perceptual_hash, band_0, band_1, band_2, band_3)
      select 'shop-' || n % 2, 'picture-' || n, 'buyer:b', ${START_MS} + n, 'image/jpeg', 1, 1, 1, '', 'image/webp', n, 'ready', 'ticket-' || n, 1,
        lpad(to_hex(n * 7919 % 65536), 4, '0') || lpad(to_hex(n * 104729 % 65536), 4, '0') ||
          lpad(to_hex(n * 1299709 % 65536), 4, '0') || lpad(to_hex(n * 15485863 % 65536), 4, '0'),
        n * 15485863 % 65536, n * 1299709 % 65536, n * 104729 % 65536, n * 7919 % 65536
      from generate_series(1::bigint, ${PICTURES}) as n`.execute(db);
    await sql`analyze attachment`.execute(db);
  }, 120_000);
  afterAll(() => database.close());

  it('[R18] are looked up in the indexes of the hash’s bands alone', async () => {
    const picture = (await store.findAttachment('shop-1', 'picture-19999'))!;
    statements.length = 0;
    await store.similarUses(
      { ...picture, id: 'new', atMs: START_MS * 2, use: { ticketId: 'new', eventPosition: 1 } },
      10,
    );
    const probe = statements.find((statement) => statement.sql.includes('union'));
    const explained = CompiledQuery.raw(`explain (format json) ${probe?.sql}`, [...(probe?.parameters ?? [])]);
    const { rows } = await db.executeQuery<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(explained);
    const nodes = nodesOf(rows[0]!['QUERY PLAN'][0]!.Plan);
    const read = nodes.map((node) => node['Index Name']).filter(Boolean);
    expect(read.sort()).toEqual([0, 1, 2, 3].map((band) => `attachment_band_${band}`));
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
  });

  it('are found', async () => {
    const picture = (await store.findAttachment('shop-1', 'picture-777'))!;
    const copy = { ...picture, id: 'new', atMs: START_MS * 2, use: { ticketId: 'new', eventPosition: 1 } };
    expect((await store.similarUses(copy, 10)).map(({ id }) => id)).toContain('picture-777');
  });
});
