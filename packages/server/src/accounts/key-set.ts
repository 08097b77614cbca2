import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** How long keys are used after they were loaded: the maximum time for which one goes on that its owner has removed. */
const KEYS_MS = 10 * 60_000;
/** The same while they cannot be loaded anew: an outage of their server is not one of this one. */
const OUTAGE_MS = 60 * 60_000;
/** How often loading is tried in an outage. Whoever asks then waits for it. */
const AGAIN_MS = 30_000;

/** Keys that tokens are verified with. */
export interface KeySet {
  /** Finds a token's key, at a time. */
  at(nowMs: number): JWTVerifyGetKey;
  /** Whether what was verified with them still holds. */
  isCurrent(nowMs: number): boolean;
}

/** Makes a set of the host's keys. @param onLoad - called when another set may have taken their place */
export function keySet(jwks: URL | JSONWebKeySet | undefined, onLoad: () => void): KeySet {
  if (!(jwks instanceof URL)) return fixed(createLocalJWKSet(jwks ?? { keys: [] }));
  // Their age is by the server's clock. An unknown key has them loaded sooner.
  const find = createRemoteJWKSet(jwks, { cacheMaxAge: Infinity });
  let loadedAtMs = -Infinity;
  let failedAtMs = -Infinity;
  const mayBeOld = (nowMs: number) => nowMs - loadedAtMs < OUTAGE_MS;
  const isCurrent = (nowMs: number) =>
    nowMs - loadedAtMs < KEYS_MS || (nowMs - failedAtMs < AGAIN_MS && mayBeOld(nowMs));
  return {
    isCurrent,
    at: (nowMs) => async (header, token) => {
      if (!isCurrent(nowMs)) {
        try {
          await find.reload();
          loadedAtMs = nowMs;
          onLoad();
        } catch (error) {
          failedAtMs = nowMs;
          if (!mayBeOld(nowMs)) throw error;
        }
      }
      return find(header, token);
    },
  };
}

/** Makes a set of keys that stay. */
export function fixed(find: JWTVerifyGetKey): KeySet {
  return { at: () => find, isCurrent: () => true };
}

/** Whether keys could not be loaded, which does not invalidate the token. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  // The generic one is for answers other than 200, and such as are no JSON.
  return [errors.JWKSTimeout.code, errors.JWKSInvalid.code, errors.JOSEError.code].includes(error.code);
}
