import type { Party } from '@sidecard/core';
import { SignJWT } from 'jose';

export const SECRET = 'a secret of the tests, 32 bytes or more';
export const ISSUER = 'https://shop.example';
export const AUDIENCE = 'sidecard-tests';
const MINUTE_MS = 60_000;

/** Who a token is for. Times are milliseconds since the Unix epoch. */
export interface Claims {
  readonly party: Party | 'messenger';
  /** `sub`. */
  readonly accountId: string;
  /** @default 'shop-1' */
  readonly merchantId?: string;
  readonly main?: boolean;
  /** @default the account id */
  readonly name?: string;
  /** @default now */
  readonly issuedAtMs?: number;
  /** @default ten minutes after it was issued */
  readonly expiresAtMs?: number;
}

/** Signs a token as the host's backend would. */
export async function sign(
  { party, accountId, merchantId = 'shop-1', main, name, issuedAtMs, expiresAtMs }: Claims,
  nowMs: number,
  change: { readonly issuer?: string; readonly audience?: string; readonly secret?: string } = {},
): Promise<string> {
  const issued = issuedAtMs ?? nowMs;
  const expires = expiresAtMs ?? issued + 10 * MINUTE_MS;
  return new SignJWT({ party, merchantId, name: name ?? accountId, ...(main === undefined ? {} : { main }) })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(change.issuer ?? ISSUER)
    .setAudience(change.audience ?? AUDIENCE)
    .setSubject(accountId)
    .setIssuedAt(Math.floor(issued / 1000))
    .setExpirationTime(Math.floor(expires / 1000))
    .setJti(`${accountId}-${issued}`)
    .sign(new TextEncoder().encode(change.secret ?? SECRET));
}
