import { readSignedCard } from '@sidecard/core/signed-card';
import type { Session } from '@sidecard/core/wire';
import type { CardVerdict } from '../model/card-verdict.js';
import type { Ports } from '../ports/ports.types.js';
import type { Transport } from '../transport/transport.types.js';

/** How long known keys are used before they are fetched again, so that revoked keys disappear. */
const MAX_AGE_MS = 3_600_000;
/** The shortest time between two requests for the keys. A message can name any key and must not trigger a request for each. */
const MIN_GAP_MS = 30_000;
/** More keys than a server publishes. */
const MAX_KEYS = 100;

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const DIGEST = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Dependencies of a verifier. */
export interface CardVerifierOptions {
  readonly ports: Ports;
  readonly transport: Transport;
  readonly session: () => Promise<Session | undefined>;
  readonly closed: AbortSignal;
}

/** Creates the function that checks the signatures of card messages. See `Client.verifyCard`. */
export function createCardVerifier({
  ports,
  transport,
  session,
  closed,
}: CardVerifierOptions): (message: unknown) => Promise<CardVerdict> {
  let keys: ReadonlyMap<unknown, JsonWebKey> = new Map();
  let askedAtMs = -Infinity;
  let flight: Promise<void> | undefined;

  async function keyOf(kid: string): Promise<JsonWebKey | undefined> {
    const ageMs = ports.monotonic() - askedAtMs;
    if (ageMs >= MAX_AGE_MS || (ageMs >= MIN_GAP_MS && !keys.has(kid))) {
      askedAtMs = ports.monotonic();
      flight = load();
    }
    await flight;
    return keys.get(kid);
  }

  /** The keys are public, so no token is needed. Known keys stay if the request fails. */
  async function load(): Promise<void> {
    try {
      const { status, body } = await transport.request({ method: 'GET', path: '/v1/card-keys', signal: closed });
      const { keys: list } = (body ?? {}) as { readonly keys?: unknown };
      if (status !== 200 || !Array.isArray(list)) return;
      keys = new Map(list.slice(0, MAX_KEYS).map((key: JsonWebKey & { kid?: unknown }) => [key.kid, key]));
    } catch {
      // Offline: the next message tries again.
    }
  }

  return async function verify(message) {
    const signed = readSignedCard(message);
    const parts = signed && partsOf(signed.signature);
    if (!signed || !parts) return 'invalid';
    // Only secure contexts have it.
    const { subtle } = ports;
    const jwk = subtle && (await keyOf(parts.kid));
    if (!jwk) return 'unknown';
    const { kty, crv, x, y } = jwk;
    const key = await subtle
      .importKey('jwk', { kty, crv, x, y } as JsonWebKey, CURVE, false, ['verify'])
      .catch(() => undefined);
    if (!key) return 'unknown';
    const content = new TextEncoder().encode(signed.content);
    const input = new TextEncoder().encode(`${parts.header}.${encode(content)}`);
    if (!(await subtle.verify(DIGEST, key, parts.signature, input))) return 'invalid';
    if (signed.merchantId === undefined) return 'valid';
    const merchantId = (await session())?.merchantId;
    if (merchantId === undefined) return 'unknown';
    return merchantId === signed.merchantId ? 'valid' : 'invalid';
  };
}

interface Parts {
  readonly header: string;
  readonly kid: string;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** Parses a compact JWS with detached content. Returns `undefined` if it is not one, or requires unsupported features. */
function partsOf(jws: string): Parts | undefined {
  const [, header = '', signature = ''] = /^([\w-]+)\.\.([\w-]+)$/.exec(jws) ?? [];
  try {
    const { alg, kid, crit } = JSON.parse(new TextDecoder().decode(decode(header))) as Record<string, unknown>;
    if (alg !== 'ES256' || typeof kid !== 'string' || crit !== undefined) return undefined;
    return { header, kid, signature: decode(signature) };
  } catch {
    return undefined;
  }
}

function decode(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

function encode(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
