import type { Routing, TicketType } from '@sidecard/core';
import type { Bus } from './bus/bus.js';
import type { Clock, OrderLookup, PolicyLookup, Verify } from './context/ports.js';
import type { SidecardDatabase } from './storage/kysely/database.js';
import type { Store } from './storage/store.js';

/** Options of every server, wherever it keeps its data. */
export interface HandlerOptions {
  /** Finds out who a token belongs to; see `verifyJwt`. */
  readonly verify: Verify;
  readonly orders: OrderLookup;
  /** @default the built-in ones */
  readonly types?: readonly TicketType[];
  /** @default DEFAULT_POLICY for everybody */
  readonly policy?: PolicyLookup;
  /**
   * Chooses who gets a new ticket's card (R10), for the whole installation. If it throws or returns no list, the fault is reported and the
   * default decides. Accounts that are offline are ignored. @default cardRecipients
   */
  readonly recipients?: Routing;
  /** Carries hints between servers over one database. @default within this process */
  readonly bus?: Bus;
  /** `database`: the database's clock, so that several servers agree. Tests drive one of their own. @default 'database' */
  readonly clock?: 'database' | Clock;
  /** Makes ids: unique, unguessable, without dots. @default crypto.randomUUID */
  readonly newId?: () => string;
  /** Origins of pages that may call: a list, or `'*'` for any. No cookies are ever used. @default none: same origin only */
  readonly allowedOrigins?: readonly string[] | '*';
  /** Called with faults that are nobody's refusal. They hold ids and stacks, never a message's text or a token. @default console.error */
  readonly onError?: (error: Error) => void;
}

/** Options of {@link createSidecardServer}. */
export interface ServerOptions extends HandlerOptions {
  /** A database that speaks PostgreSQL's SQL, such as `openPglite` of `@sidecard/server/node` opens, or a {@link Store} of your own. */
  readonly database: SidecardDatabase | { readonly store: Store };
}

/** The authoritative backend. */
export interface SidecardServer {
  /** Answers one request. Never rejects. */
  fetch(request: Request): Promise<Response>;
  /** Brings the database up to date, and runs deadlines, sweeps and heartbeats until {@link stop}. */
  start(): Promise<void>;
  /** Ends the streams and the timers. The database stays open for you to close. */
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
   * ends streams that are too old, forgets old data. For tests that drive the clock.
   */
  tick(): Promise<void>;
}
