import type { Order, Policy, Routing, TicketType } from '@sidecard/core';
import type { Dialect } from 'kysely';
import type { Verify } from './auth/principal.js';
import type { Bus } from './bus/bus.js';

/** A database that speaks PostgreSQL's SQL. `openPglite` of `@sidecard/server/node` makes one in a folder. */
export interface SidecardDatabase {
  /** `bigint` is to arrive as a number. */
  readonly dialect: Dialect;
}

/** Tells the time, milliseconds since the Unix epoch. */
export interface Clock {
  now(): number;
}

/**
 * Finds an order of a merchant in the host's own systems: what a buyer names by its id is taken from here and never from the buyer's words.
 *
 * @returns `undefined` when the merchant has no such order; throwing means that it could not be told (the caller gets 503 and tries again)
 */
export type OrderLookup = (merchantId: string, orderId: string) => Promise<Order | undefined>;

/** What differs from the default policy for a merchant. Asked with every request, so answer from memory. */
export type PolicyLookup = (merchantId: string) => Partial<Policy> | Promise<Partial<Policy>>;

/** What {@link createSidecardServer} takes. */
export interface ServerOptions {
  readonly database: SidecardDatabase;
  /** Who a token belongs to; see `verifyJwt`. */
  readonly verify: Verify;
  readonly orders: OrderLookup;
  /** @default the built-in ones */
  readonly types?: readonly TicketType[];
  /** @default DEFAULT_POLICY for everybody */
  readonly policy?: PolicyLookup;
  /**
   * Who gets a new ticket's card (R10), for the whole installation. One that throws or gives no list is reported, and the default decides;
   * whom it names who is not online is left out. @default cardRecipients
   */
  readonly recipients?: Routing;
  /** Hints between servers over one database. @default within this process */
  readonly bus?: Bus;
  /** `database`: the database's clock, so that several servers agree. Tests drive one of their own. @default 'database' */
  readonly clock?: 'database' | Clock;
  /** Makes ids, unique for ever and not to be guessed; no dots. @default crypto.randomUUID */
  readonly newId?: () => string;
  /** Origins of pages that may call: a list, or `'*'` for any. No cookies are ever used. @default none: same origin only */
  readonly allowedOrigins?: readonly string[] | '*';
  /** Told of faults that are nobody's refusal. Gets ids and stacks, never a message's text or a token. @default console.error */
  readonly onError?: (error: Error) => void;
}

/** The authoritative backend. */
export interface SidecardServer {
  /** Answers one request. Never rejects. */
  fetch(request: Request): Promise<Response>;
  /** Brings the database up to date, and lets timers, sweeps and heartbeats run until {@link stop}. */
  start(): Promise<void>;
  /** Ends the streams and the timers. The database stays open: whoever opened it closes it. */
  stop(): Promise<void>;
  /**
   * Adds a key for signing cards. It is published at once and signs after 15 minutes, when every server and cache knows it. Cards that a former key
   * has signed stay valid.
   *
   * @param options.revoke - set it when a private key has leaked: deletes the former keys, so that what they have signed is not valid any more, and
   *   signs with the new one at once. Other servers over the database follow within a minute. @default false
   * @returns the new key's `kid`
   */
  rotateCardKey(options?: { readonly revoke?: boolean }): Promise<string>;
  /**
   * Does once, and to the end, what runs by itself after {@link start}: fires due deadlines, sweeps streams and deliveries, sends heartbeats,
   * ends streams that are over, forgets what is old. For tests that drive the clock.
   */
  tick(): Promise<void>;
}
