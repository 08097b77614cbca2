import {
  type ClientStorage,
  createClient,
  type Client,
  httpTransport,
  memoryStorage,
  type Transport,
} from '@sidecard/client';
import type { Order, Permission, Policy } from '@sidecard/core';
import type { Command } from '@sidecard/core/authoring';
import type { TicketAnswer, TicketView } from '@sidecard/core/wire';
import { createMemoryBackend, type MemoryBackend, type MemoryIdentity } from '@sidecard/server/memory';
import { BUYER, type Claims, MAIN, STAFF, SUB, startTestServer } from '../../support/server.ts';
import { ORDER, POLICY, REQUEST, START_MS } from '../../support/tickets.ts';

/** One account's way to its server, with the network's misfortunes at hand. */
export interface Line {
  readonly transport: Transport;
  readonly getToken?: () => Promise<string>;
  /** Every request that was sent, such as `POST /v1/tickets`; without a network too. */
  readonly requests: string[];
  /** Lets the server do the next request of this kind, and loses its answer on the way back. */
  loseAnswer(to: RegExp): void;
  goOffline(): void;
  goOnline(): void;
  /** From now on nothing passes, and nothing says so: what is open is dead for good, what is new waits until {@link Line.goOnline}. */
  goSilent(): void;
  /** Breaks the event stream, once. */
  breakStream(): void;
}

/** A shop of its own for one test, behind the server over a database or over Maps. */
export interface Shop {
  readonly merchantId: string;
  line(who: Claims): Line;
  /** A client, closed after the test. */
  client(who: Claims, options?: { readonly line?: Line; readonly storage?: ClientStorage }): Client;
  /** Opens a ticket, by the buyer. */
  create(): Promise<TicketView>;
  /** Does something at once, on the present version. */
  act(who: Claims, ticketId: string, command: Command): Promise<TicketView>;
  leaveMessage(who: Claims, ticketId: string, text: string): Promise<void>;
  grant(accountId: string, permissions: readonly Permission[]): Promise<void>;
  /** Moves the server's clock, and does what is due. */
  advance(ms: number): Promise<void>;
  /** The ticket as staff see it. */
  asStaff(ticketId: string): Promise<TicketView>;
}

/** What shops run on. */
export interface Backend {
  readonly name: string;
  openShop(): Promise<Shop>;
  stop(): Promise<void>;
}

export const DECLINE: Command = { command: 'decline', fields: { reason: 'other', text: 'We would rather not.' } };
/** How long a database may take to start. */
export const START_TIMEOUT_MS = 90_000;

/** A storage that gives its entries by key, as a browser's database does. */
export function sortedStorage(): ClientStorage {
  const storage = memoryStorage();
  const byKey = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
    one < other ? -1 : 1;
  return { ...storage, entries: async (prefix) => [...(await storage.entries(prefix))].sort(byKey) };
}

const clients: Client[] = [];
/** What the servers are still at; nobody may take their databases away before. */
const underway = new Set<Promise<unknown>>();

/** Closes what a test has opened; for `afterEach`. */
export function closeClients(): void {
  for (const client of clients.splice(0)) client.close();
}

/** The server over a database, and over Maps; start one in `beforeAll`. */
export const BACKENDS = [
  { name: 'server', start: startServerBackend },
  { name: 'memory', start: startMemoryBackend },
] as const;

let shops = 0;

function clientOf(line: Line, storage = sortedStorage()): Client {
  const { transport, getToken } = line;
  const client = createClient({ transport, storage, ...(getToken ? { getToken } : {}) });
  clients.push(client);
  return client;
}

/** The real server, in this process, with a database of its own. */
export async function startServerBackend(policy: Partial<Policy> = {}): Promise<Backend> {
  const server = await startTestServer({ policy: () => ({ ...POLICY, ...policy }) });
  return {
    name: 'server',
    async stop() {
      await Promise.allSettled(underway);
      await server.stop();
    },
    async openShop() {
      const merchantId = `shop-${++shops}`;
      const of = (who: Claims): Claims => ({ ...who, merchantId });
      // The first valid token registers an account.
      for (const who of [MAIN, SUB]) await server.get(of(who), '/v1/session');
      const shop: Shop = {
        merchantId,
        line: (who) =>
          lineTo(
            (request) => server.server.fetch(request),
            () => server.token(of(who)),
          ),
        client: (who, { line = shop.line(who), storage } = {}) => clientOf(line, storage),
        create: async () => (await server.create({}, of(BUYER))).ticket,
        act: async (who, ticketId, command) => (await server.move(of(who), ticketId, command)).ticket,
        async leaveMessage(who, ticketId, text) {
          const purpose = who.party === 'staff' ? {} : { purpose: 'progress-update' };
          const { status, text: answer } = await server.message(of(who), ticketId, { ...purpose, text });
          if (status !== 201) throw new Error(answer);
        },
        async grant(accountId, permissions) {
          const { status, text } = await server.send(of(MAIN), 'PATCH', `/v1/accounts/${accountId}`, { permissions });
          if (status !== 200) throw new Error(text);
        },
        async advance(ms) {
          server.clock.advance(ms);
          await server.server.tick();
        },
        asStaff: async (ticketId) => (await server.get<TicketAnswer>(of(STAFF), `/v1/tickets/${ticketId}`)).body.ticket,
      };
      return shop;
    },
  };
}

