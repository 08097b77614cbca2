import { type Client, memoryStorage } from '@sidecard/client';
import { browserPorts, createClientWith, httpTransportWith, type Ports } from '@sidecard/client/ports';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listenFor } from '../support/listening.ts';
import { MAIN, startTestServer, type TestServer } from '../support/server.ts';
import { type Collecting, type CollectingProxy, collectingProxy } from './support/collecting-proxy.ts';
import { eventually, record, until } from './support/until.ts';

let world: TestServer;
let listening: Awaited<ReturnType<typeof listenFor>>;
let proxy: CollectingProxy;

beforeAll(async () => {
  world = await startTestServer();
  listening = await listenFor(world);
}, 90_000);
beforeEach(async () => {
  proxy = await collectingProxy(`http://127.0.0.1:${listening.port}`);
});
afterEach(() => proxy.close());
afterAll(async () => {
  await listening.close();
  await world.stop();
});

/** Whether it is a stream that was asked for last, and no long poll. */
const isStream = (): boolean => proxy.asked.at(-1)?.accept?.startsWith('text/event-stream') === true;

/** Ports with short waits: for a stream's first frame, for its next one, and between two trials of a stream. */
const hurried: Ports = {
  ...browserPorts,
  after: (ms, work) =>
    browserPorts.after(ms === 5000 ? 500 : ms === 20_000 && isStream() ? 2000 : ms >= 300_000 ? 1000 : ms, work),
};
/** The same, but a stream may be silent for as long as a server is. */
const patient: Ports = {
  ...hurried,
  after: (ms, work) => (ms === 20_000 ? browserPorts : hurried).after(ms, work),
};

function open(ports = hurried): Client {
  return createClientWith(ports, {
    transport: httpTransportWith(ports, { url: proxy.url }),
    storage: memoryStorage(),
    getToken: () => world.token(MAIN),
  });
}

describe('behind a proxy that collects event streams', () => {
  it.each<[string, Collecting, number]>([
    ['whole', 'all', 0],
    ['but for what they begin with', 'rest', 2],
  ])('%s: the client is live by long polls, says so, and hears of what happens', async (_, collecting, streams) => {
    const { ticket } = await world.create();
    proxy.collect(collecting);
    const client = open();
    const states = record(client.connection);
    const stop = client.ticket(ticket.id).subscribe(() => {});
    try {
      await until(client.connection, ({ state, by }) => state === 'live' && by === 'long-poll');
      // Each that came through was silent until it was given up.
      expect(proxy.streams()).toBe(streams);
      await world.move(MAIN, ticket.id, { command: 'claim' });
      await until(client.ticket(ticket.id), ({ view }) => view?.claim !== undefined);
      await world.move(MAIN, ticket.id, { command: 'release' });
      await until(client.ticket(ticket.id), ({ view }) => view?.claim === undefined);
      expect(states.map(({ state }) => state)).not.toContain('offline');
    } finally {
      stop();
      client.close();
    }
  });

  it('it streams once it can, and says so only then', async () => {
    const { ticket } = await world.create();
    const client = open(patient);
    const stop = client.ticket(ticket.id).subscribe(() => {});
    const streamsAtChange: [string, number][] = [];
    client.connection.listen(({ by }) => void streamsAtChange.push([by, proxy.streams()]));
    try {
      await until(client.connection, ({ state, by }) => state === 'live' && by === 'long-poll');
      const tried = (): number => proxy.asked.filter(({ accept }) => accept?.startsWith('text/event-stream')).length;
      const before = tried();
      // Trials that fail.
      await eventually(() => tried() >= before + 2);
      expect(streamsAtChange.slice(1).filter(([by]) => by === 'stream')).toEqual([]);
      proxy.collect('nothing');
      await until(client.connection, ({ state, by }) => state === 'live' && by === 'stream');
      expect(proxy.streams()).toBeGreaterThan(0);
      await world.move(MAIN, ticket.id, { command: 'claim' });
      await until(client.ticket(ticket.id), ({ view }) => view?.claim !== undefined);
    } finally {
      stop();
      client.close();
    }
  });
});
