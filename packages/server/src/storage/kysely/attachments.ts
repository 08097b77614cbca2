import type { ContentCredentials } from '@sidecard/core/wire';
import { sql } from 'kysely';
import type { Attachment } from '../records.js';
import { bandsOf, differenceOf, MAX_DIFFERENCE, ownBandsOf } from '../similar.js';
import type { AttachmentReads, Store, UnitOfWork } from '../store.js';
import { anyOf } from './json-rows.js';
import type { Db, Tables } from './schema.js';

function attachmentOf(row: Tables['attachment']): Attachment {
  return {
    merchantId: row.merchant_id,
    id: row.id,
    uploader: row.uploader,
    atMs: row.at_ms,
    type: row.type,
    bytes: row.bytes,
    width: row.width,
    height: row.height,
    sha256: row.sha256,
    perceptualHash: row.perceptual_hash ?? undefined,
    credentials: (row.credentials as ContentCredentials | null) ?? undefined,
    shownType: row.shown_type,
    storageKey: row.storage_key,
    state: row.state,
    use:
      row.ticket_id === null || row.event_position === null
        ? undefined
        : { ticketId: row.ticket_id, eventPosition: row.event_position },
  };
}

/** Maximum number of pictures that are compared for each band: many copies of one picture are similar to the same ones. */
const PROBED = 2000;

function bandColumnsOf(
  hash: string | undefined,
): Pick<Tables['attachment'], 'band_0' | 'band_1' | 'band_2' | 'band_3'> {
  const [band_0 = null, band_1 = null, band_2 = null, band_3 = null] = hash === undefined ? [] : ownBandsOf(hash);
  return { band_0, band_1, band_2, band_3 };
}

/** Reads uploaded pictures. */
export function attachmentReads(db: Db): AttachmentReads {
  return {
    async findAttachment(merchantId, id) {
      const row = await db
        .selectFrom('attachment')
        .selectAll()
        .where('merchant_id', '=', merchantId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row && attachmentOf(row);
    },

    async countUploads({ merchantId, principalKey }) {
      const row = await db
        .selectFrom('attachment')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('merchant_id', '=', merchantId)
        .where('uploader', '=', principalKey)
        .where('ticket_id', 'is', null)
        .where('state', '<>', 'expired')
        .executeTakeFirst();
      return Number(row?.count ?? 0);
    },

    async similarUses({ merchantId, perceptualHash, use, atMs }, limit) {
      if (perceptualHash === undefined || !use) return [];
      const probes = bandsOf(perceptualHash).map((values, band) => {
        const column = sql.ref(`band_${band}`);
        return sql`(select id, at_ms, perceptual_hash from attachment
          where merchant_id = ${merchantId} and ${column} = any(${`{${values.join(',')}}`}::integer[]) and ticket_id is not null
            and ticket_id <> ${use.ticketId} and at_ms < ${atMs} limit ${PROBED})`;
      });
      const { rows } = await sql<Pick<Tables['attachment'], 'id' | 'at_ms'> & { perceptual_hash: string }>`
        ${sql.join(probes, sql` union `)} order by at_ms, id`.execute(db);
      const near = rows.filter((row) => differenceOf(perceptualHash, row.perceptual_hash) <= MAX_DIFFERENCE);
      if (near.length === 0) return [];
      const found = await db
        .selectFrom('attachment')
        .selectAll()
        .where('merchant_id', '=', merchantId)
        .where('id', '=', anyOf(near.slice(0, limit).map(({ id }) => id)))
        .orderBy('at_ms')
        .orderBy('id')
        .execute();
      return found.map(attachmentOf);
    },
  };
}

/** Adds and locks uploaded pictures in a transaction. Its commit marks them as used. */
export function attachmentUnit(tx: Db): Pick<UnitOfWork, 'addAttachment' | 'lockUploads'> {
  return {
    async addAttachment(attachment) {
      await tx
        .insertInto('attachment')
        .values({
          merchant_id: attachment.merchantId,
          id: attachment.id,
          uploader: attachment.uploader,
          at_ms: attachment.atMs,
          type: attachment.type,
          bytes: attachment.bytes,
          width: attachment.width,
          height: attachment.height,
          sha256: attachment.sha256,
          credentials: attachment.credentials === undefined ? null : JSON.stringify(attachment.credentials),
          perceptual_hash: attachment.perceptualHash ?? null,
          ...bandColumnsOf(attachment.perceptualHash),
          shown_type: attachment.shownType,
          storage_key: attachment.storageKey,
          state: attachment.state,
          ticket_id: attachment.use?.ticketId ?? null,
          event_position: attachment.use?.eventPosition ?? null,
        })
        .execute();
    },

    async lockUploads({ merchantId, principalKey }, ids) {
      const rows = await tx
        .selectFrom('attachment')
        .select('id')
        .where('merchant_id', '=', merchantId)
        .where('id', '=', anyOf(ids))
        .where('uploader', '=', principalKey)
        .where('state', '=', 'ready')
        .where('ticket_id', 'is', null)
        .orderBy('id')
        .forUpdate()
        .execute();
      return rows.map(({ id }) => id);
    },
  };
}

/** Changes uploaded pictures, in one statement each. */
export function attachmentWrites(db: Db): Pick<Store, 'completeUpload' | 'expireUploads' | 'dropUpload'> {
  return {
    async completeUpload(merchantId, id) {
      const row = await db
        .updateTable('attachment')
        .set({ state: 'ready' })
        .where('merchant_id', '=', merchantId)
        .where('id', '=', id)
        .where('state', '=', 'storing')
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },

    async expireUploads(beforeMs, limit) {
      // A picture that a concurrent transaction uses is locked, and no longer unused once that has committed.
      const { rows } = await sql<Pick<Tables['attachment'], 'merchant_id' | 'id' | 'storage_key'>>`
        update attachment a set state = 'expired'
        from (select merchant_id, id from attachment where ticket_id is null and at_ms < ${beforeMs} order by at_ms limit ${limit}) old
        where a.merchant_id = old.merchant_id and a.id = old.id and a.ticket_id is null
        returning a.merchant_id, a.id, a.storage_key`.execute(db);
      return rows.map(({ merchant_id: merchantId, id, storage_key: storageKey }) => ({ merchantId, id, storageKey }));
    },

    async dropUpload(merchantId, id) {
      await db
        .deleteFrom('attachment')
        .where('merchant_id', '=', merchantId)
        .where('id', '=', id)
        .where('state', '=', 'expired')
        .execute();
    },
  };
}
