import { type Client, memoryStorage, type Transport, type TransportFrame } from '@sidecard/client';
import { browserPorts, createClientWith, type PortLocks, type Ports } from '@sidecard/client/ports';
import { afterEach, describe, expect, it } from 'vitest';
import { MAIN } from '../support/server.ts';
import { oneBrowser, type Page } from './support/one-browser.ts';
import { type Line, memoryShop } from './support/shops.ts';
import { eventually, record, settled, until } from './support/until.ts';

const clients: Client[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

const CLAIMS = { sub: MAIN.accountId, merchantId: 'shop-1', party: MAIN.party };
const TOKEN = `e30.${Buffer.from(JSON.stringify(CLAIMS)).toString('base64url')}.x`;

/** Opens a client whose stream the pages of its browser share. */
function open({ ports }: Page, line: Line, change: Partial<Transport> = {}): Client {
  const client = createClientWith(ports, {
    transport: { ...line.transport, name: 'shop', sharesStream: true, ...change },
    storage: memoryStorage(),
    getToken: () => Promise.resolve(TOKEN),
  });
  clients.push(client);
  client.connection.subscribe(() => {});
  return client;
}

/** A page in which nothing happens any more once it is frozen. */
function freezable(page: Page): Page & { freeze(): void } {
  let frozen = false;
  const openChannel: Ports['openChannel'] = (name, onMessage) => {
    const channel = page.ports.openChannel(name, (message) => frozen || onMessage(message));
    return { ...channel, post: (message) => frozen || channel.post(message) };
  };
  const after: Ports['after'] = (ms, work) => page.ports.after(ms, () => frozen || work());
  return { ...page, ports: { ...page.ports, openChannel, after }, freeze: () => void (frozen = true) };
}

describe('pages that share a stream', () => {
  it('[holds] hold together when the server asks that of their account', async () => {
    const { shop } = memoryShop();
    const waits: [number, () => void][] = [];
    const after: Ports['after'] = (ms, work) => {
      if (ms <= 20_000) return browserPorts.after(ms, work);
      waits.push([ms, work]);
      return () => {};
    };
    const browser = oneBrowser({ after });
    const line = shop.line(MAIN);
    let asked = 0;
    let busy = false;
    const events: Transport['events'] = (request) => {
      asked++;
      if (!busy) return line.transport.events(request);
      const refused = Object.assign(new Error('Too many.'), { status: 429, body: null, retryAfterMs: 30_000 });
      return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(refused) }) };
    };
    const opened = [1, 2, 3].map(() => open(browser.openPage(), line, { events }));
    await Promise.all(opened.map((client) => until(client.connection, ({ state }) => state === 'live')));
    busy = true;
    const before = asked;
    line.breakStream();
    await Promise.all(opened.map((client) => until(client.connection, ({ reason }) => reason === 'retry-after')));
    await eventually(() => waits.length >= 3);
    // None of them asks again before the time.
    for (const client of opened) client.refresh();
    await settled();
    expect(asked).toBe(before + 1);
    expect(waits.map(([ms]) => Math.ceil(ms / 1000))).toEqual([30, 30, 30]);
    expect(opened.map((client) => client.connection.get().state)).toEqual(['stale', 'stale', 'stale']);
  });

  it('are live also where the browser does not let one take over from another that hangs', async () => {
    const { shop } = memoryShop();
    const page = oneBrowser().openPage();
    let isFree = false;
    const request: PortLocks['request'] = (name, options, granted) => {
      if (isFree) return page.ports.locks!.request(name, options, granted);
      if (options.ifAvailable) return Promise.resolve(granted(null));
      if (!options.steal) return new Promise(() => {});
      isFree = true;
      return Promise.reject(new DOMException('The document is not active.', 'InvalidStateError'));
    };
    const client = open({ ...page, ports: { ...page.ports, locks: { request } } }, shop.line(MAIN));
    await until(client.connection, ({ state }) => state === 'live');
    expect(isFree).toBe(true);
  });

  it('[live-is-true] are live for at most two seconds when one takes over on a dead path', async () => {
    const { shop } = memoryShop();
    let frozen = false;
    // Once the page that reads is frozen, the other one waits only briefly for it: such waits are spread, and therefore never whole seconds.
    const after: Ports['after'] = (ms, work) => browserPorts.after(frozen && ms % 1000 !== 0 ? 50 : ms, work);
    const browser = oneBrowser({ after });
    const reader = freezable(browser.openPage());
    const first = open(reader, shop.line(MAIN));
    await until(first.connection, ({ state }) => state === 'live');
    let tookOver = false;
    const second = open(browser.openPage(), shop.line(MAIN), {
      async *events({ signal }): AsyncGenerator<TransportFrame> {
        tookOver = true;
        await new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(new Error('Over.'))));
      },
    });
    await until(second.connection, ({ state }) => state === 'live');
    const states = record(second.connection);
    frozen = true;
    reader.freeze();
    await eventually(() => tookOver);
    await until(second.connection, ({ state }) => state === 'stale', 12_000);
    expect(states.map(({ state }) => state)).toEqual(['live', 'stale']);
  });

  it('fall back to long polls together when what they share falls silent', async () => {
    const { shop } = memoryShop();
    const browser = oneBrowser();
    const line = shop.line(MAIN);
    const polls: (boolean | undefined)[] = [];
    let breakAll = (): void => {};
    async function* events(request: Parameters<Transport['events']>[0]): AsyncGenerator<TransportFrame> {
      polls.push(request.poll);
      const frames = line.transport.events(request)[Symbol.asyncIterator]();
      const silent = new Promise<never>((_, reject) => {
        breakAll = () => reject(Object.assign(new Error('Silent.'), { isSilent: true }));
      });
      for (;;) {
        const { done, value } = await Promise.race([frames.next(), silent]);
        if (done) return;
        yield value;
      }
    }
    const opened = [1, 2].map(() => open(browser.openPage(), line, { events }));
    const live = () => Promise.all(opened.map((one) => until(one.connection, ({ state }) => state === 'live')));
    await live();
    breakAll();
    await Promise.all(opened.map((one) => until(one.connection, ({ state }) => state === 'stale')));
    await live();
    // Whichever of them reads now.
    breakAll();
    await Promise.all(opened.map((one) => until(one.connection, ({ state }) => state === 'stale')));
    await eventually(() => polls.length === 3);
    expect(polls).toEqual([undefined, undefined, true]);
  });

  it.each<[string, unknown]>([
    ['no list', undefined],
    ['a number', 7],
    ['a list of what is no frame', [null, 7, 'ready', { event: 7 }, { event: 'ready', id: {} }, {}]],
  ])('read on when a script of their origin welcomes them with %s', async (_, frames) => {
    const { shop } = memoryShop();
    const browser = oneBrowser();
    const names: string[] = [];
    const page = browser.openPage();
    const openChannel: Ports['openChannel'] = (name, onMessage) => {
      names.push(name);
      return page.ports.openChannel(name, onMessage);
    };
    const first = open({ ...page, ports: { ...page.ports, openChannel } }, shop.line(MAIN));
    await until(first.connection, ({ state }) => state === 'live');
    let welcomed = 0;
    const hostile = page.ports.openChannel(names.at(-1) ?? '', (note) => {
      const { kind, from } = note as { readonly kind: string; readonly from: string };
      if (kind !== 'hello') return;
      welcomed++;
      for (const one of ['welcome', 'frame'])
        hostile.post({ kind: one, to: from, from: 'nobody', frames, frame: null });
    });
    const second = open(browser.openPage(), shop.line(MAIN));
    await until(second.connection, ({ state }) => state === 'live');
    expect(welcomed).toBeGreaterThan(0);
    hostile.close();
  });
});
