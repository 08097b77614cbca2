import type { AccountView, TicketPage } from '@sidecard/core/wire';
import { createMemoryBus, type Bus } from '@sidecard/server';
import { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BUYER,
  HOST,
  MAIN,
  peopleOf,
  STAFF,
  startTestServer,
  type Claims,
  type TestServer,
} from '../support/server.ts';

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());

const seqOf = (cursor = '') => Number(cursor.slice(cursor.lastIndexOf('.') + 1));
const shop = (() => {
  let count = 0;
  return () => peopleOf(`shop-${++count}`);
})();

describe('an event stream', () => {
  it('is an event stream that nothing on the way may hold back', async () => {
    const { response, close } = await open(shop().main);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    await close();
  });

  it('begins with where it stands and what time it is', async () => {
    const who = shop();
    await world.create({}, who.buyer);
    const stream = await world.stream(who.main);
    const { data, id } = await stream.until('ready');
    expect(id).toBeUndefined();
    expect(data.serverTimeMs).toBe(world.clock.now());
    expect(data.head).toBe((await world.get<TicketPage>(who.main, '/v1/tickets')).body.cursor);
    await stream.close();
  });

  it('brings every change once, in order, with numbers that have no gap', async () => {
    const who = shop();
    const stream = await world.stream(who.buyer);
    const head = seqOf((await stream.until('ready')).data.head);
    const tickets = await Promise.all(Array.from({ length: 12 }, () => world.create({}, who.buyer)));
    await Promise.all(tickets.map(({ ticket }) => world.move(who.buyer, ticket.id, { command: 'withdraw' })));
    const ids: (string | undefined)[] = [];
    for (let n = 0; n < 24; n++) ids.push((await stream.until('ticket')).id);
    expect(ids.map(seqOf)).toEqual(Array.from({ length: 24 }, (_, n) => head + n + 1));
    expect(await stream.pending()).toEqual([]);
    await stream.close();
  });

  it('is encoded once for all its readers', async () => {
    const who = shop();
    const streams = await Promise.all([world.stream(who.main), world.stream(who.main), world.stream(who.main)]);
    for (const stream of streams) await stream.until('ready');
    await world.create({}, who.buyer);
    const frames = [];
    for (const stream of streams) {
      await stream.until('ticket');
      frames.push(stream.text.slice(stream.text.indexOf('id: ')).split('\n\n')[0]);
    }
    expect(new Set(frames).size).toBe(1);
    for (const stream of streams) await stream.close();
  });

  it('carries claims to colleagues and not to the buyer, nor a gap where they would be', async () => {
    const who = shop();
    const [merchant, buyer] = [await world.stream(who.main), await world.stream(who.buyer)];
    const { ticket } = await world.create({}, who.buyer);
    expect(seqOf((await merchant.until('ticket')).id)).toBe(1);
    await world.command(who.main, ticket.id, { command: 'claim' });
    // a frame shows the ticket as it is when the log is read
    expect((await merchant.until('ticket')).data.ticket.claim?.name).toBe('Boss Wang');
    await world.move(who.buyer, ticket.id, { command: 'withdraw' });
    expect(seqOf((await merchant.until('ticket')).id)).toBe(3);
    expect(seqOf((await buyer.until('ticket')).id)).toBe(1);
    const second = await buyer.until('ticket');
    expect([seqOf(second.id), second.data.ticket.workflow]).toEqual([2, 'closed']);
    await merchant.close();
    await buyer.close();
  });

  it('is one’s own: a buyer reads of nobody else’s tickets', async () => {
    const who = shop();
    const stranger = await world.stream({ ...who.buyer, accountId: 'buyer-zhou' });
    await world.create({}, who.buyer);
    await world.server.tick();
    expect((await stranger.pending()).map(({ event }) => event)).toEqual(['ready']);
    await stranger.close();
  });

  it('is not for the host', async () => {
    expect((await world.get(HOST, '/v1/events')).status).toBe(404);
  });
});

