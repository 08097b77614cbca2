import { type RawBuilder, sql } from 'kysely';
import type { Db, Tables } from './schema.js';

/**
 * Returns the earliest time of each merchant that has rows in a table. One look-up in the index per merchant, however many rows there are.
 *
 * @param timeOf - makes the expression of a merchant's earliest time
 */
export async function oldestIn(
  db: Db,
  table: keyof Tables,
  timeOf: (merchantId: RawBuilder<string>) => RawBuilder<unknown>,
): Promise<readonly { readonly merchantId: string; readonly atMs: number }[]> {
  const rowsOf = sql.table(table);
  const { rows } = await sql<{ merchant_id: string; at_ms: number }>`with recursive merchant as (
      (select merchant_id from ${rowsOf} order by merchant_id limit 1)
      union all
      select (select merchant_id from ${rowsOf} where merchant_id > m.merchant_id order by merchant_id limit 1)
      from merchant m where m.merchant_id is not null)
    select m.merchant_id, ${timeOf(sql<string>`m.merchant_id`)} as at_ms
    from merchant m where m.merchant_id is not null`.execute(db);
  return rows.map(({ merchant_id: merchantId, at_ms: atMs }) => ({ merchantId, atMs: Number(atMs) }));
}
