import { sql } from 'kysely';
import type { Store } from '../store.js';
import type { Db } from './schema.js';

/** Maximum number of streams that one call trims. */
const STREAMS = 1000;

/** Deletes old data, and then maintains the database. */
export function forgetting(db: Db, maintenance: readonly string[]): Pick<Store, 'forget'> {
  return {
    async forget({ idempotencyMs, logMs }) {
      await db.deleteFrom('idempotency').where('at_ms', '<', idempotencyMs).execute();
      const old = await db
        .selectFrom('log')
        .select((eb) => ['merchant_id', 'stream', eb.fn.max('seq').as('seq')])
        .where('at_ms', '<', logMs)
        .groupBy(['merchant_id', 'stream'])
        .limit(STREAMS)
        .execute();
      // One stream at a time, so that two counters are never locked together.
      for (const { merchant_id, stream, seq } of old) {
        await db.transaction().execute(async (tx) => {
          await tx
            .updateTable('stream')
            .set({ floor_seq: Number(seq) })
            .where('merchant_id', '=', merchant_id)
            .where('stream', '=', stream)
            .execute();
          await tx
            .deleteFrom('log')
            .where('merchant_id', '=', merchant_id)
            .where('stream', '=', stream)
            .where('seq', '<=', Number(seq))
            .execute();
        });
      }
      for (const statement of maintenance) await sql.raw(statement).execute(db);
    },
  };
}
