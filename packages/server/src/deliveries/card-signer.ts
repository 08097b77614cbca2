import { canonicalCard, type CardMessage } from '@sidecard/core';
import { calculateJwkThumbprint, CompactSign, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { Clock } from '../options.js';
import type { Db } from '../services.js';
import { addCardKey, type CardKey, deleteCardKeysBefore, readCardKeys } from '../storage/card-keys.js';

/** What every current browser can verify. Ed25519 came to Chromium in 2025. */
const ALGORITHM = 'ES256';

/** How long a server goes by the keys that it has read, in milliseconds: so long another server may not know of a rotation. */
const REREAD_MS = 60_000;

/** How long others may keep the published keys, in seconds. */
export const CARD_KEYS_MAX_AGE_S = 300;

/** How long a new key is published before it signs: longer than any server or cache can be without it. */
const LEAD_MS = 15 * 60_000;

/** Signs cards in the name of the platform, with a key of the installation that is kept in the database. */
export interface CardSigner {
  /** Returns the message with a signature over everything in it. */
  sign(message: CardMessage): Promise<CardMessage>;
  /** Returns the public keys, newest first. Makes the first key where there is none. */
  publicKeys(): Promise<readonly JWK[]>;
  /**
   * Adds a key, which signs after 15 minutes. Cards that a former key has signed stay valid.
   *
   * @param options.revoke - the former keys are known to somebody else: deletes them, and signs with the new one at once
   * @returns the new key's `kid`
   */
  rotate(options?: { readonly revoke?: boolean }): Promise<string>;
}

/** Creates the signer of an installation. */
export function createCardSigner({ db, clock }: { readonly db: Db; readonly clock: Clock }): CardSigner {
  let read: { readonly keys: Promise<readonly CardKey[]>; readonly atMs: number } | undefined;

  function keys(): Promise<readonly CardKey[]> {
    const now = clock.now();
    if (!read || Math.abs(now - read.atMs) >= REREAD_MS) {
      const reading = load();
      read = { keys: reading, atMs: now };
      // the next caller tries again
      reading.catch(() => (read = undefined));
    }
    return read.keys;
  }

  async function load(): Promise<readonly CardKey[]> {
    const known = await readCardKeys(db);
    if (known.length > 0) return known;
    // Servers that start at once each make one; the first to be stored is everybody's.
    await addCardKey(db, await makeKey(1, 0));
    return readCardKeys(db);
  }

  async function signingKey(): Promise<CardKey> {
    const all = await keys();
    const key = all.find(({ signsFromMs }) => signsFromMs <= clock.now()) ?? all.at(-1);
    if (!key) throw new Error('The table card_key was emptied while it was read.');
    return key;
  }

  return {
    async sign(message) {
      const { kid, privateJwk } = await signingKey();
      const content = new TextEncoder().encode(canonicalCard(message));
      const jws = await new CompactSign(content)
        .setProtectedHeader({ alg: ALGORITHM, kid })
        .sign(await importJWK(privateJwk, ALGORITHM));
      // Detached (RFC 7515, appendix F): the reader has the content already.
      return { ...message, signature: jws.replace(/\..*\./, '..') };
    },
    publicKeys: async () => (await keys()).map(({ publicJwk }) => publicJwk),
    async rotate({ revoke = false } = {}) {
      for (;;) {
        const [newest] = await readCardKeys(db);
        const key = await makeKey((newest?.generation ?? 0) + 1, revoke ? 0 : clock.now() + LEAD_MS);
        // another server may have rotated at the same moment
        if (!(await addCardKey(db, key))) continue;
        if (revoke) await deleteCardKeysBefore(db, key.generation);
        read = undefined;
        return key.kid;
      }
    },
  };
}

async function makeKey(generation: number, signsFromMs: number): Promise<CardKey> {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const publicJwk = { ...jwk, kid, alg: ALGORITHM, use: 'sig' };
  return { generation, kid, publicJwk, privateJwk: await exportJWK(pair.privateKey), signsFromMs };
}
