import { createClient, httpTransport, memoryStorage } from '@sidecard/client';
import type { Session } from '@sidecard/core/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { MAIN, type Claims, BUYER, STAFF } from '../support/server.ts';
import { START_MS } from '../support/tickets.ts';
import { closeClients, DECLINE, memoryShop, startServerBackend, type Shop } from './support/shops.ts';
import { tampered } from './support/tampered.ts';
import { settled, until } from './support/until.ts';

const LATE = { rollout: { steps: [{ fromMs: START_MS + 1000, percent: 100 }] } };
const sessionOf = (shop: Shop, who: Claims) => until(shop.client(who).session, (session) => session !== undefined);

afterEach(closeClients);

describe('a client of this release', () => {
  it('[R27] misses nothing at a server of this release', async () => {
    const { shop } = memoryShop();
    for (const who of [MAIN, STAFF, BUYER]) expect((await sessionOf(shop, who))?.degraded).toEqual([]);
  });

  it('[R26] [R27] is told what its shop is not given yet, and again when it is', async () => {
    const { shop } = memoryShop(LATE);
    const client = shop.client(MAIN);
    await until(client.session, (session) => session?.degraded.join() === 'no-cards,no-staff-messages');
    expect((await sessionOf(shop, BUYER))?.degraded).toEqual([]);
    const ticket = await shop.create();
    const stop = client.ticket(ticket.id).subscribe(() => {});
    await until(client.ticket(ticket.id), ({ view }) => view?.covered === false);
    await settled();
    await shop.advance(1000);
    client.refresh();
    await until(client.session, (session) => session?.degraded.length === 0);
    await until(client.ticket(ticket.id), ({ view }) => view?.covered === true);
    stop();
  });

  it('[R27] says what it can in a way that every server lets through', async () => {
    const asked: Request[] = [];
    const transport = httpTransport({
      url: 'http://sidecard.test',
      fetch: (input, init) => {
        asked.push(new Request(input, init));
        return Promise.reject(new TypeError('away'));
      },
    });
    const client = createClient({ transport, storage: memoryStorage(), getToken: () => Promise.resolve('a.b.c') });
    const stop = client.session.subscribe(() => {});
    await until(client.connection, ({ state }) => state === 'offline');
    const request = asked.find(({ url }) => url.includes('/v1/session'));
    // a header of its own would need the leave of servers that have never heard of it; this one needs none (Fetch § 2.2.2)
    expect([...(request?.headers.keys() ?? [])]).toEqual(['accept-language', 'authorization']);
    expect(request?.url).toMatch(/\/v1\/session\?protocol=1$/);
    stop();
    client.close();
  });
});

describe('a client that is older than the server', () => {
  it('[R27] says nothing of itself, and works', async () => {
    const backend = await startServerBackend();
    const shop = await backend.openShop();
    const line = shop.line(MAIN);
    const silent = {
      ...line.transport,
      request: (request: Parameters<typeof line.transport.request>[0]) =>
        line.transport.request({ ...request, path: request.path.replace(/^\/v1\/session.*/, '/v1/session') }),
    };
    const client = createClient({ transport: silent, storage: memoryStorage(), getToken: line.getToken! });
    const ticket = await shop.create();
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    expect(await client.send(ticket.id, DECLINE)).toMatchObject({ status: 'confirmed' });
    expect(client.session.get()?.degraded).toEqual([]);
    client.close();
    await settled();
    await backend.stop();
  });

  it('[R27] passes over what it does not know of the server, and shows what it is told', async () => {
    const { shop } = memoryShop();
    const ticket = await shop.create();
    const transport = tampered(shop.line(MAIN).transport);
    transport.changeAnswers(
      ({ path }) => path.startsWith('/v1/session'),
      (answer) => ({
        ...answer,
        body: {
          ...(answer.body as Session),
          protocol: 7,
          capabilities: ['events', 'telepathy', 42, null],
          degraded: ['client-older', 'no-patience'],
          mood: 'fine',
        },
      }),
    );
    const client = createClient({ transport, storage: memoryStorage() });
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    expect(await client.send(ticket.id, DECLINE)).toMatchObject({ status: 'confirmed' });
    expect(client.session.get()?.degraded).toEqual(['client-older', 'no-patience']);
    client.close();
  });
});

describe('a client that is newer than the server', () => {
  it('[R27] gets a session with a word about it, and works', async () => {
    const { shop } = memoryShop();
    const ticket = await shop.create();
    const { transport } = shop.line(MAIN);
    const client = createClient({
      storage: memoryStorage(),
      transport: {
        events: (request) => transport.events(request),
        request: (request) =>
          transport.request({
            ...request,
            path: request.path.replace(/^\/v1\/session.*/, '/v1/session?protocol=2&features=telepathy'),
          }),
      },
    });
    await until(client.session, (session) => session?.degraded.join() === 'server-older,no-telepathy');
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    expect(await client.send(ticket.id, DECLINE)).toMatchObject({ status: 'confirmed' });
    client.close();
  });
});
