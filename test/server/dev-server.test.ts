import { request as httpRequest } from 'node:http';
import { createClient, httpTransport, memoryStorage } from '@sidecard/client';
import type { Session } from '@sidecard/core/wire';
import { type DevServer, openDevServer } from '@sidecard/server/node';
import { SAMPLE_BUYER } from '@sidecard/server/memory';
import { afterEach, describe, expect, it, vi } from 'vitest';

const HOUR_MS = 3_600_000;

describe('a development server', () => {
  let server: DevServer | undefined;
  afterEach(async () => {
    vi.unstubAllEnvs();
    vi.useRealTimers();
    await server?.close();
    server = undefined;
  });
  const open = async (said: string[] = []) => (server = await openDevServer({ say: (text) => said.push(text) }));
  const session = async (url: string, token: string) => {
    const response = await fetch(`${url}/v1/session`, { headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, body: (await response.json()) as Session };
  };

  it('warns loudly, and gives a page the first card without any token work', async () => {
    const said: string[] = [];
    const { url } = await open(said);
    expect(said.join('')).toContain('DEVELOPMENT SERVER');
    const client = createClient({
      transport: httpTransport({ url }),
      storage: memoryStorage(),
      getToken: () => fetch(`${url}/dev/token?accountId=lin&name=Lin&main`).then((answer) => answer.text()),
    });
    try {
      const posted = new Promise<string>((resolve) => client.cards.subscribe(({ ticketId }) => resolve(ticketId)));
      const created = await fetch(`${url}/dev/tickets?locale=en`, { method: 'POST' });
      const { ticket } = (await created.json()) as {
        readonly ticket: { readonly id: string; readonly locale: string };
      };
      expect([created.status, ticket.locale]).toEqual([201, 'en']);
      expect(await posted).toBe(ticket.id);
    } finally {
      client.close();
    }
  });

  it('lets a page be whom it names, with the permissions of such an account', async () => {
    const { url, token } = await open();
    const ask = (query: string) => fetch(`${url}/dev/token?${query}`);
    const agent = await (await ask('party=merchant&accountId=zhao&name=Zhao&merchantId=shop-2')).text();
    expect((await session(url, agent)).body).toMatchObject({
      accountId: 'zhao',
      merchantId: 'shop-2',
      permissions: [],
    });
    expect((await session(url, token(SAMPLE_BUYER))).body).toMatchObject({ party: 'buyer', merchantId: 'shop-1' });
    expect((await session(url, 'dev-none')).status).toBe(401);
    const messenger = token({ party: 'messenger', accountId: 'chat', name: 'Chat' });
    const feed = await fetch(`${url}/v1/feed?wait=0`, { headers: { authorization: `Bearer ${messenger}` } });
    expect(feed.status).toBe(200);
    const refused = await ask('party=system');
    const { code, detail } = (await refused.json()) as { readonly code: string; readonly detail: string };
    expect([refused.status, code]).toEqual([422, 'body-invalid']);
    expect(detail).toContain('messenger');
  });

  it('creates sample tickets in the shop that the page names', async () => {
    const { url, token } = await open();
    const agent = token({ party: 'merchant', accountId: 'zhao', name: 'Zhao', merchantId: 'shop-2', main: true });
    const ticketsOf = async () => {
      const answer = await fetch(`${url}/v1/tickets`, { headers: { authorization: `Bearer ${agent}` } });
      return ((await answer.json()) as { readonly tickets: readonly object[] }).tickets;
    };
    expect((await fetch(`${url}/dev/tickets`, { method: 'POST' })).status).toBe(201);
    expect(await ticketsOf()).toHaveLength(0);
    expect((await fetch(`${url}/dev/tickets?merchantId=shop-2`, { method: 'POST' })).status).toBe(201);
    expect(await ticketsOf()).toHaveLength(1);
    expect((await fetch(`${url}/dev/tickets?merchantId=`, { method: 'POST' })).status).toBe(422);
  });

  it('accepts a token for one hour', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { url, token } = await open();
    const first = token(SAMPLE_BUYER);
    vi.setSystemTime(Date.now() + HOUR_MS - 1000);
    expect((await session(url, first)).status).toBe(200);
    vi.setSystemTime(Date.now() + 1000);
    expect((await session(url, first)).status).toBe(401);
    expect((await session(url, token(SAMPLE_BUYER))).status).toBe(200);
  });

  it.each([
    ['http://localhost:5173', '?party=system'],
    ['https://evil.example', ''],
  ])('tells a page of %s why it is refused', async (origin, query) => {
    const { url } = await open();
    const refused = await fetch(`${url}/dev/token${query}`, { headers: { origin } });
    expect([refused.ok, refused.headers.get('access-control-allow-origin')]).toEqual([false, '*']);
  });

  it('does not start in production, or where other machines reach it', async () => {
    await expect(openDevServer({ host: '0.0.0.0' })).rejects.toThrow('only at 127.0.0.1');
    vi.stubEnv('NODE_ENV', 'production');
    await expect(openDevServer()).rejects.toThrow('NODE_ENV=production');
  });

  it.each([
    ['a page of another host', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a name that was bound to this machine', { host: 'evil.example' }],
  ])('refuses %s, for tokens and everything else', async (_, headers) => {
    const { url } = await open();
    for (const path of ['/dev/token', '/dev/tickets', '/v1/session']) {
      const answered = await new Promise<number | undefined>((resolve, reject) => {
        httpRequest(url + path, { headers, method: path === '/dev/tickets' ? 'POST' : 'GET' }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
      expect(answered).toBe(403);
    }
  });

  it.each(['http://localhost:5173', 'http://127.0.0.1:3000', 'http://[::1]:8080'])(
    'serves a page of %s',
    async (origin) => {
      const { url } = await open();
      const response = await fetch(`${url}/dev/token`, { headers: { origin } });
      expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    },
  );
});
