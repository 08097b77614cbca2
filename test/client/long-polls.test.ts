import { type Client, memoryStorage } from '@sidecard/client';
import { browserPorts, createClientWith, httpTransportWith, type Ports } from '@sidecard/client/ports';
import type { Listening } from '@sidecard/server/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { listenFor } from '../support/listening.ts';
import { MAIN, startTestServer, type TestServer } from '../support/server.ts';
import { type CollectingProxy, collectingProxy } from './support/collecting-proxy.ts';
import { oneBrowser, type Page } from './support/one-browser.ts';
import { eventually, record, until } from './support/until.ts';

let world: TestServer;
let listening: Listening;
const proxies: CollectingProxy[] = [];
const clients: Client[] = [];

beforeAll(async () => {
  world = await startTestServer();
  listening = await listenFor(world);
  // A database that is new is slow to answer first.
  await world.create();
}, 90_000);
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
});
afterAll(async () => {
  await listening.close();
  await world.stop();
});

async function aProxy(change?: (url: string) => string): Promise<CollectingProxy> {
  const proxy = await collectingProxy(`http://127.0.0.1:${listening.port}`, change);
  proxies.push(proxy);
  return proxy;
}

function open({ ports }: Page, url: string): Client {
  const client = createClientWith(ports, {
    transport: httpTransportWith(ports, { url, sharesStream: true }),
    storage: memoryStorage(),
    getToken: () => world.token(MAIN),
  });
  clients.push(client);
  client.connection.subscribe(() => {});
  return client;
}

/** Timers that wait only briefly for the first frame of a stream. */
const soon: Ports['after'] = (ms, work) => browserPorts.after(ms === 5000 ? 500 : ms, work);

const streams = ({ asked }: CollectingProxy): number =>
  asked.filter(({ accept }) => accept.includes('text/event-stream')).length;
const firstPolls = ({ asked }: CollectingProxy): number =>
  asked.filter(({ accept, url }) => accept.includes('application/json') && !url.includes('poll=')).length;

describe('long polls', () => {
  it('end when a server that does not know their reader answers at once, twice in a row', async () => {
    const proxy = await aProxy((url) => url.replace(/poll=[^&]+/, 'poll=another.1'));
    const { signal } = new AbortController();
    const token = await world.token(MAIN);
    // A busy machine may need longer than a client waits for the first answer.
    const patient = { ...browserPorts, after: (ms: number, work: () => void) => browserPorts.after(10 * ms, work) };
    const transport = httpTransportWith(patient, { url: proxy.url });
    const names: string[] = [];
    for await (const { event } of transport.events({ token, signal, poll: true })) {
      names.push(event);
      if (names.length > 20) break;
    }
    expect(names.filter((name) => name === 'ready')).toHaveLength(3);
    expect(proxy.asked).toHaveLength(3);
  });

  it('stay long polls when another page of the account is seen again', async () => {
    const proxy = await aProxy();
    const browser = oneBrowser({ after: soon });
    const [reader, other] = [browser.openPage(), browser.openPage()];
    const first = open(reader, proxy.url);
    await until(first.connection, ({ state, by }) => state === 'live' && by === 'long-poll');
    const second = open(other, proxy.url);
    await until(second.connection, ({ state, by }) => state === 'live' && by === 'long-poll');
    const before = { streams: streams(proxy), polls: firstPolls(proxy) };
    const told = [first, second].map((client) => record(client.connection));
    for (const page of [reader, other]) page.sleep(4000);
    other.dispatch('visibilitychange');
    // The reading page makes sure that the path is not dead.
    await eventually(() => streams(proxy) > before.streams || firstPolls(proxy) > before.polls);
    expect({ streams: streams(proxy), polls: firstPolls(proxy) }).toEqual({ ...before, polls: before.polls + 1 });
    expect(told.flat().filter(({ by }) => by === 'stream')).toEqual([]);
    await eventually(() => proxy.asked.at(-1)?.url.includes('poll=') === true);
    // In another network, streams may work.
    for (const page of [reader, other]) page.sleep(4000);
    for (const page of [reader, other]) page.dispatch('online');
    await eventually(() => streams(proxy) > before.streams);
  });

  it('begin for all pages after one has waited for a stream, also if its lock is free before they hear of it', async () => {
    const proxy = await aProxy();
    const browser = oneBrowser({ noteMs: 20, after: soon });
    const opened = [1, 2, 3].map(() => open(browser.openPage(), proxy.url));
    await Promise.all(opened.map((client) => until(client.connection, ({ state }) => state === 'live')));
    expect(streams(proxy)).toBe(1);
    expect(opened.map((client) => client.connection.get().by)).toEqual(['long-poll', 'long-poll', 'long-poll']);
  });
});
