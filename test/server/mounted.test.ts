import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mountedAt } from '@sidecard/server';
import { nodeListener } from '@sidecard/server/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BUYER, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER, REQUEST } from '../support/tickets.ts';

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());

const asBuyer = async () => ({ authorization: `Bearer ${await world.token(BUYER)}` });

it('a handler below a path answers what is below it, and nothing else', async () => {
  const handle = mountedAt('/shop/after-sales', world.server);
  const status = async (path: string) =>
    (await handle(new Request(`http://shop.test${path}`, { headers: await asBuyer() }))).status;
  expect(await status('/shop/after-sales/v1/session?protocol=2')).toBe(200);
  for (const path of ['/v1/session', '/shop/after-salesv1/session', '/shop/after-sales', '/else/v1/session']) {
    expect([path, await status(path)]).toEqual([path, 404]);
  }
  for (const prefix of ['', '/', 'after-sales', '/after-sales/', '/a?b']) {
    expect(() => mountedAt(prefix, world.server)).toThrow(TypeError);
  }
});

it('a prefix is compared as addresses are written', async () => {
  const handle = mountedAt('/售后 tickets', world.server);
  const request = new Request('http://shop.test/售后 tickets/v1/session', { headers: await asBuyer() });
  expect((await handle(request)).status).toBe(200);
});

it('`Location` leads below the path', async () => {
  const handle = mountedAt('/after-sales', world.server);
  const url = 'http://shop.test/after-sales/v1/tickets';
  const answer = await handle(
    new Request(url, {
      method: 'POST',
      headers: { ...(await asBuyer()), 'content-type': 'application/json', 'idempotency-key': 'located' },
      body: JSON.stringify({ type: 'return-refund', orderId: `${ORDER.id}-located`, request: REQUEST, locale: 'en' }),
    }),
  );
  const { ticket } = (await answer.json()) as { ticket: { id: string } };
  expect(new URL(answer.headers.get('location') ?? '', url).href).toBe(`${url}/${ticket.id}`);
});

it('a handler below a path passes on bodies and the end of a request', async () => {
  const signals: AbortSignal[] = [];
  const handle = mountedAt('/after-sales', {
    fetch: async (request) => {
      signals.push(request.signal);
      return new Response(`${request.method} ${new URL(request.url).pathname} ${await request.text()}`);
    },
  });
  const gone = new AbortController();
  const init = { method: 'POST', body: 'a body', signal: gone.signal };
  const answer = await handle(new Request('http://shop.test/after-sales/v1/tickets', init));
  expect(await answer.text()).toBe('POST /v1/tickets a body');
  gone.abort();
  expect(signals[0]?.aborted).toBe(true);
});

it('a listener for node:http leaves out its prefix', async () => {
  const http = createServer(nodeListener(world.server, { prefix: '/after-sales' }));
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const status = async (path: string) => (await fetch(url + path, { headers: await asBuyer() })).status;
  expect([
    await status('/after-sales/v1/session'),
    await status('/v1/session'),
    await status('/after-salesv1/session'),
    await status('/'),
  ]).toEqual([200, 404, 404, 404]);
  for (const prefix of ['/after-sales/', 'after-sales', '/']) {
    expect(() => nodeListener(world.server, { prefix })).toThrow(TypeError);
  }
  http.closeAllConnections();
  await new Promise((resolve) => void http.close(resolve));
});