/** The network between a client and the server: it can be away, and lose answers that the server gave. */
function lineTo(answer: (request: Request) => Promise<Response>, getToken?: () => Promise<string>): Line {
  const requests: string[] = [];
  const losing: RegExp[] = [];
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  let offline = false;
  let silence: Promise<void> | undefined;
  let endSilence = (): void => {};
  const away = (): TypeError => new TypeError('The network is away.');

  const edge: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const called = `${request.method} ${new URL(request.url).pathname}`;
    requests.push(called);
    if (offline) throw away();
    if (silence) await Promise.race([silence, aborted(init?.signal)]);
    const answering = answer(request);
    underway.add(answering);
    const response = await answering.finally(() => underway.delete(answering));
    init?.signal?.throwIfAborted();
    const lost = losing.findIndex((pattern) => pattern.test(called));
    if (lost >= 0) losing.splice(lost, 1);
    if (offline || lost >= 0) throw away();
    return called.endsWith('/events') && response.ok ? breakable(response, init?.signal) : response;
  };

  function breakable(response: Response, signal: AbortSignal | null | undefined): Response {
    const reader = response.body!.getReader();
    let own: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        own = controller;
        streams.add(controller);
        signal?.addEventListener('abort', () => end(away()));
      },
      async pull(controller) {
        const { done, value } = await reader.read();
        if (!streams.has(controller)) return;
        if (silence) await aborted(signal);
        if (done) end();
        else controller.enqueue(value);
      },
    });
    function end(error?: Error): void {
      if (!streams.delete(own)) return;
      if (error) own.error(error);
      else own.close();
      // It may have been broken already.
      void reader.cancel().catch(() => undefined);
    }
    return new Response(body, { headers: response.headers });
  }

  const line: Line = {
    transport: httpTransport({ url: `http://sidecard.test`, fetch: edge }),
    ...(getToken ? { getToken } : {}),
    requests,
    loseAnswer: (to) => void losing.push(to),
    goOffline() {
      offline = true;
      line.breakStream();
    },
    goOnline() {
      offline = false;
      endSilence();
      silence = undefined;
    },
    goSilent() {
      silence = new Promise((resolve) => (endSilence = resolve));
    },
    breakStream() {
      for (const controller of streams) controller.error(away());
      streams.clear();
    },
  };
  return line;
}

/** Rejects when a signal aborts; never resolves. */
function aborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(signal?.reason as Error);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end);
  });
}

/** The server over Maps; every shop is one. */
export function startMemoryBackend(policy: Partial<Policy> = {}): Promise<Backend> {
  return Promise.resolve({
    name: 'memory',
    stop: () => Promise.resolve(),
    openShop: () => Promise.resolve(memoryShop(policy).shop),
  });
}

/** A shop in memory, and the backend behind it for what only it can do. */
export function memoryShop(
  policy: Partial<Policy> = {},
  /** What is on the orders. */
  items: Order['items'] = ORDER.items,
): { readonly shop: Shop; readonly backend: MemoryBackend } {
  let orders = 0;
  const backend = createMemoryBackend({
    merchantId: 'shop-1',
    orders: (_, id) => (id.startsWith(ORDER.id) ? { ...ORDER, id, items } : undefined),
    policy: { ...POLICY, ...policy },
    now: () => START_MS,
  });
  for (const who of [MAIN, SUB]) backend.as(identityOf(who));
  const staff = lineTo(memoryFetch(backend, STAFF));
  const asStaff = async (ticketId: string): Promise<TicketView> => {
    const { body } = await staff.transport.request({ method: 'GET', path: `/v1/tickets/${ticketId}` });
    return (body as TicketAnswer).ticket;
  };
  const shop: Shop = {
    merchantId: 'shop-1',
    line: (who) => lineTo(memoryFetch(backend, who)),
    client: (who, { line = shop.line(who), storage } = {}) => clientOf(line, storage),
    async create() {
      const orderId = `${ORDER.id}-${++orders}`;
      const { id } = await backend.create({ type: 'return-refund', orderId, request: REQUEST, locale: 'en' });
      return asStaff(id);
    },
    async act(who, ticketId, command) {
      await backend.act(identityOf(who), ticketId, command);
      return asStaff(ticketId);
    },
    async leaveMessage(who, ticketId, text) {
      const purpose = { purpose: 'progress-update' };
      const [command, fields] =
        who.party === 'staff' ? ['answer-merchant', { text }] : ['leave-staff-message', { ...purpose, text }];
      await backend.act(identityOf(who), ticketId, { command, fields });
    },
    grant: (accountId, permissions) => backend.setPermissions(accountId, permissions),
    advance: (ms) => backend.advance(ms),
    asStaff,
  };
  return { shop, backend };
}

/** Somebody of the tests, as the backend in memory knows them. */
export function identityOf({ party, accountId, name = accountId, main = false }: Claims): MemoryIdentity {
  if (party === 'system' || party === 'messenger') throw new TypeError(`A ${party} has no connection.`);
  return { party, accountId, name, main };
}

function memoryFetch(backend: MemoryBackend, who: Claims): (request: Request) => Promise<Response> {
  const connection = backend.as(identityOf(who));
  return (request) => connection.fetch(request);
}
