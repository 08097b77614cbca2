import type { Routing, TicketType } from '@sidecard/core';
import type { AttachmentOptions } from './attachments/ports.js';
import type { Bus } from './bus/bus.js';
import type { ServerLimits } from './context/limits.js';
import type { RequestEntry, Trace } from './context/observed.js';
import type { WebhookOptions } from './context/webhook-ports.js';
import type { Clock, OrderLookup, PolicyLookup, Verify } from './context/ports.js';
import type { SidecardDatabase } from './storage/kysely/database.js';
import type { Store } from './storage/store.js';

/** How long data is kept. */
export interface Retention {
  /** Entries of the audit trail, in days: 1 to 36500. @default 730 */
  readonly auditDays?: number;
  /**
   * Tickets that have ended, with everything that hangs on them, in days since their last change: 365 to 36500. Longer than a buyer may still ask
   * for something: what was given for goods is only known from their tickets. @default none: until their buyer is erased
   */
  readonly ticketDays?: number;
}

/** Options of every server, independent of its database. */
export interface HandlerOptions {
  /** Verifies tokens; see `verifyJwt`. */
  readonly verify: Verify;
  /** @default none: your backend stores orders with `PUT /v1/orders/{id}`, or includes them when it creates a ticket */
  readonly orders?: OrderLookup | undefined;
  /** @default the built-in ones */
  readonly types?: readonly TicketType[];
  /** @default DEFAULT_POLICY for all merchants */
  readonly policy?: PolicyLookup;
  /**
   * Chooses who gets a new ticket's card (R10), for the whole installation. If it throws or does not return a list, the fault is reported
   * and the default decides. Accounts that are offline are ignored. @default cardRecipients
   */
  readonly recipients?: Routing;
  /** Stores pictures, and decodes them. Clients then offer uploads. @default none: forms have no pictures */
  readonly attachments?: AttachmentOptions;
  /** Sends webhooks to addresses that hosts save; see `nodeWebhooks` of `@sidecard/server/node`. @default none: `/v1/webhooks` does not exist */
  readonly webhooks?: WebhookOptions;
  /** Carries hints between servers on one database. @default within this process */
  readonly bus?: Bus;
  /** Limits against faulty and hostile clients: of requests for all servers with one bus, of streams for one process. What is missing has its default. */
  readonly limits?: ServerLimits;
  /** How long what nobody needs any more is kept. */
  readonly retention?: Retention;
  /** `database`: the database's clock, which several servers share. Tests pass their own. @default 'database' */
  readonly clock?: 'database' | Clock;
  /** Returns a new id: unique, unguessable, without dots. @default crypto.randomUUID */
  readonly newId?: () => string;
  /** Origins of pages that may call the server: a list, or `'*'` for any. No cookies are used. @default none: same origin only */
  readonly allowedOrigins?: readonly string[] | '*';
  /** Called after each request, for a log. @default none */
  readonly onRequest?: (entry: RequestEntry) => void;
  /** Makes a span of each request; see `openTelemetryTraces` of `@sidecard/server/node`. @default none */
  readonly trace?: Trace;
  /** Called with internal errors. They contain ids and stacks, never a message's text or a token. @default console.error */
  readonly onError?: (error: Error) => void;
}

/** Options of {@link createSidecardServer}. */
export interface ServerOptions extends HandlerOptions {
  /** A database with PostgreSQL's SQL, such as that of `openPglite` in `@sidecard/server/node`, or a {@link Store} of your own. */
  readonly database:
    | SidecardDatabase
    | ({ readonly store: Store } & Pick<SidecardDatabase, 'freeBytes' | 'connections'>);
}

/** The authoritative backend. */
export interface SidecardServer {
  /** Answers one request. Never rejects. */
  fetch(request: Request): Promise<Response>;
  /** Migrates the database, and runs deadlines, sweeps and heartbeats until {@link stop}. */
  start(): Promise<void>;
  /**
   * Hands the work over to other servers: `/readyz` is red at once. Requests are still answered. In the second half of the time new streams
   * are refused, and the open ones end one after the other, so that their readers do not all come back at once. Call {@link stop} then.
   *
   * @param ms - how long, in milliseconds; longer than a balancer needs to notice
   */
  drain(ms: number): Promise<void>;
  /** Ends the streams and the timers, and waits for running requests, for ten seconds at most. The database stays open for you to close. */
  stop(): Promise<void>;
  /**
   * The server's figures as text for Prometheus. They name no account and no ticket, but are for operators: serve them where nobody else
   * reaches them.
   */
  metrics(): Promise<string>;
  /**
   * Adds a key for signing cards. It is published at once and signs after 15 minutes, when every server and cache knows it. Cards signed by
   * former keys stay valid.
   *
   * @param options.revoke - set it if a private key has leaked: deletes the former keys, so that cards signed by them are no longer valid,
   *   and signs with the new key at once. Other servers on the database follow within a minute. @default false
   * @returns the new key's `kid`
   */
  rotateCardKey(options?: { readonly revoke?: boolean }): Promise<string>;
  /**
   * Runs once, to completion, what {@link start} runs periodically: fires due deadlines, sweeps streams and deliveries, sends heartbeats,
   * ends old streams, deletes old data. For tests that control the clock.
   */
  tick(): Promise<void>;
}