describe('coming again', () => {
  it('goes on after the last frame that was read', async () => {
    const who = shop();
    const first = await world.stream(who.main);
    await world.create({}, who.buyer);
    const { id } = await first.until('ticket');
    await first.close();
    for (let n = 0; n < 5; n++) await world.create({}, who.buyer);
    const second = await world.stream(who.main, id);
    expect((await second.next())?.event).toBe('ready');
    for (let n = 2; n <= 6; n++) expect(seqOf((await second.until('ticket')).id)).toBe(n);
    await world.create({}, who.buyer);
    expect(seqOf((await second.until('ticket')).id)).toBe(7);
    await second.close();
  });

  it('brings more than the server has in hand', async () => {
    const who = shop();
    const { ticket } = await world.create({}, who.buyer);
    const start = (await world.get<TicketPage>(who.main, '/v1/tickets')).body.cursor;
    for (let n = 0; n < 130; n++) {
      await world.command(who.main, ticket.id, { command: n % 2 ? 'release' : 'claim' });
    }
    const stream = await world.stream(who.main, start);
    for (let n = 2; n <= 131; n++) expect(seqOf((await stream.until('ticket')).id)).toBe(n);
    await stream.close();
  });

  it('from another epoch, or ahead of the log, is told to take a snapshot, and goes on live', async () => {
    const who = shop();
    const { cursor } = await world.create({}, who.buyer);
    for (const lost of ['another-epoch.1', `${cursor.slice(0, cursor.lastIndexOf('.'))}.999`, 'nonsense', '.']) {
      const stream = await world.stream(who.buyer, lost);
      expect((await stream.next())?.event).toBe('ready');
      expect((await stream.until('reset')).data).toEqual({ reason: 'epoch-changed' });
      const { ticket } = await world.create({}, who.buyer);
      expect((await stream.until('ticket')).data.ticket.id).toBe(ticket.id);
      await stream.close();
    }
  });

  it('after so long that the log is gone is told to take a snapshot', async () => {
    const other = await startTestServer({ database: world.database });
    const who = shop();
    const { cursor } = await other.create({}, who.buyer);
    await other.create({}, who.buyer);
    other.clock.advance(8 * 86_400_000);
    await other.create({}, who.buyer);
    await other.server.tick();
    const stream = await other.stream(who.buyer, cursor);
    expect((await stream.until('reset')).data).toEqual({ reason: 'cursor-too-old' });
    await stream.close();
    // the last line that is gone: everything after it is still there
    const kept = await other.stream(who.buyer, cursor.replace(/1$/, '2'));
    expect(seqOf((await kept.until('ticket')).id)).toBe(3);
    expect(kept.text).not.toContain('reset');
    await kept.close();
    await other.server.stop();
  });
});

describe('time', () => {
  it('is told by a comment every 15 seconds, which says what it is', async () => {
    const stream = await world.stream(shop().buyer);
    await stream.until('ready');
    world.clock.advance(14_000);
    await world.server.tick();
    await stream.pending();
    expect(stream.text).not.toContain('\n: ');
    world.clock.advance(1_000);
    await world.server.tick();
    await stream.pending();
    expect(stream.text.endsWith(`\n: ${world.clock.now()}\n\n`)).toBe(true);
    await stream.close();
  });

  it('ends a stream when its token does', async () => {
    const { main } = shop();
    const stream = await world.stream({ ...main, expiresAtMs: world.clock.now() + 60_000 });
    world.clock.advance(60_000);
    await world.server.tick();
    await stream.pending();
    expect(stream.ended).toBe(true);
  });

  it('ends every stream after 15 minutes, a fifth more or less', async () => {
    const { main } = shop();
    const streams = await Promise.all(
      Array.from({ length: 8 }, () => world.stream({ ...main, expiresAtMs: world.clock.now() + 86_400_000 })),
    );
    const ended = async () => {
      await world.server.tick();
      for (const stream of streams) await stream.pending();
      return streams.filter((stream) => stream.ended).length;
    };
    world.clock.advance(12 * 60_000 - 1);
    expect(await ended()).toBe(0);
    world.clock.advance(6 * 60_000 + 1);
    expect(await ended()).toBe(8);
  });
});

