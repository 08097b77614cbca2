import type { Order, Party, Policy } from '@sidecard/core';

/** Returns the time, milliseconds since the Unix epoch. */
export interface Clock {
  now(): number;
}

/** Who signed in: the holder of a valid token. Never `system`, because deadlines have no token. */
export interface Principal {
  /** `messenger` is a backend that posts cards and replies to the chat, and may do nothing else. It takes no part in tickets. */
  readonly party: Exclude<Party, 'system'> | 'messenger';
  /** The token's `sub`. For buyers, the buyer id in orders. */
  readonly accountId: string;
  readonly merchantId: string;
  /** A main account of the merchant holds every permission. */
  readonly main: boolean;
  /** Display name for colleagues. */
  readonly name: string;
  /** Milliseconds since the Unix epoch. */
  readonly issuedAtMs: number;
  /** Milliseconds since the Unix epoch. Streams end then. */
  readonly expiresAtMs: number;
}

/** A party of tickets. */
export interface PartyPrincipal extends Principal {
  readonly party: Exclude<Party, 'system'>;
}

/** A backend that posts cards and replies. */
export interface MessengerPrincipal extends Principal {
  readonly party: 'messenger';
}

/**
 * Verifies a bearer token.
 *
 * @param nowMs - the server's clock, milliseconds since the Unix epoch
 * @returns `undefined` for anything but a valid token; rejects with `TokenRefused` for one that should say something else (401, with its
 *   words), and with anything else if the token could not be checked (503)
 */
export type Verify = (token: string, nowMs: number) => Promise<Principal | undefined>;

/**
 * Looks up an order of a merchant in the host's own systems: when a ticket is created, and before a command or a deadline that promises
 * money or goods. The server checks the answer. It corrects what is only for display, such as a title that is too long, and reports that to
 * `onError`. It also reports there what contradicts the order as it is known, which then stays as it is.
 *
 * @returns `undefined` if the merchant has no such order; rejects if the host could not be reached: a request is then refused (503), and a
 *   deadline is tried again for up to an hour
 */
export type OrderLookup = (merchantId: string, orderId: string) => Promise<Order | undefined>;

/** Returns a merchant's differences from the default policy. Called once per request, so answer from memory. */
export type PolicyLookup = (merchantId: string) => Partial<Policy> | Promise<Partial<Policy>>;
