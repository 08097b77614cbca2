import { canonicalCard } from '@sidecard/core/wire';
import { calculateJwkThumbprint, CompactSign, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { CardSigner, ServerContext } from '../context/context.js';
import type { CardKey, Jwk } from '../storage/records.js';

/** Every current browser can verify it. Chromium supports Ed25519 only since 2025. */
const ALGORITHM = 'ES256';

/** How long a server uses the keys that it has read, in milliseconds. Until then it may miss a rotation at another server. */
const REREAD_MS = 60_000;

/** How long a new key is published before it signs: longer than any server, or any cache of `GET /v1/card-keys`, can be without it. */
const LEAD_MS = 15 * 60_000;

/** Creates the signer of an installation. */
export function createCardSigner({ store, clock }: Pick<ServerContext, 'store' | 'clock'>): CardSigner {
  let read: { readonly keys: Promise<readonly CardKey[]>; readonly atMs: number } | undefined;

  function keys(): Promise<readonly CardKey[]> {
    const now = clock.now();
    if (!read || Math.abs(now - read.atMs) >= REREAD_MS) {
      const reading = load();
      read = { keys: reading, atMs: now };
      // The next caller tries again.
      reading.catch(() => (read = undefined));
    }
    return read.keys;
  }

  async function load(): Promise<readonly CardKey[]> {
    const known = await store.listCardKeys();
    if (known.length > 0) return known;
    // Servers that start concurrently each create one. The first stored key wins.
    await store.addCardKey(await makeKey(1, 0));
    return store.listCardKeys();
  }

  async function signingKey(): Promise<CardKey> {
    const all = await keys();
    const key = all.find(({ signsFromMs }) => signsFromMs <= clock.now()) ?? all.at(-1);
    if (!key) throw new Error('The keys that sign cards were removed while they were read.');
    return key;
  }

  return {
    async sign(message) {
      const { kid, privateJwk } = await signingKey();
      const content = new TextEncoder().encode(canonicalCard(message));
      const jws = await new CompactSign(content)
        .setProtectedHeader({ alg: ALGORITHM, kid })
        .sign(await importJWK(privateJwk, ALGORITHM));
      // Detached (RFC 7515, appendix F): the reader already has the content.
      return { ...message, signature: jws.replace(/\..*\./, '..') };
    },
    publicKeys: async () => (await keys()).map(({ publicJwk }) => publicJwk),
    async rotate({ revoke = false } = {}) {
      for (;;) {
        const [newest] = await store.listCardKeys();
        const key = await makeKey((newest?.generation ?? 0) + 1, revoke ? 0 : clock.now() + LEAD_MS);
        // Another server may have rotated at the same moment.
        if (!(await store.addCardKey(key))) continue;
        if (revoke) await store.dropCardKeysBefore(key.generation);
        read = undefined;
        return key.kid;
      }
    },
  };
}

async function makeKey(generation: number, signsFromMs: number): Promise<CardKey> {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true });
  // Keys of this kind have only string members.
  const jwk = (await exportJWK(pair.publicKey)) as Jwk;
  const kid = await calculateJwkThumbprint(jwk);
  const publicJwk = { ...jwk, kid, alg: ALGORITHM, use: 'sig' };
  return { generation, kid, publicJwk, privateJwk: (await exportJWK(pair.privateKey)) as Jwk, signsFromMs };
}
