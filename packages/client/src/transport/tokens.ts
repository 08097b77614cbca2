import type { Ports } from '../ports/ports.types.js';
import { type Moment, moment, msSince } from '../util/moment.js';
import { within } from '../util/within.js';
import { isObject } from './checks.js';

/**
 * A call of the host's `getToken` that takes longer is not waited for: it may never end, such as after the device slept. Its token is used
 * if it comes nevertheless.
 */
const TOKEN_MS = 15_000;

/** The host's tokens: one call to `getToken` at a time, but for calls that take too long; each token used for 80 % of its life. */
export interface Tokens {
  /** @throws the error of `getToken`, if there is no usable token */
  readonly get: () => Promise<string | undefined>;
  /** The server refused this token: the next `get` requests another. */
  readonly reject: (token: string | undefined) => void;
  /** Names the account of the token by its claims; `undefined` if it has none. */
  readonly account: () => string | undefined;
  /** Counts how often the tokens' account changed. */
  readonly epoch: () => number;
}

/**
 * Creates the source of tokens.
 *
 * @param onAccountChange - called when a token names another account than the previous one
 */
export function createTokens(
  ports: Ports,
  getToken: (() => Promise<string>) | undefined,
  onAccountChange: () => void,
): Tokens {
  let token: string | undefined;
  let lastsMs = Infinity;
  let issued: Moment = { wallMs: 0, monotonicMs: 0 };
  let account: string | undefined;
  let namesAccount = false;
  let inFlight: Promise<string> | undefined;
  let epoch = 0;
  let lastCall = 0;
  let answeredCall = 0;

  async function renew(from: () => Promise<string>): Promise<string> {
    const call = ++lastCall;
    const fresh = await from();
    // A page instead of a token could not be sent.
    if (!fresh || typeof fresh !== 'string' || /[^!-~]/.test(fresh.trim()))
      throw new TypeError('`getToken` returned no token.');
    // A later call was answered before.
    if (call < answeredCall) return fresh;
    answeredCall = call;
    const { sub, merchantId, party, iat, exp } = claimsOf(fresh);
    // Use the lifetime instead of the expiry time, because the device's clock may be wrong.
    lastsMs = typeof iat === 'number' && typeof exp === 'number' ? (exp - iat) * 800 : Infinity;
    issued = moment(ports);
    const named = JSON.stringify([sub, merchantId, party]);
    const changed = account !== undefined && account !== named;
    account = named;
    namesAccount = sub !== undefined && merchantId !== undefined;
    token = fresh;
    if (changed) {
      epoch++;
      onAccountChange();
    }
    return fresh;
  }

  return {
    async get() {
      if (!getToken || (token !== undefined && msSince(ports, issued) < lastsMs)) return token;
      inFlight ??= within(ports, TOKEN_MS, renew(getToken)).finally(() => (inFlight = undefined));
      const old = token;
      if (old === undefined) return inFlight;
      const renewed = inFlight.catch(() => old);
      // A fifth of the old token's life is left, in which nothing waits for the next one.
      return msSince(ports, issued) < lastsMs * 1.25 ? old : renewed;
    },
    reject(refused) {
      if (token === refused) token = undefined;
    },
    account: () => (namesAccount ? account : undefined),
    epoch: () => epoch,
  };
}

/** Reads a token's claims without verifying them. An opaque token has none. */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload = token.split('.')[1] ?? '';
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    return isObject(claims) ? { ...claims } : {};
  } catch {
    return {};
  }
}
