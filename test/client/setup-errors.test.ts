import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Client, type ClientError, createClient, httpTransport, memoryStorage } from '@sidecard/client';
import { browserPorts, createClientWith } from '@sidecard/client/ports';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { listenFor } from '../support/listening.ts';
import { BUYER, MAIN, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER, REQUEST } from '../support/tickets.ts';
import { type Backend, closeClients, type Shop, START_TIMEOUT_MS, startServerBackend } from './support/shops.ts';
import { eventually, record, settled, until } from './support/until.ts';

const ends: (() => unknown)[] = [];
const clients: Client[] = [];
let world: TestServer;
let url: string;

beforeAll(async () => {
  world = await startTestServer();
  const listening = await listenFor(world);
  url = `http://127.0.0.1:${listening.port}`;
  ends.push(
    () => listening.close(),
    () => world.stop(),
  );
}, START_TIMEOUT_MS);
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  closeClients();
});
afterAll(async () => {
  for (const end of ends) await end();
});

async function serve(answer: RequestListener): Promise<string> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An address at which nothing listens. */
async function nobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** A client that shows a ticket, or nothing but the connection; and what it tells its host. */
function open(address: string, getToken?: () => Promise<string>, ports = browserPorts) {
  const errors: ClientError[] = [];
  const client = createClientWith(ports, {
    transport: httpTransport({ url: address }),
    storage: memoryStorage(),
    onError: (error) => void errors.push(error),
    ...(getToken ? { getToken } : {}),
  });
  clients.push(client);
  return { client, errors, states: record(client.connection) };
}

const PAGE = '<!doctype html><title>Shop</title>';

