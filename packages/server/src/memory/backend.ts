import { type Order, type Permission, type Policy, resolveLocale, type Routing, type TicketType } from '@sidecard/core';
import type { Command, Ticket } from '@sidecard/core/authoring';
import type { CreateBody } from '@sidecard/core/wire';
import { requestOf } from '../accounts/authenticate.js';
import type { AttachmentOptions } from '../attachments/ports.js';
import type { RequestContext } from '../context/context.js';
import type { Principal } from '../context/ports.js';
import { defineRollout } from '../schemas/rollout.js';
import { createHandler } from '../server.js';
import { createMapsStore } from '../storage/maps/store.js';
import { createTicket } from '../use-cases/create-ticket.js';
import { setPermissions } from '../use-cases/manage-accounts.js';
import { runCommand } from '../use-cases/run-command.js';
import { ProblemError } from '../wire/problem.js';
import { createConnection, type MemoryConnection } from './connection.js';

export type { MemoryConnection } from './connection.js';

/** How often the backend ticks while a stream is open, in milliseconds. */
const TICK_MS = 1_000;
const URL = 'https://memory.sidecard.invalid';

/** An account that connects. */
export interface MemoryIdentity extends Pick<Principal, 'party' | 'accountId' | 'name'> {
  /** A main account holds every permission. @default false */
  readonly main?: boolean;
  /** Permissions granted when a sub-account first connects. @default none */
  readonly permissions?: readonly Permission[];
}

/** Options of {@link createMemoryBackend}. */
export interface MemoryBackendOptions {
  readonly merchantId: string;
  /** The shop's orders, or a look-up function. */
  readonly orders: readonly Order[] | ((merchantId: string, orderId: string) => Order | undefined);
  /** @default the built-in ones */
  readonly types?: readonly TicketType[];
  /** Differences from the default policy. @default `locale` is the language of this page or process: `zh-CN` or `en` */
  readonly policy?: Partial<Policy>;
  /** Chooses who gets a new ticket's card (R10). @default cardRecipients */
  readonly recipients?: Routing;
  /** Stores pictures, and decodes them. @default none: forms have no pictures */
  readonly attachments?: AttachmentOptions;
  /** Called with internal errors. @default console.error */
  readonly onError?: (error: Error) => void;
  /** The clock, milliseconds since the Unix epoch. @default Date.now */
  readonly now?: () => number;
  /** Latency of a request and of its answer, in milliseconds. @default 0 */
  readonly latencyMs?: number;
}

/** The server in memory, for one shop. */
export interface MemoryBackend {
  /** Connects an account. Each call creates a separate connection. */
  as(identity: MemoryIdentity): MemoryConnection;
  /**
   * Creates a ticket.
   *
   * @param by - @default the buyer of the order
   * @throws {Error} if it is refused; the problem is its `cause`
   */
  create(body: CreateBody, by?: MemoryIdentity): Promise<Ticket>;
  /**
   * Runs a command, or writes to the staff thread, on the current version unless the command names one.
   *
   * @throws {Error} if it is refused; the problem is its `cause`
   */
  act(by: MemoryIdentity, ticketId: string, command: Command): Promise<Ticket>;
  /** Returns the whole ticket, as only the backend knows it. */
  ticket(ticketId: string): Ticket | undefined;
  /** Sets an account's permissions exactly (R14). */
  setPermissions(accountId: string, permissions: readonly Permission[]): Promise<void>;
  /** Ends every event stream, as a restarting server does. Clients reconnect. */
  dropStreams(): Promise<void>;
  /** Deletes the streams' logs and starts new epochs, as after a restored backup. */
  restore(): Promise<void>;
  /** Advances the clock, and fires what is due by then. */
  advance(ms: number): Promise<void>;
  /** Fires what is due now. This also happens with every request, and every second while a stream is open. */
  tick(): Promise<void>;
  now(): number;
}

/** Returns the reader's language in browsers, or this process's. */
function languageHere(): string {
  const { navigator } = globalThis as { readonly navigator?: { readonly language?: string } };
  return navigator?.language ?? new Intl.DateTimeFormat().resolvedOptions().locale;
}

/**
 * Creates the real server on an in-memory store in this process: the same routes, rules and problems, without persistence.
 *
 * @throws {TypeError} if the policy's rollout is invalid, with the location; or without Web Crypto, which browsers provide only in secure
 *   contexts (`https:` and `localhost`)
 *
 * @example
 * const backend = createMemoryBackend({ merchantId: 'shop-1', orders: [order] });
 * const transport = httpTransport(backend.as({ party: 'merchant', accountId: 'lin', name: 'Lin', main: true }));
 * const client = createClient({ transport });
 */
