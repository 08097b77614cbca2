import { sql } from 'kysely';
import type { Store } from '../store.js';
import { cutLog } from './cut-log.js';
import type { Db } from './schema.js';

/** How many streams are looked for at once. */
const STREAMS = 1000;

/** Deletes old data, and then maintains the database. */
export function forgetting(db: Db, maintenance: readonly string[]): Pick<Store, 'forget'> {
  return {
    async forget({ idempotencyMs, logMs, auditMs }, giveWay) {
      await db.deleteFrom('idempotency').where('at_ms', '<', idempotencyMs).execute();
      await db.deleteFrom('audit').where('at_ms', '<', auditMs).execute();
      await db.deleteFrom('webhook_delivery').where('at_ms', '<', logMs).execute();
      for (let found = STREAMS; found === STREAMS;) {
        const old = await db
          .selectFrom('log')
          .select((eb) => ['merchant_id', 'stream', eb.fn.max('seq').as('seq')])
          .where('at_ms', '<', logMs)
          .groupBy(['merchant_id', 'stream'])
          .limit(STREAMS)
          .execute();
        found = old.length;
        // One stream at a time, so that two counters are never locked together.
        for (const { merchant_id, stream, seq } of old) {
          await db.transaction().execute((tx) => cutLog(tx, merchant_id, stream, Number(seq)));
        }
        if (found === STREAMS) await giveWay?.();
      }
      for (const statement of maintenance) {
        await giveWay?.();
        await sql.raw(statement).execute(db);
      }
    },
  };
}
