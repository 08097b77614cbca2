import type { JWK } from 'jose';
import type { Db } from '../services.js';

/** A key that signs cards. */
export interface CardKey {
  /** From 1; each rotation adds one. */
  readonly generation: number;
  readonly kid: string;
  readonly publicJwk: JWK;
  readonly privateJwk: JWK;
  /** When it begins to sign, milliseconds since the Unix epoch. It is published before. */
  readonly signsFromMs: number;
}

/** Returns every key of the installation, newest first. */
export async function readCardKeys(db: Db): Promise<readonly CardKey[]> {
  const rows = await db.selectFrom('card_key').selectAll().orderBy('generation', 'desc').execute();
  return rows.map((row) => ({
    generation: row.generation,
    kid: row.kid,
    publicJwk: row.public_jwk as JWK,
    privateJwk: row.private_jwk as JWK,
    signsFromMs: row.signs_from_ms,
  }));
}

/** Adds a key, unless another server has added one of the same generation. @returns whether it was added */
export async function addCardKey(db: Db, key: CardKey): Promise<boolean> {
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
}

/** Deletes the keys of every generation before this one. */
export async function deleteCardKeysBefore(db: Db, generation: number): Promise<void> {
  await db.deleteFrom('card_key').where('generation', '<', generation).execute();
}