export function createMemoryBackend(options: MemoryBackendOptions): MemoryBackend {
  const { merchantId, orders, types, recipients, attachments, onError, latencyMs = 0 } = options;
  const policy = { locale: resolveLocale(languageHere()), ...options.policy };
  if (policy.rollout) defineRollout(policy.rollout);
  if (!(globalThis.crypto as Partial<Crypto> | undefined)?.subtle)
    throw new TypeError('createMemoryBackend needs Web Crypto. Open this page over https: or from localhost.');
  let ahead = 0;
  const now = (): number => (options.now ?? Date.now)() + ahead;
  const orderOf = (orderId: string): Order | undefined =>
    typeof orders === 'function' ? orders(merchantId, orderId) : orders.find(({ id }) => id === orderId);
  const store = createMapsStore();
  const principals = new Map<string, Principal>();
  const start = () =>
    createHandler(store, {
      verify: (token) => Promise.resolve(principals.get(token)),
      orders: (_, orderId) => Promise.resolve(orderOf(orderId)),
      policy: () => policy,
      clock: { now },
      ...(types ? { types } : {}),
      ...(recipients ? { recipients } : {}),
      ...(attachments ? { attachments } : {}),
      ...(onError ? { onError } : {}),
    });
  let server = start();
  /** Registrations in progress. Everything later waits for them. */
  let registered: Promise<unknown> = Promise.resolve();
  let streams = 0;
  let ticking = false;
  let count = 0;

  function principalOf({ party, accountId, name, main = false }: MemoryIdentity): Principal {
    // A newer token updates the account's name and role.
    return { party, accountId, merchantId, main, name, issuedAtMs: ++count, expiresAtMs: Infinity };
  }

  /** Signs an account in. A new account gets its permissions. */
  async function signIn(identity: MemoryIdentity, principal = principalOf(identity)): Promise<RequestContext> {
    const { accountId, permissions, party } = identity;
    const ref = { merchantId, accountId };
    const isNew = party === 'merchant' && (await store.findAccounts([ref])).length === 0;
    const request = await requestOf(principal, server.context);
    if (!isNew || request.account?.main || !permissions) return request;
    await setPermissions(server.context, ref, () => permissions);
    return requestOf(principal, server.context);
  }

  async function fetchAs(token: string, request: Request): Promise<Response> {
    await registered;
    const asked = server;
    await asked.tick();
    request.headers.set('authorization', `Bearer ${token}`);
    const response = await asked.fetch(request);
    if (asked === server) return response;
    void response.body?.cancel();
    throw new TypeError('The server restarted.');
  }

  /** Ticks while a stream is open. */
  function onStream(): () => void {
    streams++;
    if (!ticking) void keepTicking();
    return () => void streams--;
  }

  async function keepTicking(): Promise<void> {
    ticking = true;
    while (streams > 0) {
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
      await server.tick();
    }
    ticking = false;
  }

  /** Throws on a refusal: tests and demos do not expect one. */
  async function must<T>(what: string, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { problem } = error;
      const why = problem.detail ?? problem.becauseLabels?.en ?? problem.title;
      throw new Error(`${what} was refused: ${problem.code} (${why})`, { cause: problem });
    }
  }

  const write = () => ({ key: `memory-${++count}`, fingerprint: '' });

  const self: MemoryBackend = {
    as(identity) {
      const principal = principalOf(identity);
      const token = `memory-${count}`;
      principals.set(token, principal);
      registered = registered.then(() => signIn(identity, principal));
      return createConnection({ url: URL, latencyMs, fetch: (request) => fetchAs(token, request), onStream });
    },

    async create(body, by) {
      await registered;
      const { orderId, type, request, locale, occasion } = body;
      const order = orderOf(orderId);
      if (!order) throw new Error(`Unknown order "${orderId}".`);
      const { id: accountId, name } = order.buyer;
      const identity = await signIn(by ?? { party: 'buyer', accountId, name });
      const create = { type, orderId, order: undefined, request, locale, ...(occasion ? { occasion } : {}) };
      const what = `Creating a ticket for order ${orderId}`;
      return (await must(what, createTicket(server.context, identity, create, write()))).ticket;
    },

    async act(by, ticketId, command) {
      await registered;
      const ticket = self.ticket(ticketId);
      if (!ticket) throw new Error(`Unknown ticket "${ticketId}".`);
      const identity = await signIn(by);
      const present = { version: ticket.version, ...command };
      const what = `The command ${command.command}`;
      return (await must(what, runCommand(server.context, identity, ticketId, present, write()))).ticket;
    },

    ticket: (ticketId) => store.peek(merchantId, ticketId),

    async setPermissions(accountId, permissions) {
      await registered;
      const change = setPermissions(server.context, { merchantId, accountId }, () => permissions);
      await must(`Setting the permissions of account "${accountId}"`, change);
    },

    async dropStreams() {
      const old = server;
      server = start();
      await old.stop();
    },

    async restore() {
      store.forgetStreams();
      await self.dropStreams();
    },

    async advance(ms) {
      ahead += ms;
      await self.tick();
    },

    async tick() {
      await registered;
      await server.tick();
    },

    now,
  };
  return self;
}
