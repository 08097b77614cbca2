import { type CryptoKey, type JSONWebKeySet, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { Principal, Verify } from '../context/ports.js';
import { mustBeSecure } from '../wire/secure-url.js';
import { fixed, isOutage, keySet } from './key-set.js';
import { principalOf } from './principal.js';
import { TokenRefused } from './token-refused.js';
import { checkTimes } from './token-times.js';

/** Options of {@link verifyJwt}. Issuer, audience and algorithms are pinned: none of them is taken from the token. */
export interface VerifyJwtOptions {
  readonly issuer: string;
  readonly audience: string;
  /**
   * Names as in the token's header, such as `ES256`.
   *
   * @default ['HS256'] with `key`, ['ES256', 'EdDSA', 'RS256'] with `jwks`
   */
  readonly algorithms?: readonly string[];
  /** The secret or public key that the host's backend signs with. A string is encoded as UTF-8; at least 32 bytes. */
  readonly key?: string | Uint8Array | CryptoKey;
  /** URL of the host's public keys, or the keys themselves. A key that is taken away from the URL is used for ten minutes more at most. */
  readonly jwks?: URL | JSONWebKeySet;
  /** Takes `jwks` also from an `http:` address of another machine, whose answer anybody on the way can replace. @default false */
  readonly allowHttp?: boolean;
  /** How long a token may be valid (`exp` − `iat`), in seconds. Ten minutes are a good choice. @default 86400, a day */
  readonly maxLifetimeS?: number;
}

/** Tolerated difference between the host's clock and the server's, in seconds. */
const TOLERANCE_S = 5;
const DAY_S = 86_400;
const MAX_TOKEN_LENGTH = 4096;
const CACHED_TOKENS = 5000;
const REQUIRED = ['iss', 'aud', 'sub', 'exp', 'iat', 'jti'];

/**
 * Verifies the JSON Web Tokens that the host's own backend signs. Claims: `iss aud sub exp iat jti`, `party`, `merchantId`, `main`
 * (boolean), `name`.
 *
 * The result rejects with `TokenRefused` for a token that is too long valid, or whose times are in milliseconds or in the future, and with
 * another error if the keys at the URL cannot be loaded.
 *
 * @throws {TypeError} if neither or both of `key` and `jwks` are given, a secret is too short or is a public key as text, or the address of
 *   the keys is not `https:`
 */
export function verifyJwt({
  issuer,
  audience,
  algorithms,
  key,
  jwks,
  allowHttp = false,
  maxLifetimeS = DAY_S,
}: VerifyJwtOptions): Verify {
  if ((key === undefined) === (jwks === undefined)) throw new TypeError('verifyJwt needs either `key` or `jwks`.');
  if (jwks instanceof URL) mustBeSecure(jwks, 'verifyJwt: `jwks`', allowHttp);
  const pinned = [...(algorithms ?? (key === undefined ? ['ES256', 'EdDSA', 'RS256'] : ['HS256']))];
  // Verification costs about as much as the rest of a read, and most requests repeat the previous token.
  let cache = new Map<string, Principal>();
  const keys = key === undefined ? keySet(jwks, () => (cache = new Map())) : fixed(single(key));

  return async (token, nowMs) => {
    if (token.length > MAX_TOKEN_LENGTH) return undefined;
    const verified = cache;
    const known = verified.get(token);
    if (known && keys.isCurrent(nowMs)) {
      if (nowMs < known.expiresAtMs + TOLERANCE_S * 1000) return known;
      verified.delete(token);
      return undefined;
    }
    try {
      const { payload } = await jwtVerify(token, keys.at(nowMs), {
        issuer,
        audience,
        algorithms: pinned,
        requiredClaims: REQUIRED,
        clockTolerance: TOLERANCE_S,
        currentDate: new Date(nowMs),
      });
      checkTimes(payload, { nowMs, maxLifetimeS });
      const principal = principalOf(payload);
      // If keys have been loaded meanwhile, this is not remembered.
      if (principal) remember(verified, token, principal);
      return principal;
    } catch (error) {
      if (error instanceof TokenRefused || isOutage(error)) throw error;
      return undefined;
    }
  };
}

function single(key: string | Uint8Array | CryptoKey): JWTVerifyGetKey {
  const bytes = typeof key === 'string' ? new TextEncoder().encode(key) : key;
  if (bytes instanceof Uint8Array && bytes.length < 32)
    throw new TypeError('verifyJwt: the secret must have at least 32 bytes.');
  // Everybody has the public key, so everybody could sign with it.
  if (bytes instanceof Uint8Array && isKeyAsText(bytes))
    throw new TypeError(
      'verifyJwt: `key` is a key as text, not a secret. Import it, as with `importSPKI`, or pass `jwks`.',
    );
  return () => Promise.resolve(bytes);
}

/** Whether a secret is a key as PEM or as a JSON Web Key. */
export function isKeyAsText(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes);
  return text.includes('-----BEGIN ') || /^\s*\{.*"kty"/s.test(text);
}

function remember(cache: Map<string, Principal>, token: string, principal: Principal): void {
  if (cache.size >= CACHED_TOKENS) {
    const [oldest] = cache.keys();
    if (oldest !== undefined) cache.delete(oldest);
  }
  cache.set(token, principal);
}
