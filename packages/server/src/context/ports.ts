import type { Order, Party, Policy } from '@sidecard/core';

/** Tells the time, milliseconds since the Unix epoch. */
export interface Clock {
  now(): number;
}

/** Who signed in: the holder of a valid token. Never `system`, because deadlines have no token. */
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
  /** Milliseconds since the Unix epoch. Streams end then. */
  readonly expiresAtMs: number;
}

/**
 * Finds out who a bearer token belongs to.
 *
 * @param nowMs - the server's clock, milliseconds since the Unix epoch
 * @returns `undefined` for anything but a valid token; a rejection means that the token could not be checked (503)
 */
export type Verify = (token: string, nowMs: number) => Promise<Principal | undefined>;

/**
 * Finds an order of a merchant in the host's own systems. What a buyer names by its id is taken from here, never from the buyer's words.
 *
 * @returns `undefined` when the merchant has no such order; a rejection means that the host could not be asked (503)
 */
export type OrderLookup = (merchantId: string, orderId: string) => Promise<Order | undefined>;

/** Finds what differs from the default policy for a merchant. Called once with every request, so answer from memory. */
export type PolicyLookup = (merchantId: string) => Partial<Policy> | Promise<Partial<Policy>>;
