import type { CardKey } from '../records.js';
import type { CardKeyStore } from '../store.js';
import type { Db } from './schema.js';

/** Keeps the keys that sign cards, in one statement each. */
export function cardKeyStore(db: Db): CardKeyStore {
  return {
    async listCardKeys() {
      const rows = await db.selectFrom('card_key').selectAll().orderBy('generation', 'desc').execute();
      return rows.map((row) => ({
        generation: row.generation,
        kid: row.kid,
        publicJwk: row.public_jwk as CardKey['publicJwk'],
        privateJwk: row.private_jwk as CardKey['privateJwk'],
        signsFromMs: row.signs_from_ms,
      }));
    },

    async addCardKey(key) {
      const row = await db
        .insertInto('card_key')
        .values({
          generation: key.generation,
          kid: key.kid,
          public_jwk: JSON.stringify(key.publicJwk),
          private_jwk: JSON.stringify(key.privateJwk),
          signs_from_ms: key.signsFromMs,
        })
        .onConflict((conflict) => conflict.column('generation').doNothing())
        .returning('generation')
        .executeTakeFirst();
      return row !== undefined;
    },

    async dropCardKeysBefore(generation) {
      await db.deleteFrom('card_key').where('generation', '<', generation).execute();
    },
  };
}