describe('two servers over one database', () => {
  it('bring each other’s changes at once by hints, and without any by the next sweep', async () => {
    const who = shop();
    const bus = createMemoryBus();
    const deaf: Bus = { publish: () => undefined, subscribe: () => () => undefined };
    const [near, far, last] = await Promise.all([
      startTestServer({ database: world.database, bus }),
      startTestServer({ database: world.database, bus }),
      startTestServer({ database: world.database, bus: deaf }),
    ]);
    const [hinted, swept] = [await far.stream(who.main), await last.stream(who.main)];
    const { ticket } = await near.create({}, who.buyer);
    expect((await hinted.until('ticket')).data.ticket.id).toBe(ticket.id);
    await last.server.tick();
    expect((await swept.until('ticket')).data.ticket.id).toBe(ticket.id);
    await hinted.close();
    await swept.close();
    for (const server of [near, far, last]) await server.server.stop();
  });
});

describe('a reader that takes nothing', () => {
  it('holds up nobody, costs a bounded buffer, and misses nothing', async () => {
    const who = shop();
    const lazy = await world.stream(who.main);
    const { ticket } = await world.create({}, who.buyer);
    for (let n = 0; n < 60; n++) await world.command(who.main, ticket.id, { command: n % 2 ? 'release' : 'claim' });
    for (let n = 1; n <= 61; n++) expect(seqOf((await lazy.until('ticket')).id)).toBe(n);
    await lazy.close();
  });

  it('is given up after a minute', async () => {
    const { main, buyer } = shop();
    const response = await world.server.fetch(
      new Request('http://sidecard.test/v1/events', {
        headers: { authorization: `Bearer ${await world.token(main)}` },
      }),
    );
    const reader = response.body!.getReader();
    await reader.read();
    const { ticket } = await world.create({}, buyer);
    for (let n = 0; n < 40; n++) await world.command(main, ticket.id, { command: n % 2 ? 'release' : 'claim' });
    for (let n = 0; n < 5; n++) {
      world.clock.advance(15_000);
      await world.server.tick();
    }
    let text = '';
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      text += new TextDecoder().decode(value);
    }
    expect(text.length).toBeLessThan(200_000);
    expect(text.match(/^event: ticket$/gm)?.length).toBeLessThan(40);
  });
});

describe('streams beyond the limit', () => {
  const opened = (server: TestServer, who: Claims, count: number) =>
    Promise.all(Array.from({ length: count }, () => server.stream(who)));
  const statuses = (streams: readonly { readonly response: Response }[]) =>
    [200, 429].map((status) => streams.filter(({ response }) => response.status === status).length);

  it('of one account are refused also when 2,000 open at once', async () => {
    const { staff } = shop();
    const streams = await opened(world, staff, 2_000);
    expect(statuses(streams)).toEqual([32, 1_968]);
    const refused = streams.find(({ response }) => response.status === 429);
    expect(refused?.text).toContain('"rate-limited"');
    // Sooner if some of them are not read yet, and end.
    expect([10, 60]).toContain(Number(refused?.response.headers.get('retry-after')));
    for (const stream of streams) await stream.close();
    const again = await world.stream(staff);
    expect(again.response.status).toBe(200);
    await again.close();
  });

  it('of one account end its oldest with a word, once that is a minute old', async () => {
    const { staff } = shop();
    const oldest = await world.stream(staff);
    world.clock.advance(30_000);
    const others = await opened(world, staff, 31);
    world.clock.advance(29_999);
    expect(statuses([await world.stream(staff)])).toEqual([0, 1]);
    world.clock.advance(1);
    const newest = await world.stream(staff);
    expect(statuses([newest])).toEqual([1, 0]);
    expect((await oldest.until('closed')).data).toEqual({ reason: 'too-many-streams' });
    await oldest.pending();
    expect(oldest.ended).toBe(true);
    // The next one is younger, so nothing can end all in turn.
    expect(statuses([await world.stream(staff)])).toEqual([0, 1]);
    for (const stream of [...others, newest]) await stream.close();
  });

  it('of one party at a merchant, and of a process, are refused, end nobody’s, and keep neither shop nor staff out', async () => {
    const limits = { streams: { perAccount: 2, perMerchant: 3, perProcess: 8 } };
    const other = await startTestServer({ database: world.database, limits });
    const [one, two, three] = [shop(), shop(), shop()];
    const second = (who: Claims) => ({ ...who, accountId: `${who.accountId}-2` });
    const mine = await opened(other, one.buyer, 2);
    expect(statuses(await opened(other, second(one.buyer), 2))).toEqual([1, 1]);
    expect(statuses(await opened(other, one.main, 1))).toEqual([1, 0]);
    await opened(other, two.buyer, 2);
    expect(statuses(await opened(other, second(two.buyer), 1))).toEqual([1, 0]);
    // The rest is kept for shops and staff.
    expect(statuses(await opened(other, three.buyer, 1))).toEqual([0, 1]);
    expect(statuses(await opened(other, three.main, 1))).toEqual([1, 0]);
    other.clock.advance(60_000);
    expect(statuses([await other.stream(one.staff)])).toEqual([0, 1]);
    for (const stream of mine) await stream.pending();
    expect(mine.map(({ ended }) => ended)).toEqual([false, false]);
    await other.server.stop();
  });
});

