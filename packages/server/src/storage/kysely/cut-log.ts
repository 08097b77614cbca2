import { sql } from 'kysely';
import type { Db } from './schema.js';

/** Removes the lines of a stream up to a number. Whoever has not read them is told to load what there is now. */
export async function cutLog(tx: Db, merchantId: string, stream: string, seq: number): Promise<void> {
  await tx
    .updateTable('stream')
    // Another transaction may have raised it meanwhile.
    .set({ floor_seq: sql<number>`greatest(floor_seq, ${seq}::bigint)` })
    .where('merchant_id', '=', merchantId)
    .where('stream', '=', stream)
    .execute();
  await tx
    .deleteFrom('log')
    .where('merchant_id', '=', merchantId)
    .where('stream', '=', stream)
    .where('seq', '<=', seq)
    .execute();
}
