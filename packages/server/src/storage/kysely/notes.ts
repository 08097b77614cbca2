import type { Note } from '@sidecard/core/wire';
import type { NoteReads, UnitOfWork } from '../store.js';
import type { Db } from './schema.js';

/** Reads notes. */
export function noteReads(db: Db): NoteReads {
  return {
    async listNotes({ merchantId, ticketId }) {
      const rows = await db
        .selectFrom('note')
        .select('body')
        .where('merchant_id', '=', merchantId)
        .where('ticket_id', '=', ticketId)
        .orderBy('at_ms')
        .orderBy('id')
        .execute();
      return rows.map(({ body }) => body as Note);
    },

    async findNote({ merchantId, principalKey }, key) {
      const row = await db
        .selectFrom('note')
        .select(['body', 'fingerprint'])
        .where('merchant_id', '=', merchantId)
        .where('principal', '=', principalKey)
        .where('key', '=', key)
        .executeTakeFirst();
      return row && { merchantId, principalKey, key, fingerprint: row.fingerprint, note: row.body as Note };
    },
  };
}

/** Adds notes within a transaction. */
export function noteUnit(tx: Db): Pick<UnitOfWork, 'addNote'> {
  return {
    async addNote({ merchantId, principalKey, key, fingerprint, note }) {
      const { id, ticketId, atMs } = note;
      await tx
        .insertInto('note')
        .values({
          ...{ merchant_id: merchantId, ticket_id: ticketId, id, at_ms: atMs },
          ...{ principal: principalKey, key, fingerprint, body: JSON.stringify(note) },
        })
        .execute();
    },
  };
}
