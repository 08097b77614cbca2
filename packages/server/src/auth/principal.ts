import { PARTIES, type Party } from '@sidecard/core';

/** Whoever holds a valid token. `system` is never one: timers have no token. */
export interface Principal {
  readonly party: Exclude<Party, 'system'>;
  /** The token's `sub`. A buyer's is the id that orders name their buyer by. */
  readonly accountId: string;
  readonly merchantId: string;
  /** A main account of the merchant holds every permission. */
  readonly main: boolean;
  /** How colleagues know them. */
  readonly name: string;
  /** Milliseconds since the Unix epoch. */
  readonly issuedAtMs: number;
  /** Milliseconds since the Unix epoch; streams end then. */
  readonly expiresAtMs: number;
}

/**
 * Tells who a bearer token belongs to. Anything but a valid token gets `undefined`; throwing means that it could not be told (503).
 *
 * @param nowMs - the server's clock, milliseconds since the Unix epoch
 */
export type Verify = (token: string, nowMs: number) => Promise<Principal | undefined>;

/** What ids look like on the wire: short, and nothing that a database or a header would stumble over. */
const ID = /^[^\s\p{C}]{1,128}$/u;

/** Whether a string can be an id of ours or of the host's. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}

/** Reads the claims of a token whose signature, issuer, audience and times have been checked. */
export function principalOf(claims: Readonly<Record<string, unknown>>): Principal | undefined {
  const { sub, party, merchantId, main, name = '', iat, exp } = claims;
  const known = PARTIES.find((candidate) => candidate === party);
  if (!known || known === 'system' || !isId(sub) || !isId(merchantId)) return undefined;
  if (main !== undefined && typeof main !== 'boolean') return undefined;
  if (typeof name !== 'string' || name.length > 100 || /\p{C}/u.test(name)) return undefined;
  if (typeof iat !== 'number' || typeof exp !== 'number') return undefined;
  return {
    party: known,
    accountId: sub,
    merchantId,
    main: known === 'merchant' && main === true,
    name,
    issuedAtMs: iat * 1000,
    expiresAtMs: exp * 1000,
  };
}