describe('a stream that nobody reads', () => {
  const unread = async (method: string, who: Claims) =>
    world.server.fetch(
      new Request('http://sidecard.test/v1/events', {
        method,
        headers: { authorization: `Bearer ${await world.token(who)}` },
      }),
    );
  const online = async ({ main, sub }: ReturnType<typeof shop>) =>
    (await world.get<{ accounts: readonly AccountView[] }>(main, '/v1/accounts')).body.accounts.find(
      ({ accountId }) => accountId === sub.accountId,
    )?.online;

  it('makes nobody present, keeps no place, and is a plain answer to HEAD', async () => {
    const who = shop();
    await world.get(who.sub, '/v1/session');
    for (let n = 0; n < 33; n++) {
      const head = await unread('HEAD', who.sub);
      expect([head.status, head.body]).toEqual([200, null]);
    }
    const answers = await Promise.all(Array.from({ length: 32 }, () => unread('GET', who.sub)));
    expect(answers.map(({ status }) => status)).not.toContain(429);
    expect(await online(who)).toBe(false);
    const refused = await unread('GET', who.sub);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    world.clock.advance(10_000);
    await world.server.tick();
    const stream = await world.stream(who.sub);
    expect(stream.response.status).toBe(200);
    expect(await online(who)).toBe(true);
    await stream.close();
  });
});

async function open(who: typeof MAIN) {
  const stream = await world.stream(who);
  return { response: stream.response, close: () => stream.close() };
}

describe('[R14] a stream that is read after its account has lost its permissions', () => {
  it('says that it has moved, and nothing else', async () => {
    const { main, sub, buyer } = shop();
    await world.get(sub, '/v1/session');
    await world.grant(sub.accountId, ['task.handle'], main);
    const { cursor } = await world.create({}, buyer);
    await world.create({}, buyer);
    const headers = { authorization: `Bearer ${await world.token(sub)}`, 'last-event-id': cursor };
    const response = await world.server.fetch(new Request('http://sidecard.test/v1/events', { headers }));
    await world.grant(sub.accountId, [], main);
    const text = await response.text();
    expect(text.match(/^event: .*$/gm)).toEqual(['event: reset']);
    expect(text).toContain('stream-moved');
  });
});

describe('an account that the database does not return', () => {
  it('keeps its stream, and is reported once: not found does not mean that it lost permissions', async () => {
    const who = shop();
    const reports: Error[] = [];
    const other = await startTestServer({ database: world.database, onError: (error) => reports.push(error) });
    const streams = [await other.stream(who.main), await other.stream(who.sub)];
    const db = new Kysely<{ account: { merchant_id: string } }>({ dialect: world.database.dialect });
    const { merchantId = '' } = who.main;
    await db.deleteFrom('account').where('merchant_id', '=', merchantId).execute();
    for (let n = 0; n < 3; n++) await other.server.tick();
    const { ticket } = await other.create({}, who.buyer);
    for (const stream of streams) {
      expect((await stream.until('ticket')).data.ticket.id).toBe(ticket.id);
      expect(stream.text).not.toContain('event: reset');
    }
    expect(reports.map(({ message }) => message).sort()).toEqual(
      ['main', 'sub-1'].map(
        (id) =>
          `Error: Account ${id} of merchant ${merchantId} has an open stream but was not found. The stream stays open.`,
      ),
    );
    await other.server.stop();
  });
});

describe('stopping the server', () => {
  it('ends its streams', async () => {
    const other = await startTestServer({ database: world.database });
    const streams = [await other.stream(STAFF), await other.stream(BUYER), await other.stream(MAIN)];
    await other.server.stop();
    for (const stream of streams) {
      await stream.pending();
      expect(stream.ended).toBe(true);
    }
  });
});
