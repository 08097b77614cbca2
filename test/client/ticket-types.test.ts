import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Client, type ClientStorage, createClient, httpTransport, memoryStorage } from '@sidecard/client';
import type { Session } from '@sidecard/core/wire';
import { cleanStores } from 'nanostores';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, record, settled, until } from './support/until.ts';

type Reply = (
  url: URL,
  party: string,
) => { readonly status?: number; readonly body: string } | Promise<{ readonly body: string }>;

/** A storage that rejects everything, as a private window's does. */
function blockedStorage(): ClientStorage {
  const reject = (): Promise<never> => Promise.reject(new Error('blocked'));
  return { get: reject, set: reject, delete: reject, entries: reject };
}

/** Over real HTTP: a server of nothing but sessions and ticket types. The token says which party asks. */
describe('a ticket type', () => {
  let server: Server;
  let url: string;
  let asked: string[];
  let reply: Reply;
  let storage: ClientStorage;
  let party: string;
  const clients: Client[] = [];

  const document = (at: URL, more: object = {}): string =>
    JSON.stringify({
      key: decodeURIComponent(at.pathname.split('/').at(-1) ?? ''),
      version: at.searchParams.get('version'),
      labels: { en: 'Inspection' },
      ...{ request: [], reasons: { buyer: [], merchant: [] }, deadlines: {}, transitions: [] },
      ...more,
    });
  const session = (): Session => ({
    party: party as Session['party'],
    accountId: 'lin',
    name: 'Lin',
    merchantId: 'shop-1',
    main: true,
    permissions: [],
    serverTimeMs: Date.now(),
    protocol: 1,
    capabilities: [],
    degraded: [],
    epoch: 'epoch',
    permissionGuideUrl: '',
  });
  const open = (locale: 'en' | 'zh-CN' = 'en'): Client => {
    const client = createClient({
      transport: httpTransport({ url }),
      storage,
      locale,
      getToken: () => Promise.resolve(['e30', btoa(JSON.stringify({ sub: party, party })), 'x'].join('.')),
    });
    clients.push(client);
    return client;
  };
  const ready = async (client: Client, key = 'inspection', version = '1', locale?: 'en' | 'zh-CN') =>
    (await until(client.ticketType(key, version, locale), ({ status }) => status === 'ready')).description;

  beforeEach(async () => {
    asked = [];
    party = 'merchant';
    storage = memoryStorage();
    reply = (at) => ({ body: document(at) });
    server = createServer((request: IncomingMessage, response: ServerResponse) => {
      const at = new URL(request.url ?? '', url);
      const answer = async () => {
        const claims = JSON.parse(atob(request.headers.authorization?.split('.')[1] ?? '')) as { party: string };
        // Who has signed out.
        if (claims.party !== party) return response.writeHead(401).end('{"code":"unauthenticated"}');
        if (at.pathname === '/v1/session') return response.end(JSON.stringify(session()));
        if (!at.pathname.startsWith('/v1/ticket-types/')) return response.writeHead(404).end('{"code":"not-found"}');
        asked.push(at.pathname + at.search);
        const { status = 200, body } = { status: 200, ...(await reply(at, claims.party)) };
        response.writeHead(status, { 'cache-control': 'private, max-age=31536000, immutable' }).end(body);
      };
      void answer();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is undefined while it is loaded, and then what the server says, whole', async () => {
    const client = open();
    const states = record(client.ticketType('inspection', '3'));
    expect(await ready(client, 'inspection', '3')).toEqual({
      ...{ key: 'inspection', version: '3', labels: { en: 'Inspection' } },
      ...{ request: [], reasons: { buyer: [], merchant: [] }, deadlines: {}, transitions: [] },
    });
    expect(states[0]).toEqual({ status: 'loading' });
    expect(asked).toEqual(['/v1/ticket-types/inspection?version=3&locale=en']);
  });

  it('is asked for by nobody before somebody listens', async () => {
    open().ticketType('inspection', '1');
    await settled();
    expect(asked).toEqual([]);
  });

  it('is one store and one request, however many ask at once', async () => {
    const client = open();
    expect(client.ticketType('inspection', '1')).toBe(client.ticketType('inspection', '1'));
    await Promise.all([1, 2, 3].map(() => ready(client)));
    await ready(client);
    expect(asked).toHaveLength(1);
  });

  it('is one request though its reader goes and comes back', async () => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    reply = async (at) => {
      await gate;
      return { body: document(at) };
    };
    storage = blockedStorage();
    const type = open().ticketType('inspection', '1');
    const listen = (): void => void type.subscribe(() => {});
    listen();
    await eventually(() => asked.length === 1);
    cleanStores(type);
    listen();
    await settled();
    release();
    await eventually(() => type.value?.status === 'ready');
    cleanStores(type);
    listen();
    await settled();
    expect(asked).toHaveLength(1);
  });

  it('is another one in another version and another language', async () => {
    const client = open();
    await Promise.all([ready(client), ready(client, 'inspection', '2'), ready(client, 'inspection', '1', 'zh-CN')]);
    expect(new Set(asked).size).toBe(3);
  });

  it('may have any name', async () => {
    const description = await ready(open(), 'a b&c', 'v=1');
    expect(description).toMatchObject({ key: 'a b&c', version: 'v=1' });
  });

  it('is not asked for again after a reload, though the server is away', async () => {
    const first = open();
    await ready(first);
    await eventually(async () => (await storage.entries('type/')).length === 1);
    first.close();
    reply = () => ({ status: 503, body: '' });
    await ready(open());
    expect(asked).toHaveLength(1);
  });

  it('is asked for again where the storage does not work', async () => {
    storage = blockedStorage();
    await ready(open());
    await ready(open());
    expect(asked).toHaveLength(2);
  });

  it('that the server does not have is an error, and is not asked for in a loop', async () => {
    reply = () => ({ status: 404, body: JSON.stringify({ code: 'not-found' }) });
    const state = await until(open().ticketType('nothing', '1'), ({ status }) => status !== 'loading');
    expect(state).toMatchObject({ status: 'not-found', error: { code: 'not-found' } });
    await settled();
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['an error', { status: 500, body: '' }],
    ['a page of HTML', { body: '<!doctype html><p>Sign in</p>' }],
    ['another type', { body: JSON.stringify({ key: 'other', version: '1', locale: 'en' }) }],
    ['another version', { body: JSON.stringify({ key: 'inspection', version: '2', locale: 'en' }) }],
    ['null', { body: 'null' }],
    ['no language', { body: JSON.stringify({ key: 'inspection', version: '1' }) }],
  ])('for which there is %s is an error until the server is well again', async (_, bad) => {
    reply = () => bad;
    const client = open();
    const type = client.ticketType('inspection', '1');
    const states = record(type);
    await until(type, ({ status }) => status === 'failed');
    expect(states.at(-1)?.error?.code).toBe('server-error');
    expect(await storage.entries('type/')).toEqual([]);
    reply = (at) => ({ body: document(at) });
    client.refresh();
    await ready(client);
  });

  it.each([
    undefined,
    null,
    1,
    {},
    { description: {} },
    { description: { key: 'inspection', version: '2', locale: 'en' } },
  ])('is asked for if the storage has %j in its place', async (value) => {
    const first = open();
    await ready(first);
    const key = await eventually(async () => (await storage.entries('type/')).length === 1).then(
      async () => (await storage.entries('type/'))[0]?.[0] ?? '',
    );
    await storage.set(key, value);
    await ready(open());
    expect(asked).toHaveLength(2);
  });

  it('of one party is not given to another that uses the same browser', async () => {
    reply = (at, of) => ({ body: document(at, { of }) });
    await ready(open());
    await eventually(async () => (await storage.entries('type/')).length === 1);
    party = 'buyer';
    expect(await ready(open())).toMatchObject({ of: 'buyer' });
  });

  it('goes with the account, and its late answer is nobody’s', async () => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    reply = async (at, of) => {
      if (of === 'merchant') await gate;
      return { body: document(at, { of }) };
    };
    const client = open();
    const type = client.ticketType('inspection', '1');
    const states = record(type);
    await eventually(() => asked.length === 1);
    party = 'buyer';
    client.refresh();
    expect((await until(type, ({ status }) => status === 'ready')).description).toMatchObject({ of: 'buyer' });
    release();
    await settled();
    expect(type.get().status).toBe('ready');
    expect(JSON.stringify(states)).not.toContain('"of":"merchant"');
    expect((await storage.entries('type/')).map(([key]) => key)).toEqual([expect.stringContaining('/buyer/')]);
  });

  it('takes no more room than there is: fifty are kept, the newest', async () => {
    const client = open();
    const first = client.ticketType('inspection', '1');
    for (let version = 1; version <= 60; version++) {
      await ready(client, 'inspection', `${version}`);
      cleanStores(client.ticketType('inspection', `${version}`));
    }
    expect(client.ticketType('inspection', '1')).not.toBe(first);
    expect(client.ticketType('inspection', '60')).toBe(client.ticketType('inspection', '60'));
    await eventually(async () => (await storage.entries('type/')).length === 50);
    const versions = (await storage.entries('type/')).map(([key]) => Number(key.split('/').at(-2)));
    expect(Math.max(...versions)).toBe(60);
    // What memory has let go comes from the storage, or is asked for again.
    await ready(client, 'inspection', '20');
    await ready(client, 'inspection', '1');
    expect(asked.length).toBeLessThanOrEqual(61);
  });
});
