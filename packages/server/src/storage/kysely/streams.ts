import { sql } from 'kysely';
import type { StreamHead, StreamRef } from '../records.js';
import type { StreamReads } from '../store.js';
import { anyOf, jsonRows } from './json-rows.js';
import type { Db, Tables } from './schema.js';

/** Reads streams. */
export function streamReads(db: Db): StreamReads {
  const find = ({ merchantId, stream }: StreamRef): Promise<StreamHead | undefined> =>
    db
      .selectFrom('stream')
      .select(['seq', 'epoch', 'floor_seq as floor'])
      .where('merchant_id', '=', merchantId)
      .where('stream', '=', stream)
      .executeTakeFirst();

  return {
    async streamHead(ref, newEpoch) {
      const found = await find(ref);
      if (found) return found;
      const { merchantId, stream } = ref;
      await db
        .insertInto('stream')
        .values({ merchant_id: merchantId, stream, seq: 0, epoch: newEpoch(), floor_seq: 0 })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const begun = await find(ref);
      if (!begun) throw new Error(`Stream ${stream} of merchant ${merchantId} could not be created.`);
      return begun;
    },

    async streamEpochs(merchantId, streams) {
      const rows = await db
        .selectFrom('stream')
        .select('epoch')
        .where('merchant_id', '=', merchantId)
        .where('stream', '=', anyOf(streams))
        .execute();
      return rows.map(({ epoch }) => epoch);
    },

    async streamSeqs(streams) {
      if (streams.length === 0) return [];
      const named = jsonRows(
        'w',
        { merchant_id: 'text', stream: 'text' },
        streams.map(({ merchantId, stream }) => ({ merchant_id: merchantId, stream })),
      );
      const { rows } = await sql<Pick<Tables['stream'], 'merchant_id' | 'stream' | 'seq'>>`
        select s.merchant_id, s.stream, s.seq
        from stream s join ${named} on s.merchant_id = w.merchant_id and s.stream = w.stream`.execute(db);
      return rows.map(({ merchant_id, stream, seq }) => ({ merchantId: merchant_id, stream, seq }));
    },

    async firstLineSince({ merchantId, stream }, atMs) {
      const row = await db
        .selectFrom('log')
        .select((eb) => eb.fn.min('seq').as('first'))
        .where('merchant_id', '=', merchantId)
        .where('stream', '=', stream)
        .where('at_ms', '>=', atMs)
        .executeTakeFirst();
      return row?.first === null || row?.first === undefined ? undefined : Number(row.first);
    },

    async readLog({ merchantId, stream }, after, limit) {
      const rows = await db
        .selectFrom('log')
        .select(['seq', 'frame', 'ticket_id as ticketId', 'message_id as messageId', 'at_ms as atMs'])
        .where('merchant_id', '=', merchantId)
        .where('stream', '=', stream)
        .where('seq', '>', after)
        .orderBy('seq')
        .limit(limit)
        .execute();
      return rows.map(({ messageId, ...line }) => ({ ...line, messageId: messageId ?? undefined }));
    },
  };
}
