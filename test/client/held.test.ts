import { type Client, type EventsRequest, httpTransport, memoryStorage, type Transport } from '@sidecard/client';
import { browserPorts, createClientWith, httpTransportWith, type PageEvent, type Ports } from '@sidecard/client/ports';
import type { Listening } from '@sidecard/server/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { listenFor } from '../support/listening.ts';
import { MAIN, startTestServer, type TestServer } from '../support/server.ts';
import { eventually, settled, until } from './support/until.ts';

// What a client does when its server asks it to wait; and of what moment its data is then.

const MINUTE_MS = 60_000;
const clients: Client[] = [];
let world: TestServer;
let listening: Listening;
beforeAll(async () => {
  world = await startTestServer({ limits: { requests: 'none', streams: { perAccount: 1 } } });
  listening = await listenFor(world);
  // A database that is new is slow to answer first.
  await world.create();
}, 90_000);
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(async () => {
  await listening.close();
  await world.stop();
});

/** A page whose long waits last until the test ends them. */
function aPage(change: Partial<Ports> = {}) {
  const waits = new Map<() => void, number>();
  const cancelled: number[] = [];
  const listeners = new Set<[PageEvent, () => void]>();
  let passedMs = 0;
  const ports: Ports = {
    ...browserPorts,
    random: () => 0,
    monotonic: () => performance.now() + passedMs,
    isHidden: () => false,
    onPage(event, listener) {
      const mine: [PageEvent, () => void] = [event, () => listener({})];
      listeners.add(mine);
      return () => void listeners.delete(mine);
    },
    after(ms, work) {
      // Not those of the transport, which end what takes too long.
      if (ms <= 2000 || ms === 20_000 || ms === 5000) return browserPorts.after(ms, work);
      waits.set(work, ms);
      return () => {
        cancelled.push(ms);
        waits.delete(work);
      };
    },
    ...change,
  };
  return {
    ports,
    waits: () => [...waits.values()],
    /** How long the waits were to be that the client has cancelled, whether they were over or not. */
    cancelled: (): readonly number[] => cancelled,
    dispatch: (event: PageEvent) => [...listeners].filter(([name]) => name === event).forEach(([, call]) => call()),
    /** Ends the waits, after their time. */
    endWaits() {
      passedMs += Math.max(...waits.values());
      for (const work of [...waits.keys()]) {
        waits.delete(work);
        work();
      }
    },
  };
}

function open(ports: Ports, around = (inner: Transport) => inner, merchantId = 'shop-1'): Client {
  const own = httpTransportWith(ports, { url: `http://127.0.0.1:${listening.port}`, sharesStream: false });
  const client = createClientWith(ports, {
    transport: around(own),
    storage: memoryStorage(),
    getToken: () => world.token({ ...MAIN, merchantId }),
  });
  clients.push(client);
  return client;
}

/** Counts the streams that are asked for. */
function counting() {
  const asked: EventsRequest[] = [];
  const around = (inner: Transport): Transport => ({
    ...inner,
    events: (request) => (asked.push(request), inner.events(request)),
  });
  return { asked, around };
}

describe('[holds] a stream that gives place to a newer one', () => {
  it('is not opened again for a minute, whatever wakes the page; a refusal is waited out, and neither is offline', async () => {
    const page = aPage();
    const { asked, around } = counting();
    const old = open(page.ports, around);
    const states: string[] = [];
    let stop = old.connection.subscribe(({ state }) => void states.push(state));
    await until(old.connection, ({ state }) => state === 'live');
    world.clock.advance(MINUTE_MS);
    const young = open(aPage().ports);
    young.connection.subscribe(() => {});
    await until(young.connection, ({ state }) => state === 'live');
    expect(await until(old.connection, ({ state }) => state === 'stale')).toMatchObject({ reason: 'too-many-streams' });
    await eventually(() => page.waits().some((ms) => ms > MINUTE_MS - 2000 && ms <= MINUTE_MS));
    const before = asked.length;
    old.refresh();
    for (const event of ['visibilitychange', 'online', 'resume'] as const) page.dispatch(event);
    stop();
    stop = old.connection.subscribe(({ state }) => void states.push(state));
    await settled();
    expect(asked.length).toBe(before);
    expect(young.connection.get().state).toBe('live');
    // A minute later by this page’s clock. By the server’s, the other one is young, so it refuses, and says for how long.
    page.endWaits();
    expect(await until(old.connection, ({ reason }) => reason === 'retry-after')).toMatchObject({ state: 'stale' });
    expect(asked.length).toBe(before + 1);
    old.refresh();
    await settled();
    expect(asked.length).toBe(before + 1);
    young.close();
    // Until the server has heard of that, it refuses again.
    await eventually(() => {
      if (page.waits().length > 0) page.endWaits();
      return old.connection.get().state === 'live';
    });
    expect(old.connection.get()).not.toHaveProperty('reason');
    expect(states).not.toContain('offline');
    stop();
  });
});

/** A server that lets nobody hear events for nine seconds, as often as it is asked. */
function busy(inner: Transport): Transport {
  const server = httpTransport({
    url: 'http://sidecard.test',
    fetch: () => Promise.resolve(new Response('{}', { status: 503, headers: { 'retry-after': '9' } })),
  });
  return { ...inner, events: (request) => server.events(request) };
}

describe('`Retry-After`', () => {
  it('leaves nothing of a wait that is over to be ended with the client', async () => {
    const page = aPage();
    const client = open(page.ports, busy, 'shop-4');
    client.connection.subscribe(() => {});
    const isHold = (ms: number): boolean => ms > 8000 && ms <= 9000;
    for (let hold = 0; hold < 3; hold++) {
      await eventually(() => page.waits().some(isHold));
      if (hold < 2) page.endWaits();
    }
    client.close();
    expect(page.cancelled().filter(isHold)).toHaveLength(1);
  });

  it('as a date, without a `Date` that can be read, is by the server’s clock that the client keeps', async () => {
    // The device's clock is two hours behind.
    const page = aPage({ now: () => world.clock.now() - 7_200_000 });
    const answering = (inner: Transport): Transport => {
      const busy = httpTransport({
        url: 'http://sidecard.test',
        fetch: () => {
          const headers = { 'retry-after': new Date(world.clock.now() + 9000).toUTCString() };
          return Promise.resolve(new Response('{"code":"unavailable"}', { status: 503, headers }));
        },
      });
      return { ...inner, events: (request) => busy.events(request) };
    };
    const client = open(page.ports, answering, 'shop-2');
    client.connection.subscribe(() => {});
    await until(client.session, (session) => session !== undefined);
    client.refresh();
    await until(client.connection, ({ reason }) => reason === 'retry-after');
    await eventually(() => page.waits().length > 0);
    const waits = page.waits();
    expect(Math.min(...waits)).toBeGreaterThan(6000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(9000);
  });
});

describe('`asOfMs`', () => {
  it('without a first frame, is when the data was read', async () => {
    let isOnline = true;
    let breakStream = (): void => {};
    const page = aPage({ isOnline: () => isOnline });
    const client = open(
      page.ports,
      (inner) => ({
        ...inner,
        async *events() {
          await new Promise<void>((_, reject) => (breakStream = () => reject(new TypeError('The network is away.'))));
        },
      }),
      'shop-3',
    );
    client.connection.subscribe(() => {});
    await until(client.session, (session) => session !== undefined);
    const readAtMs = world.clock.now();
    isOnline = false;
    breakStream();
    const { asOfMs } = await until(client.connection, ({ state }) => state === 'offline');
    expect(Math.abs(asOfMs - readAtMs)).toBeLessThan(MINUTE_MS);
  });
});