describe('[set-up-is-told] what is wrong with a set-up', () => {
  const token = () => world.token(MAIN);
  it.each<[string, () => Promise<Parameters<typeof open>>, RegExp]>([
    ['token-missing', async () => [url], /Pass `getToken`/],
    [
      'token-refused',
      async () => [url, () => world.token({ ...MAIN, expiresAtMs: world.clock.now() + 172_800_000 })],
      /refuses the token.*`aud`.*It says: “.+”/,
    ],
    ['token-failed', async () => [url, () => Promise.reject(new Error('The backend is away.'))], /address of your own/],
    ['server-unreachable', async () => [await nobody(), token], /`allowedOrigins`/],
    [
      'not-sidecard',
      async () => [await serve((_, response) => response.setHeader('content-type', 'text/html').end(PAGE)), token],
      /before `\/v1`/,
    ],
    ['not-sidecard', async () => [await serve((_, response) => response.writeHead(404).end(PAGE)), token], /`url`/],
    ['not-sidecard', async () => [await serve((_, response) => response.writeHead(401).end(PAGE)), token], /`url`/],
    ['token-failed', async () => [url, () => Promise.resolve(undefined as never)], /returned no token/],
    ['token-failed', async () => [url, () => Promise.resolve(`${PAGE}\n`)], /returned no token/],
  ])('%s: reaches the host once, says what to do, and is not shown as offline', async (code, setUp, words) => {
    const { client, errors, states } = open(...(await setUp()));
    await eventually(() => errors.length > 0);
    client.refresh();
    void client.ticket('any').subscribe(() => {});
    await until(client.ticket('any'), ({ status }) => status === 'failed');
    await settled();
    expect(errors.map((error) => error.code)).toEqual([code]);
    expect(errors[0]).toBeInstanceOf(Error);
    expect(errors[0]?.message).toMatch(words);
    // An answer shows what is wrong. Without one it is an outage after some attempts, for which a slow machine may have time here.
    const silent = code === 'server-unreachable' || code === 'token-failed';
    const shown = [...new Set(states.map(({ state }) => state))];
    expect(shown.filter((state) => !(silent && state === 'offline'))).toEqual(['connecting']);
  });

  it('of a server that is down is told; the page says so after the third attempt, until something answers', async () => {
    const attempts: number[] = [];
    let status = 0;
    const address = await serve((request, response) => {
      if (request.url?.startsWith('/v1/events')) attempts.push(attempts.length);
      if (status === 0) response.destroy();
      else response.writeHead(status).end(PAGE);
    });
    const shownAt: [string, number][] = [];
    const { client, errors } = open(address, token, { ...browserPorts, random: () => 0 });
    client.connection.subscribe(({ state }) => void shownAt.push([state, attempts.length]));
    await until(client.connection, ({ state }) => state === 'offline');
    expect(shownAt).toEqual([
      ['connecting', 0],
      ['offline', 3],
    ]);
    await eventually(() => errors.length > 0);
    expect(errors.map(({ code }) => code)).toEqual(['server-unreachable']);
    expect(client.connection.get().asOfMs).toBe(0);
    // What answers is another server: a mistake of the set-up, not an outage.
    status = 404;
    await until(client.connection, ({ state }) => state === 'connecting');
    await eventually(() => errors.length === 2);
    expect(errors[1]?.code).toBe('not-sidecard');
  });

  it.each([
    ['not-sidecard', 404, PAGE],
    ['token-refused', 401, JSON.stringify({ code: 'unauthenticated' })],
  ])('%s: is told also if nothing but the event stream is refused', async (code, status, body) => {
    const address = await serve((request, response) => {
      if (request.url?.startsWith('/v1/events')) return void response.writeHead(status).end(body);
      void world
        .token(MAIN)
        .then((value) => fetch(url + request.url, { headers: { authorization: `Bearer ${value}` } }))
        .then(async (answer) => response.writeHead(answer.status).end(await answer.text()));
    });
    const { client, errors } = open(address, token);
    await eventually(() => errors.length > 0);
    expect(errors.map((error) => error.code)).toEqual([code]);
    expect(errors[0]?.cause).toMatchObject({ status });
    expect(client.session.get()).toBeDefined();
  });

  it('reaches the console where the host gives no `onError`', async () => {
    const told: unknown[] = [];
    const spy = vi.spyOn(console, 'error').mockImplementation((error) => void told.push(error));
    const client = createClient({ transport: httpTransport({ url }), storage: memoryStorage() });
    clients.push(client);
    await client.accounts.ask();
    await eventually(() => told.length > 0);
    await client.accounts.ask();
    await settled();
    spy.mockRestore();
    expect(told).toMatchObject([{ code: 'token-missing' }]);
  });

  it.each(['127.0.0.1:8787', 'localhost:8787'])('says that the address %s has no scheme', async (address) => {
    const { errors } = open(address, token);
    await eventually(() => errors.length > 0);
    expect(errors[0]?.message).toContain(`(\`url\` is “${address}”, without \`https://\` or \`http://\`)`);
  });

  it('is told at once where there is nothing to ask', () => {
    expect(() => httpTransport({ url: undefined as never })).toThrow(/^httpTransport: no url$/);
    expect(() => createClient({ url } as never)).toThrow(/^createClient: no transport$/);
  });

  it('keeps the cause of a failing `getToken`', async () => {
    const cause = new Error('The backend is away.');
    const { errors } = open(url, () => Promise.reject(cause));
    await eventually(() => errors.length > 0);
    expect(errors[0]?.cause).toBe(cause);
  });

  it('is not told of a device without a network, which is offline', async () => {
    const { client, errors } = open(await nobody(), token, { ...browserPorts, isOnline: () => false });
    await until(client.connection, ({ state }) => state === 'offline');
    await settled();
    expect(errors).toEqual([]);
  });

  it('is not told of what fails once at the start', async () => {
    let away = true;
    const address = await serve((request, response) => {
      if (away) return void response.destroy();
      void world
        .token(MAIN)
        .then((value) => fetch(url + request.url, { headers: { authorization: `Bearer ${value}` } }))
        .then(async (answer) => response.writeHead(answer.status).end(await answer.text()));
    });
    const errors: ClientError[] = [];
    let calls = 0;
    // Nothing of it is shown, so it asks only when told to.
    const client = createClient({
      transport: httpTransport({ url: address }),
      storage: memoryStorage(),
      onError: (error) => void errors.push(error),
      getToken: () => (calls++ === 0 ? Promise.reject(new Error('Away.')) : token()),
    });
    clients.push(client);
    expect(await client.accounts.ask()).toMatchObject({ error: { code: 'network' } });
    // Two at once are one failure.
    const both = await Promise.all([client.accounts.ask(), client.accounts.ask()]);
    expect(both).toMatchObject([{ error: { code: 'network' } }, { error: { code: 'network' } }]);
    away = false;
    expect(await client.accounts.ask()).toMatchObject({ error: { code: 'method-not-allowed' } });
    await settled();
    expect(errors).toEqual([]);
  });

  it('is not told of a `getToken` that fails after it has returned a token', async () => {
    let calls = 0;
    const refuses = await serve((_, response) => {
      response.writeHead(401, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify({ code: 'unauthenticated' }));
    });
    const getToken = () => (calls++ === 0 ? token() : Promise.reject(new Error('The backend is away.')));
    const { client, errors } = open(refuses, getToken);
    for (let times = 0; times < 3; times++) await client.accounts.ask();
    await settled();
    expect(calls).toBeGreaterThan(2);
    expect(errors).toEqual([]);
  });

  it('is not told after the client was closed', async () => {
    const told: ClientError[] = [];
    let asked = false;
    const client: Client = createClient({
      transport: httpTransport({ url }),
      storage: memoryStorage(),
      // It is read when there is something to tell.
      get onError() {
        asked = true;
        queueMicrotask(() => client.close());
        return (error: ClientError) => void told.push(error);
      },
    });
    clients.push(client);
    await client.accounts.ask();
    await settled();
    expect(asked).toBe(true);
    expect(told).toEqual([]);
  });

  it('ends nothing when the host’s `onError` throws', async () => {
    const rejected: unknown[] = [];
    const note = (reason: unknown): void => void rejected.push(reason);
    process.on('unhandledRejection', note);
    let called = false;
    const client = createClient({
      transport: httpTransport({ url }),
      storage: memoryStorage(),
      onError() {
        called = true;
        throw new Error('The host’s own fault.');
      },
    });
    clients.push(client);
    await client.accounts.ask();
    await eventually(() => called);
    await settled();
    process.off('unhandledRejection', note);
    expect(rejected).toEqual([]);
  });

  it('is not told of a server that was there before', async () => {
    let away = false;
    const address = await serve((request, response) => {
      if (away) return void response.destroy();
      void world
        .token(MAIN)
        .then((value) => fetch(url + request.url, { headers: { authorization: `Bearer ${value}` } }))
        .then(async (answer) => response.writeHead(answer.status).end(await answer.text()));
    });
    const { client, errors } = open(address, token);
    const stop = client.session.subscribe(() => {});
    await until(client.session, (session) => session !== undefined);
    away = true;
    client.refresh();
    await client.accounts.ask();
    await settled();
    expect(errors).toEqual([]);
    stop();
  });
});

