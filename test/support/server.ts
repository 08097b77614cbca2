import type { Order, Policy } from '@sidecard/core';
import type { CommandBody, CreateBody, Frames, Problem, StaffMessageBody, TicketAnswer } from '@sidecard/core/wire';
import { createSidecardServer, type ServerOptions, type SidecardServer, type Store, verifyJwt } from '@sidecard/server';
import { openDatabase, type TestDatabase } from './database.ts';
import { AUDIENCE, type Claims, ISSUER, SECRET, sign } from './identity.ts';
import { ORDER, POLICY, REQUEST, START_MS } from './tickets.ts';

export { AUDIENCE, type Claims, ISSUER, SECRET, sign };

export const MAIN: Claims = { party: 'merchant', accountId: 'main', name: 'Boss Wang', main: true };
export const SUB: Claims = { party: 'merchant', accountId: 'sub-1', name: 'Agent Li' };
export const SUB2: Claims = { party: 'merchant', accountId: 'sub-2', name: 'Agent Zhao' };
export const BUYER: Claims = { party: 'buyer', accountId: ORDER.buyer.id, name: ORDER.buyer.name };
export const STAFF: Claims = { party: 'staff', accountId: 'staff-1', name: 'Officer Sun' };
export const HOST: Claims = { party: 'host', accountId: 'backend' };
export const MESSENGER: Claims = { party: 'messenger', accountId: 'poster' };

/** The same people at another shop, so that tests of one file do not meet. */
export function peopleOf(merchantId: string) {
  const at = (claims: Claims): Claims => ({ ...claims, merchantId });
  return {
    ...{ main: at(MAIN), sub: at(SUB), sub2: at(SUB2), buyer: at(BUYER) },
    ...{ staff: at(STAFF), host: at(HOST), messenger: at(MESSENGER) },
  };
}

/** A clock that stands still until it is told. */
export interface TestClock {
  now(): number;
  /** Goes on by some milliseconds, or to a moment. */
  advance(ms: number): void;
  set(nowMs: number): void;
}

/** An answer, read whole. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

/** What {@link startTestServer} takes. */
export interface TestServerOptions extends Partial<Omit<ServerOptions, 'database'>> {
  /** Opened by the test, which closes it. @default an empty one of its own, closed with the server */
  readonly database?: TestDatabase;
  /** Instead of a database. */
  readonly store?: Store;
  /** @default the order of `support/tickets.ts`, under any id beginning with it */
  readonly orders?: ServerOptions['orders'];
  readonly policy?: (merchantId: string) => Partial<Policy>;
  /** Stands between the tests and the server: a fault that the server does not have. */
  readonly around?: (server: SidecardServer) => SidecardServer;
}

/** A server with everything around it that a test needs. */
export interface TestServer {
  readonly server: SidecardServer;
  readonly clock: TestClock;
  readonly database: TestDatabase;
  /** A token signed as the host would. */
  token(claims: Claims): Promise<string>;
  get<Body = unknown>(who: Claims, path: string, headers?: Record<string, string>): Promise<Answer<Body>>;
  send<Body = unknown>(who: Claims, method: string, path: string, body?: unknown, key?: string): Promise<Answer<Body>>;
  /** Creates a ticket that must come to be. @default a return of both mugs, by the buyer, of an order of its own */
  create(change?: Partial<CreateBody>, who?: Claims): Promise<TicketAnswer>;
  /** Sends a command as it is. */
  command<Body = TicketAnswer & Problem>(
    who: Claims,
    ticketId: string,
    body: CommandBody,
    key?: string,
  ): Promise<Answer<Body>>;
  /** Makes a move that must succeed, on the present version. */
  move(who: Claims, ticketId: string, body: CommandBody): Promise<TicketAnswer>;
  /** Leaves a message in the staff thread. */
  message<Body = unknown>(who: Claims, ticketId: string, body: StaffMessageBody, key?: string): Promise<Answer<Body>>;
  /** Opens an event stream. @param accept - @default `text/event-stream` */
  stream(who: Claims, lastEventId?: string, accept?: string): Promise<TestStream>;
  /** Gives an account its permissions. */
  grant(accountId: string, permissions: readonly string[], by?: Claims): Promise<void>;
  stop(): Promise<void>;
}

/** A frame as it came. */
export type Frame = {
  [Name in keyof Frames]: { readonly event: Name; readonly id: string | undefined; readonly data: Frames[Name] };
}[keyof Frames];

let keys = 0;
let orders = 0;

