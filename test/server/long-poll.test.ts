import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccountView, EventFrame, EventPage } from '@sidecard/core/wire';
import { ORDER } from '../support/tickets.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { listenFor } from '../support/listening.ts';
import { HOST, peopleOf, startTestServer, type Claims, type TestServer } from '../support/server.ts';

// Over HTTP, behind a proxy that passes nothing on before an answer has ended.

let world: TestServer;
let url: string;
const ends: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  world = await startTestServer();
  const { port, ...listening } = await listenFor(world);
  const proxy = createServer((request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const headers = request.headers as Record<string, string>;
    globalThis
      .fetch(`http://127.0.0.1:${port}${request.url}`, { headers, signal: gone.signal })
      .then(async (answer) => {
        const body = Buffer.from(await answer.arrayBuffer());
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
        response.end(body);
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  ends.push(
    () => listening.close(),
    () => new Promise((resolve) => proxy.close(resolve)),
  );
});
afterAll(async () => {
  for (const end of ends) await end();
  await world.stop();
});

let count = 0;
let readers: AbortController[] = [];
afterEach(() => {
  for (const reader of readers) reader.abort();
  readers = [];
});
const shop = () => peopleOf(`polled-${++count}`);

interface Asked {
  readonly poll?: string | undefined;
  readonly wait?: number | undefined;
  readonly lastEventId?: string | undefined;
  readonly accept?: string;
}

async function ask(who: Claims, { poll, wait, lastEventId, accept = 'application/json' }: Asked = {}) {
  const query = new URLSearchParams({ ...(poll ? { poll } : {}), ...(wait === undefined ? {} : { wait: `${wait}` }) });
  const reader = new AbortController();
  readers.push(reader);
  return fetch(`${url}/v1/events?${query}`, {
    headers: {
      accept,
      authorization: `Bearer ${await world.token(who)}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    signal: reader.signal,
  });
}
const page = async (who: Claims, asked: Asked = {}) => (await (await ask(who, asked)).json()) as EventPage;
const names = ({ frames }: EventPage) => frames.map(({ event }) => event);
const frameOf = <Name extends EventFrame['event']>({ frames }: EventPage, name: Name) =>
  frames.find((frame): frame is Extract<EventFrame, { event: Name }> => frame.event === name);
/** Polls on until there was a frame of each name. @returns the first of each */
async function until(who: Claims, first: EventPage, ...wanted: readonly EventFrame['event'][]) {
  const frames = [...first.frames];
  let { poll } = first;
  for (;;) {
    const found = wanted.map((name) => frames.find(({ event }) => event === name));
    if (!found.includes(undefined)) return found;
    const next = await page(who, { poll });
    frames.push(...next.frames);
    poll = next.poll;
  }
}
/** A card is signed anew each time that it is sent. */
const withoutSignatures = (frames: unknown) =>
  JSON.parse(JSON.stringify(frames, (key, value: unknown) => (key === 'signature' ? undefined : value))) as unknown;
const online = async (who: Claims, accountId: string) =>
  (await world.get<{ accounts: readonly AccountView[] }>(who, '/v1/accounts')).body.accounts.find(
    (account) => account.accountId === accountId,
  )?.online;

describe('[R14] a long poll of events, behind a proxy that buffers', () => {
  it('starts at once with what a stream starts with', async () => {
    const who = shop();
    const { frames, poll, serverTimeMs } = await page(who.buyer);
    expect(frames.map(({ event }) => event)).toEqual(['ready']);
    expect(frames[0]?.data).toMatchObject({ serverTimeMs: world.clock.now() });
    expect(serverTimeMs).toBe(world.clock.now());
    expect(poll).toMatch(/^.{10,}$/);
  });

  it('is answered as soon as there is a frame: the same frames with the same ids as in a stream', async () => {
    const who = shop();
    const stream = await world.stream(who.main);
    const { poll } = await page(who.main);
    const waiting = page(who.main, { poll });
    await world.create({}, who.buyer);
    const polled = await until(who.main, await waiting, 'ticket', 'card');
    const other = await world.stream(who.main);
    const streamed = [await stream.until('ticket'), await other.until('card')];
    expect(withoutSignatures(polled)).toEqual(withoutSignatures(streamed));
    for (const one of [stream, other]) await one.close();
  });

  it('is answered after its wait if there is none', async () => {
    const who = shop();
    const { poll } = await page(who.main);
    const empty = await page(who.main, { poll, wait: 1 });
    expect(empty.frames).toEqual([]);
    expect(empty.poll).not.toBe(poll);
  });

  it('keeps what comes between two requests', async () => {
    const who = shop();
    const { poll } = await page(who.buyer);
    const { ticket } = await world.create({}, who.buyer);
    const next = await page(who.buyer, { poll });
    expect(frameOf(next, 'ticket')?.data.ticket.id).toBe(ticket.id);
  });

  it('resumes from a cursor, and tells a reader that cannot to take a snapshot', async () => {
    const who = shop();
    const { cursor } = await world.create({}, who.buyer);
    const { ticket } = await world.create({}, who.buyer);
    const resumed = await page(who.buyer, { lastEventId: cursor });
    const [ready, next] = await until(who.buyer, resumed, 'ready', 'ticket');
    expect(ready).toBe(resumed.frames[0]);
    expect(next).toMatchObject({ data: { ticket: { id: ticket.id } } });
    const lost = await page(who.buyer, { lastEventId: 'another-epoch.1' });
    expect(names(lost)).toEqual(['ready', 'reset']);
    expect(frameOf(lost, 'reset')?.data).toEqual({ reason: 'epoch-changed' });
  });

  it('[R1] sends a card once, and again to a reader that starts anew, as when an answer was lost', async () => {
    const who = shop();
    await world.create({}, who.buyer);
    const first = await page(who.main);
    expect(names(first)).toContain('card');
    const second = await page(who.main, { poll: first.poll, wait: 0 });
    expect(names(second)).not.toContain('card');
    // The second answer was lost, so its poll is repeated.
    const again = await page(who.main, { poll: first.poll });
    expect(names(again)[0]).toBe('ready');
    expect(names(again)).toContain('card');
    // And the reader that it replaces is gone.
    expect(names(await page(who.main, { poll: second.poll }))[0]).toBe('ready');
  });

  it('[R1] counts as online while it waits, and 15 seconds between two requests', async () => {
    const who = shop();
    await world.get(who.sub, '/v1/session');
    expect(await online(who.main, who.sub.accountId)).toBe(false);
    const { poll } = await page(who.sub);
    expect(await online(who.main, who.sub.accountId)).toBe(true);
    world.clock.advance(15_000);
    await world.server.tick();
    expect(await online(who.main, who.sub.accountId)).toBe(true);
    const next = await page(who.sub, { poll, wait: 0 });
    expect(next.frames).toEqual([]);
    world.clock.advance(15_001);
    await world.server.tick();
    expect(await online(who.main, who.sub.accountId)).toBe(false);
    expect(names(await page(who.sub, { poll: next.poll }))[0]).toBe('ready');
  });

  it('ends when its caller is gone', async () => {
    const who = shop();
    await world.get(who.sub, '/v1/session');
    const { poll } = await page(who.sub);
    const waiting = ask(who.sub, { poll }).catch(() => 'gone');
    // It waits once the reader is at work again.
    await page(who.main);
    readers.at(-2)?.abort();
    expect(await waiting).toBe('gone');
    const main = await page(who.main);
    let now = main;
    // Its leaving is told to those who manage accounts.
    while (await online(who.main, who.sub.accountId)) now = await page(who.main, { poll: now.poll });
    expect(names(await page(who.sub, { poll }))[0]).toBe('ready');
  });

  it('[R14] ends with what ends a stream: other permissions, or the end of its token', async () => {
    const who = shop();
    await world.get(who.sub, '/v1/session');
    const { poll } = await page(who.sub);
    await world.grant(who.sub.accountId, ['task.handle'], who.main);
    const moved = await page(who.sub, { poll });
    expect(frameOf(moved, 'reset')?.data).toEqual({ reason: 'stream-moved' });
    expect(moved.poll).toBeUndefined();
    const short = { ...who.main, expiresAtMs: world.clock.now() + 60_000 };
    const last = await page(short);
    const waiting = page(short, { poll: last.poll });
    await page(who.buyer);
    world.clock.advance(60_000);
    await world.server.tick();
    expect((await waiting).poll).toBeUndefined();
  });

  it('brings texts with every separator of lines that JSON leaves as it is', async () => {
    const who = shop();
    const { poll } = await page(who.buyer);
    const title = 'Mug\u2028blue\u2029big';
    const id = `separated-${count}`;
    const [item, ...items] = ORDER.items;
    const order = { ...ORDER, id, items: [{ ...item, title }, ...items] };
    const own = await startTestServer({ database: world.database, clock: world.clock, orders: undefined });
    await own.create({ orderId: id, order } as never, who.host);
    await world.server.tick();
    const [frame] = await until(who.buyer, await page(who.buyer, { poll }), 'ticket');
    expect(JSON.stringify(frame)).toContain('Mug');
    await own.server.stop();
  });

  it('continues only for its own account', async () => {
    const who = shop();
    const { poll } = await page(who.buyer);
    const other = await page(who.main, { poll });
    expect(names(other)[0]).toBe('ready');
    const stranger = await page({ ...who.buyer, merchantId: 'elsewhere' }, { poll });
    expect(names(stranger)[0]).toBe('ready');
    expect((await page(who.buyer, { poll, wait: 0 })).frames).toEqual([]);
  });

  it('gives place to a later request of the same reader', async () => {
    const who = shop();
    const { poll } = await page(who.buyer);
    const first = page(who.buyer, { poll });
    await page(who.buyer);
    const second = page(who.buyer, { poll });
    await page(who.buyer);
    await world.create({}, who.buyer);
    expect((await first).frames).toEqual([]);
    expect(names(await second)).toContain('ticket');
  });

  it('is a stream for whoever accepts one, has a wait of at most 25 seconds, and is not for the host', async () => {
    const who = shop();
    const direct = await world.stream(who.main);
    expect(direct.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await direct.close();
    expect((await ask(who.main, { wait: 26 })).status).toBe(422);
    expect((await ask({ ...HOST, merchantId: who.main.merchantId ?? '' })).status).toBe(404);
    const json = await ask(who.main);
    expect([json.headers.get('content-type'), json.status]).toEqual(['application/json', 200]);
  });
});