describe('[sends-wait] what is sent before the account is known', () => {
  let backend: Backend;
  let shop: Shop;
  beforeAll(async () => {
    backend = await startServerBackend();
    shop = await backend.openShop();
  }, START_TIMEOUT_MS);
  afterAll(() => backend.stop());

  it('waits for it', async () => {
    const ticket = await shop.create();
    const line = shop.line(MAIN);
    line.goOffline();
    const client = shop.client(MAIN, { line });
    const sending = client.send(ticket.id, { command: 'claim', version: ticket.version });
    await until(client.outbox, (entries) => entries.length > 0);
    await eventually(() => line.requests.filter((called) => called.endsWith('/session')).length > 0);
    await settled();
    expect(client.outbox.get().map(({ state }) => state)).toEqual(['sending']);
    line.goOnline();
    client.refresh();
    expect(await sending).toMatchObject({ status: 'confirmed' });
  });

  it('also when it creates a ticket, which then has the language of the buyer', async () => {
    let away = true;
    const created: unknown[] = [];
    const client = createClient({
      transport: httpTransport({
        url,
        async fetch(input, init) {
          if (away) throw new TypeError('The network is away.');
          if (init?.method === 'POST') created.push(JSON.parse(init.body as string));
          return fetch(input, init);
        },
      }),
      storage: memoryStorage(),
      locale: 'zh-CN',
      getToken: () => world.token(BUYER),
    });
    clients.push(client);
    const body = { type: 'return-refund', orderId: `${ORDER.id}-early`, request: REQUEST };
    const creating = client.create(body);
    await until(client.outbox, (entries) => entries.length > 0);
    expect(client.session.get()).toBeUndefined();
    away = false;
    client.refresh();
    expect(await creating).toMatchObject({ status: 'confirmed' });
    expect(created).toEqual([{ ...body, locale: 'zh-CN' }]);
    expect(client.outbox.get()).toEqual([]);
  });

  it('is refused as the account is', async () => {
    const client = createClient({
      transport: httpTransport({ url }),
      storage: memoryStorage(),
      getToken: () => Promise.resolve('e30.e30.x'),
    });
    clients.push(client);
    expect(await client.send('any', { command: 'claim' })).toMatchObject({
      status: 'refused',
      error: { code: 'unauthenticated' },
    });
  });
});