/** Starts a server of its own for a test file: over an empty database, with a clock that the test drives, not listening and without timers. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const clock = (options.clock as TestClock | undefined) ?? testClock();
  const { store } = options;
  const database = store ? undefined : (options.database ?? (await openDatabase()));
  const { around = (inner: SidecardServer) => inner, ...own } = options;
  const inner = createSidecardServer({
    verify: verifyJwt({ issuer: ISSUER, audience: AUDIENCE, key: SECRET }),
    orders: (_, orderId) => Promise.resolve(orderId.startsWith(ORDER.id) ? { ...ORDER, id: orderId } : undefined),
    policy: () => POLICY,
    onError: (error) => console.error(error),
    // Tests write much while the clock stands still.
    limits: { requests: 'none' },
    ...own,
    database: store ? { store } : database!,
    clock,
  });
  const server = around(inner);

  const token = (claims: Claims) => sign(claims, clock.now());

  async function send<Body>(who: Claims, method: string, path: string, body?: unknown, key?: string) {
    const response = await server.fetch(
      new Request(`http://sidecard.test${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await token(who)}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(method === 'POST' || method === 'PUT' ? { 'idempotency-key': key ?? `key-${++keys}` } : {}),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    return read<Body>(response);
  }

  const self: TestServer = {
    server,
    clock,
    get database() {
      if (!database) throw new Error('This server has no database: it was given a store.');
      return database;
    },
    token,
    send,
    async get<Body>(who: Claims, path: string, headers: Record<string, string> = {}) {
      const authorization = `Bearer ${await token(who)}`;
      return read<Body>(
        await server.fetch(new Request(`http://sidecard.test${path}`, { headers: { authorization, ...headers } })),
      );
    },
    async create(change = {}, who = BUYER) {
      const body = {
        type: 'return-refund',
        orderId: `${ORDER.id}-${++orders}`,
        request: REQUEST,
        locale: 'en',
        ...change,
      };
      return must(await send<TicketAnswer>(who, 'POST', '/v1/tickets', body), 201);
    },
    command: (who, ticketId, body, key) => send(who, 'POST', `/v1/tickets/${ticketId}/commands`, body, key),
    async move(who, ticketId, body) {
      const { ticket } = must(await self.get<TicketAnswer>(who, `/v1/tickets/${ticketId}`), 200);
      return must(await self.command<TicketAnswer>(who, ticketId, { version: ticket.version, ...body }), 200);
    },
    message: (who, ticketId, body, key) => send(who, 'POST', `/v1/tickets/${ticketId}/staff-messages`, body, key),
    async stream(who, lastEventId, accept = 'text/event-stream') {
      const response = await server.fetch(
        new Request('http://sidecard.test/v1/events', {
          headers: {
            ...{ accept, authorization: `Bearer ${await token(who)}` },
            ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
          },
        }),
      );
      const stream = new TestStream(response);
      await stream.begun();
      return stream;
    },
    async grant(accountId, permissions, by = MAIN) {
      must(await send(by, 'PATCH', `/v1/accounts/${accountId}`, { permissions }), 200);
    },
    async stop() {
      await server.stop();
      if (!options.database) await database?.close();
    },
  };
  return self;
}

/** A clock that stands still at the beginning of the tests' world. */
export function testClock(): TestClock {
  let nowMs = START_MS;
  return {
    now: () => nowMs,
    advance: (ms) => void (nowMs += ms),
    set: (to) => void (nowMs = to),
  };
}

/** The order of the tests, under another id. */
export function orderCalled(id: string, change: Partial<Order> = {}): Order {
  return { ...ORDER, id, ...change };
}

function must<Body>({ status, text, body }: Answer<Body>, expected: number): Body {
  if (status !== expected) throw new Error(`expected ${expected}, got ${status}: ${text}`);
  return body;
}

async function read<Body>(response: Response): Promise<Answer<Body>> {
  const text = await response.text();
  const isJson = text !== '' && response.headers.get('content-type')?.includes('json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: (isJson ? JSON.parse(text) : undefined) as Body,
  };
}

/** An event stream as it is read: frames one by one, and every byte. */
export class TestStream {
  readonly response: Response;
  /** Everything that came so far. */
  text = '';
  ended = false;
  #seen = 0;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #decoder = new TextDecoder();

  constructor(response: Response) {
    this.response = response;
    this.#reader = response.body?.getReader();
  }

  /** The next frame; waits for it. `undefined` when the stream has ended. Comments are passed over. */
  async next(): Promise<Frame | undefined> {
    for (;;) {
      const end = this.text.indexOf('\n\n', this.#seen);
      if (end >= 0) {
        const block = this.text.slice(this.#seen, end);
        this.#seen = end + 2;
        const frame = parseFrame(block);
        if (frame) return frame;
      } else if (!(await this.#more())) {
        return undefined;
      }
    }
  }

  /** The next frame of a name; those before it are passed over. */
  async until<Name extends keyof Frames>(event: Name): Promise<Extract<Frame, { event: Name }>> {
    for (;;) {
      const frame = await this.next();
      if (!frame) throw new Error(`the stream ended before a frame "${event}"; it had: ${this.text}`);
      if (frame.event === event) return frame as Extract<Frame, { event: Name }>;
    }
  }

  /** Frames that are there already, without waiting for more than what the server has in hand. */
  async pending(): Promise<readonly Frame[]> {
    const frames: Frame[] = [];
    await new Promise((resolve) => setImmediate(resolve));
    for (;;) {
      const end = this.text.indexOf('\n\n', this.#seen);
      if (end >= 0) {
        const frame = parseFrame(this.text.slice(this.#seen, end));
        this.#seen = end + 2;
        if (frame) frames.push(frame);
        continue;
      }
      const more = await Promise.race([this.#more(), new Promise<false>((resolve) => setImmediate(resolve, false))]);
      if (!more) return frames;
    }
  }

  /** Reads what comes first: a stream counts only when it is read. */
  async begun(): Promise<void> {
    await this.#more();
  }

  async close(): Promise<void> {
    await this.#reader?.cancel();
  }

  #reading: Promise<boolean> | undefined;

  #more(): Promise<boolean> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<boolean> {
    const chunk = await this.#reader?.read();
    if (!chunk || chunk.done) {
      this.ended = true;
      return false;
    }
    this.text += this.#decoder.decode(chunk.value, { stream: true });
    return true;
  }
}

function parseFrame(block: string): Frame | undefined {
  const field = (name: string) =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const event = field('event');
  const data = field('data');
  return event === undefined || data === undefined
    ? undefined
    : ({ event, id: field('id'), data: JSON.parse(data) } as Frame);
}
