import type { Db } from '../services.js';

const DAY_MS = 86_400_000;
/** How long a reader may be away and still go on from where it was, in milliseconds. */
export const RESUME_MS = 7 * DAY_MS;
/** How long a write is recognised when it comes again, in milliseconds. */
export const REPLAY_MS = 7 * DAY_MS;

/** Takes away what is too old to be asked for: lines of logs, and keys of writes. */
export async function forgetOld(db: Db, nowMs: number): Promise<void> {
  await db
    .deleteFrom('idempotency')
    .where('at_ms', '<', nowMs - REPLAY_MS)
    .execute();
  const old = await db
    .selectFrom('log')
    .select((eb) => ['merchant_id', 'stream', eb.fn.max('seq').as('seq')])
    .where('at_ms', '<', nowMs - RESUME_MS)
    .groupBy(['merchant_id', 'stream'])
    .limit(1000)
    .execute();
  // One stream at a time: never two counters are held at once.
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
}
