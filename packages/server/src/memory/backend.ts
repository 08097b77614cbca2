import type { Order, Permission, Policy, Routing, TicketType } from '@sidecard/core';
import type { Command, Ticket } from '@sidecard/core/authoring';
import type { CreateBody } from '@sidecard/core/wire';
import { requestOf } from '../accounts/authenticate.js';
import type { AttachmentOptions } from '../attachments/ports.js';
import type { RequestContext } from '../context/context.js';
import type { PartyPrincipal } from '../context/ports.js';
import { defineRollout } from '../schemas/rollout.js';
import { createHandler } from '../server.js';
import { createMapsStore } from '../storage/maps/store.js';
import { pauseFor } from '../timers.js';
import { createTicket } from '../use-cases/create-ticket.js';
import { setPermissions } from '../use-cases/manage-accounts.js';
import { runCommand } from '../use-cases/run-command.js';
import { ProblemError } from '../wire/problem.js';
import { createConnection, type MemoryConnection } from './connection.js';
import { createLanguages } from './languages.js';
import { sampleOrder, sampleRequest } from './sample.js';

export type { MemoryConnection } from './connection.js';

/** How often the backend ticks while a stream is open, in milliseconds. */
const TICK_MS = 1_000;
const URL = 'https://memory.sidecard.invalid';

/** An account that connects. */
export interface MemoryIdentity extends Pick<PartyPrincipal, 'party' | 'accountId' | 'name'> {
  /** A main account holds every permission. @default false */
  readonly main?: boolean;
  /** Permissions granted when a sub-account first connects. @default none */
  readonly permissions?: readonly Permission[];
  /** Language of the account, a BCP 47 tag. @default what its client says */
  readonly locale?: string;
}

/** Options of {@link createMemoryBackend}. */
export interface MemoryBackendOptions {
  /** @default 'shop-1' */
  readonly merchantId?: string;
  /** The shop's orders, or a look-up function. @default none but those of {@link MemoryBackend.seed} */
  readonly orders?: readonly Order[] | ((merchantId: string, orderId: string) => Order | undefined);
  /** @default the built-in ones */
  readonly types?: readonly TicketType[];
  /**
   * Differences from the default policy.
   *
   * @default `locale` is the language of the first client that connects; before one does, of this page or process: `zh-CN` or `en`
   */
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
   * Creates a ticket, without `locale` in the buyer's language.
   *
   * @param by - @default the buyer of the order
   * @throws {Error} if it is refused; the problem is its `cause`
   */
  create(body: CreateBody, by?: MemoryIdentity): Promise<Ticket>;
  /**
   * Creates a ticket about a new sample order (see {@link sampleOrder}): two mugs of which one came damaged, as a return with a refund.
   *
   * @param body - what differs from {@link sampleRequest}
   */
  seed(body?: Partial<CreateBody>): Promise<Ticket>;
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

/**
 * Creates the real server on an in-memory store in this process: the same routes, rules and problems, without persistence.
 *
 * @throws {TypeError} if the policy's rollout is invalid, with the location; or without Web Crypto, which browsers provide only in secure
 *   contexts (`https:` and `localhost`)
 *
 * @example
 * const backend = createMemoryBackend();
 * const client = createClient({ transport: httpTransport(backend.as(SAMPLE_AGENT)) });
 * await backend.seed();
 */
export function createMemoryBackend(options: MemoryBackendOptions = {}): MemoryBackend {
  const { merchantId = 'shop-1', orders = [], types, recipients, attachments, onError, latencyMs = 0 } = options;
  if (options.policy?.rollout) defineRollout(options.policy.rollout);
  if (!(globalThis.crypto as Partial<Crypto> | undefined)?.subtle)
    throw new TypeError('createMemoryBackend needs Web Crypto. Open this page over https: or from localhost.');
  let ahead = 0;
  const now = (): number => (options.now ?? Date.now)() + ahead;
  const seeded: Order[] = [];
  const listed = typeof orders === 'function' ? (id: string) => orders(merchantId, id) : among(orders);
  const orderOf = (orderId: string): Order | undefined => listed(orderId) ?? among(seeded)(orderId);
  const languages = createLanguages();
  const store = createMapsStore();
  const principals = new Map<string, PartyPrincipal>();
  const start = () =>
    createHandler(store, {
      verify: (token) => Promise.resolve(principals.get(token)),
      orders: (_, orderId) => Promise.resolve(orderOf(orderId)),
      policy: () => ({ locale: languages.first(), ...options.policy }),
      clock: { now },
      limits: { requests: 'none' },
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

  function principalOf({ party, accountId, name, main = false }: MemoryIdentity): PartyPrincipal {
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
    languages.heard(principals.get(token)?.accountId ?? '', request.headers.get('accept-language'));
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
      await pauseFor(TICK_MS);
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
      languages.heard(identity.accountId, identity.locale);
      const token = `memory-${count}`;
      principals.set(token, principal);
      registered = registered.then(() => signIn(identity, principal));
      return createConnection({ url: URL, latencyMs, fetch: (request) => fetchAs(token, request), onStream });
    },

    async create(body, by) {
      await registered;
      const { orderId, type, request, occasion } = body;
      const order = orderOf(orderId);
      if (!order) throw new Error(`Unknown order "${orderId}".`);
      const { id: accountId, name } = order.buyer;
      const who = by ?? { party: 'buyer', accountId, name };
      // As a client does: what a buyer creates is in the buyer's language.
      const locale = body.locale ?? (who.party === 'buyer' ? (who.locale ?? languages.of(who.accountId)) : undefined);
      const identity = await signIn(who);
      const create = { type, orderId, order: undefined, request, locale, ...(occasion ? { occasion } : {}) };
      const what = `Creating a ticket for order ${orderId}`;
      return (await must(what, createTicket(server.context, identity, create, write()))).ticket;
    },

    async seed(body = {}) {
      const order = sampleOrder(now(), { id: `sample-order-${seeded.length + 1}` });
      seeded.push(order);
      return self.create({ ...sampleRequest(order), ...body });
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

const among = (orders: readonly Order[]) => (orderId: string) => orders.find(({ id }) => id === orderId);
