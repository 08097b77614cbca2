import { readFeed, type FeedRefused, type OpenPost } from '@sidecard/client/feed';
import { parseCardMessage } from '@sidecard/core';
import { MESSENGER_REQUESTS, type FeedPage, type FeedPost, type Problem } from '@sidecard/core/wire';
import { createMapsStore } from '@sidecard/server/memory';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOST, MESSENGER, peopleOf, startTestServer, type Claims, type TestServer } from '../support/server.ts';
import '../support/seed.ts';

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());

let count = 0;
/** A shop whose sub-accounts may handle tasks. Nobody is online. */
async function shop() {
  const who = peopleOf(`fed-${++count}`);
  for (const account of [who.main, who.sub]) await world.get(account, '/v1/session');
  await world.grant(who.sub.accountId, ['task.handle'], who.main);
  return who;
}

const DECLINE = { command: 'decline', fields: { reason: 'other', text: 'We would like to talk.' } };
const feed = async (messenger: Claims, query = '') => (await world.get<FeedPage>(messenger, `/v1/feed${query}`)).body;
const idsOf = ({ posts }: FeedPage) => posts.map(({ messageId }) => messageId);
const ack = (who: Claims, deliveryId: string | undefined) =>
  world.send(who, 'POST', `/v1/deliveries/${deliveryId ?? 'none'}/ack`);

/** The options of a reader of `readFeed` on the world's server. */
const reader = (messenger: Claims, signal: AbortSignal) => ({
  url: 'http://sidecard.test/',
  token: () => world.token(messenger),
  signal,
  fetch: ((url: string, init: RequestInit) => world.server.fetch(new Request(url, init))) as typeof fetch,
});

describe('the feed', () => {
  it('[R1] has the card of a ticket although nobody is online, once, signed, under the id that browsers use', async () => {
    const who = await shop();
    const { ticket } = await world.create({}, who.buyer);
    const { posts } = await feed(who.messenger);
    expect(posts).toHaveLength(1);
    const [card] = posts;
    expect(card).toMatchObject({
      kind: 'card',
      ticketId: ticket.id,
      conversationId: ticket.conversationId,
      messageId: `sidecard-card-${ticket.id}`,
    });
    const message = card?.kind === 'card' ? card.message : undefined;
    expect(parseCardMessage(message).ok).toBe(true);
    expect(message?.signature).toMatch(/^[\w-]+\.\.[\w-]+$/);
    const stream = await world.stream(who.sub);
    const { data } = await stream.until('card');
    expect(data).toMatchObject({ messageId: card?.messageId, deliveryId: card?.deliveryId });
    await stream.close();
  });

  it('[R7] has what the shop tells the buyer, and names nobody whom the buyer does not know', async () => {
    const who = await shop();
    const { ticket } = await world.create({}, who.buyer);
    const { sentMessage } = await world.move(who.sub, ticket.id, DECLINE);
    const { posts } = await feed(who.messenger);
    expect(posts.map(({ kind }) => kind)).toEqual(['card', 'reply']);
    expect(posts[1]).toMatchObject({ messageId: sentMessage?.messageId, text: sentMessage?.text });
    expect(posts[1]).toMatchObject({ by: { party: 'merchant' }, ticketId: ticket.id });
    expect(JSON.stringify(posts)).not.toContain('Agent Li');
    expect(JSON.stringify(posts)).not.toContain(`"${who.sub.accountId}"`);
  });

  it('[R1] has a card once, however many accounts are online', async () => {
    const who = await shop();
    const streams = [await world.stream(who.main), await world.stream(who.sub)];
    await world.create({}, who.buyer);
    for (const stream of streams) await stream.until('card');
    expect((await feed(who.messenger)).posts).toHaveLength(1);
    for (const stream of streams) await stream.close();
  });

  it('[R1] and browsers have a message until one of them has posted it', async () => {
    const who = await shop();
    const { ticket: first } = await world.create({}, who.buyer);
    const { ticket: second } = await world.create({}, who.buyer);
    const { posts } = await feed(who.messenger);
    expect((await ack(who.messenger, posts[0]?.deliveryId)).status).toBe(204);
    expect((await ack(who.messenger, posts[0]?.deliveryId)).status).toBe(204);
    const stream = await world.stream(who.sub);
    const { data } = await stream.until('card');
    expect(data.ticketId).toBe(second.id);
    await world.server.tick();
    await stream.pending();
    expect(stream.text).not.toContain(`sidecard-card-${first.id}`);
    expect((await ack(who.sub, data.deliveryId)).status).toBe(204);
    const { ticket: third } = await world.create({}, who.buyer);
    expect(idsOf(await feed(who.messenger))).toEqual([`sidecard-card-${third.id}`]);
    await stream.close();
  });

  it('goes on after its cursor, a page at a time, also where everything was acknowledged', async () => {
    const who = await shop();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(`sidecard-card-${(await world.create({}, who.buyer)).ticket.id}`);
    const { posts } = await feed(who.messenger);
    for (const post of posts.slice(1, 4)) await ack(who.messenger, post.deliveryId);
    const one = await feed(who.messenger, '?limit=1');
    const two = await feed(who.messenger, `?limit=1&after=${one.cursor}`);
    const three = await feed(who.messenger, `?limit=1&after=${two.cursor}`);
    expect([one, two, three].map(idsOf)).toEqual([[ids[0]], [ids[4]], []]);
    expect(three.cursor).toBe(two.cursor);
  });

  it('waits for the next post, with a hint or without', async () => {
    const who = await shop();
    const { cursor } = await feed(who.messenger);
    const waiting = feed(who.messenger, `?wait=25&after=${cursor}`);
    const { ticket } = await world.create({}, who.buyer);
    expect(idsOf(await waiting)).toEqual([`sidecard-card-${ticket.id}`]);

    const deaf = await startTestServer({
      database: world.database,
      clock: world.clock,
      bus: { publish: () => undefined, subscribe: () => () => undefined },
    });
    const next = await feed(who.messenger);
    const later = deaf.get<FeedPage>(who.messenger, `/v1/feed?wait=25&after=${next.cursor}`);
    const { ticket: second } = await world.create({}, who.buyer);
    for (let answered = false; !answered;) {
      await deaf.server.tick();
      answered = await Promise.race([later.then(() => true), new Promise<false>((go) => setImmediate(go, false))]);
    }
    expect(idsOf((await later).body)).toEqual([`sidecard-card-${second.id}`]);
    await deaf.server.stop();
  });

  it('stops waiting when its reader leaves or the server stops, and refuses too many who wait', async () => {
    const other = await startTestServer({ database: world.database, clock: world.clock });
    const who = await shop();
    const leave = new AbortController();
    const authorization = `Bearer ${await other.token(who.messenger)}`;
    const ask = (signal?: AbortSignal) =>
      other.server.fetch(
        new Request('http://sidecard.test/v1/feed?wait=25', {
          headers: { authorization },
          ...(signal ? { signal } : {}),
        }),
      );
    const left = ask(leave.signal);
    leave.abort();
    expect((await left).status).toBe(200);
    const all = Array.from({ length: 9 }, () => ask());
    expect((await Promise.race(all)).status).toBe(429);
    await other.server.stop();
    const statuses = (await Promise.all(all)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(8);
  });

  it('answers in the middle of a long log of what was acknowledged, with a cursor to go on at', async () => {
    const small = await startTestServer({ store: createMapsStore() });
    for (let n = 0; n < 22; n++) await small.create();
    const { posts } = (await small.get<FeedPage>(MESSENGER, '/v1/feed?limit=200')).body;
    for (const { deliveryId } of posts) await small.send(MESSENGER, 'POST', `/v1/deliveries/${deliveryId}/ack`);
    const { ticket } = await small.create();
    const first = (await small.get<FeedPage>(MESSENGER, '/v1/feed?limit=1')).body;
    expect(first.posts).toEqual([]);
    expect(first.cursor).toMatch(/\.40$/);
    const then = (await small.get<FeedPage>(MESSENGER, `/v1/feed?limit=1&after=${first.cursor}`)).body;
    expect(idsOf(then)).toEqual([`sidecard-card-${ticket.id}`]);
    // Nobody reads on for a reader that has left.
    const gone = new Request('http://sidecard.test/v1/feed?limit=1', {
      headers: { authorization: `Bearer ${await small.token(MESSENGER)}` },
      signal: AbortSignal.abort(),
    });
    expect(((await (await small.server.fetch(gone)).json()) as FeedPage).cursor).toMatch(/\.1$/);
    await small.stop();
  });

  it('refuses a cursor at which it does not go on', async () => {
    const small = await startTestServer({ store: createMapsStore() });
    const ask = async (after: string) => {
      const { status, body } = await small.get<Problem>(MESSENGER, `/v1/feed?after=${after}`);
      return [status, body.code];
    };
    await small.create();
    const { cursor } = (await small.get<FeedPage>(MESSENGER, '/v1/feed')).body;
    // The ticket's own line, of which only webhooks tell, and its card's.
    expect(cursor).toMatch(/\.2$/);
    const [epoch] = cursor.split('.');
    for (const after of ['nonsense', 'another-epoch.1', `${epoch}.3`]) {
      expect(await ask(after), after).toEqual([410, 'cursor-expired']);
    }
    // The log is kept for seven days.
    small.clock.advance(8 * 86_400_000);
    await small.server.tick();
    expect(await ask(`${epoch}.0`)).toEqual([410, 'cursor-expired']);
    // The ticket was given up meanwhile.
    expect((await small.get<FeedPage>(MESSENGER, '/v1/feed')).body).toEqual({ posts: [], cursor: `${epoch}.3` });
    await small.stop();
  });
});

describe('a token of the party messenger', () => {
  it('may do what core says, and nothing else exists for it', async () => {
    const who = await shop();
    const { ticket } = await world.create({}, who.buyer);
    const { body } = await world.get<{ paths: Record<string, Record<string, unknown>> }>(HOST, '/openapi.json');
    const nowhere = await world.get(who.messenger, '/v1/nowhere');
    let refused = 0;
    for (const [path, operations] of Object.entries(body.paths).filter(([name]) => name.startsWith('/v1/'))) {
      for (const method of Object.keys(operations).filter((name) => name !== 'parameters')) {
        if (path === '/v1/card-keys') continue;
        if (MESSENGER_REQUESTS.some((one) => one.path === path && one.method === method.toUpperCase())) continue;
        const at = path.replace(/\{\w+\}/, ticket.id);
        const answer = await world.send(who.messenger, method.toUpperCase(), at, method === 'get' ? undefined : {});
        expect(`${method} ${at} ${answer.status} ${answer.text}`).toBe(`${method} ${at} 404 ${nowhere.text}`);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(30);
    for (const { path, method } of MESSENGER_REQUESTS) expect(body.paths[path]).toHaveProperty(method.toLowerCase());
  });

  it('reads and acknowledges what is its shop’s, and its path exists for nobody else', async () => {
    const [who, other] = [await shop(), await shop()];
    await world.create({}, who.buyer);
    const { posts } = await feed(who.messenger);
    expect((await feed(other.messenger)).posts).toEqual([]);
    expect((await ack(other.messenger, posts[0]?.deliveryId)).status).toBe(404);
    expect((await feed(who.messenger)).posts).toHaveLength(1);
    for (const reads of [who.main, who.sub, who.buyer, who.staff, who.host]) {
      for (const method of ['GET', 'POST']) {
        const refused = await world.send<Problem>(reads, method, '/v1/feed');
        expect([refused.status, refused.body.code]).toEqual([404, 'not-found']);
      }
    }
    expect((await world.send(who.messenger, 'POST', '/v1/feed')).status).toBe(404);
    expect((await world.get(who.messenger, '/v1/feed?wait=26')).status).toBe(422);
    expect((await world.get(who.messenger, '/v1/feed?since=1')).status).toBe(422);
  });
});

describe('readFeed', () => {
  it('[R1] [R7] posts each message once, those of a ticket in order, whatever fails', { timeout: 60_000 }, async () => {
    const plan = fc.array(fc.nat(2), { minLength: 3, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(plan, fc.infiniteStream(fc.nat(9)), async (repliesOf, chance) => {
        const who = await shop();
        const written: string[] = [];
        let whole = false;
        const write = async () => {
          for (const [index, replies] of repliesOf.entries()) {
            const { ticket } = await world.create({}, who.buyer);
            written.push(`sidecard-card-${ticket.id}`);
            for (let n = 0; n < replies; n++) {
              const reply = { command: 'reply', fields: { text: `Answer ${n}` } };
              written.push((await world.move(who.sub, ticket.id, reply)).sentMessage?.messageId ?? '');
            }
            whole = index === repliesOf.length - 1;
          }
        };
        /** What the chat has, in order, by message id. */
        const chat = new Map<string, FeedPost>();
        const fails = () => Number(chance.next().value) < 3;
        const isComplete = () => whole && chat.size >= written.length;
        const post = async () => {
          // The process ends and is started again, as often as it has bad luck.
          while (!isComplete()) {
            const end = new AbortController();
            for await (const one of readFeed({ ...reader(who.messenger, end.signal), limit: 2 })) {
              if (fails()) break;
              if (!chat.has(one.messageId)) chat.set(one.messageId, one);
              if (fails() || isComplete()) break;
              await one.done();
            }
            end.abort();
          }
        };
        await Promise.all([write(), post()]);
        expect(new Set(chat.keys())).toEqual(new Set(written));
        for (const { ticketId } of chat.values()) {
          const ids = [...chat.values()].filter((one) => one.ticketId === ticketId).map(({ messageId }) => messageId);
          expect(ids).toEqual(written.filter((id) => ids.includes(id)));
        }
      }),
      { numRuns: 6 },
    );
  });

  it('gives a post again that was not done, and holds back the later ones of its ticket only', async () => {
    const who = await shop();
    const { ticket } = await world.create({}, who.buyer);
    await world.move(who.sub, ticket.id, DECLINE);
    const { ticket: other } = await world.create({}, who.buyer);
    const end = new AbortController();
    const given: string[] = [];
    for await (const post of readFeed(reader(who.messenger, end.signal))) {
      given.push(`${post.kind} ${post.ticketId === ticket.id ? 'held' : 'other'}`);
      if (given.length > 1) await post.done();
      if (given.length === 4) end.abort();
    }
    expect(given).toEqual(['card held', 'card other', 'card held', 'reply held']);
    expect(other.id).not.toBe(ticket.id);
    expect((await feed(who.messenger)).posts).toEqual([]);
  });

  it('asks the server rarely while a post waits to come again', async () => {
    const who = await shop();
    await world.create({}, who.buyer);
    const end = new AbortController();
    const options = reader(who.messenger, end.signal);
    let requests = 0;
    const counted = ((url: string, init: RequestInit) => {
      requests++;
      return options.fetch(url, init);
    }) as typeof fetch;
    let given = 0;
    for await (const post of readFeed({ ...options, fetch: counted })) {
      expect(post.kind).toBe('card');
      if (++given === 4) end.abort();
    }
    expect(requests).toBeLessThan(10);
  });

  it('reads no further while hundreds of posts wait', async () => {
    let pages = 0;
    const endless = (() => {
      const posts = Array.from({ length: 200 }, (_, i) => ({
        ...{ kind: 'reply', deliveryId: `d-${pages}-${i}`, ticketId: `t-${pages}-${i}`, conversationId: 'c' },
        ...{ messageId: `m-${pages}-${i}`, text: 'Hello', by: { party: 'merchant' }, atMs: 0 },
      }));
      return Promise.resolve(Response.json({ posts, cursor: `e.${++pages}` }));
    }) as typeof fetch;
    const end = new AbortController();
    const seen = new Set<string>();
    const options = { url: 'http://sidecard.test', token: () => 'token', signal: end.signal, fetch: endless };
    for await (const { messageId } of readFeed(options)) {
      // one that comes again
      if (seen.has(messageId)) end.abort();
      seen.add(messageId);
    }
    expect(pages).toBe(3);
    expect(seen.size).toBe(600);
  });

  it('asks for another token when one is refused, once', async () => {
    const who = await shop();
    await world.create({}, who.buyer);
    const end = new AbortController();
    const tokens = ['expired', await world.token(who.messenger)];
    for await (const post of readFeed({ ...reader(who.messenger, end.signal), token: () => tokens.shift() ?? '' })) {
      expect(post.kind).toBe('card');
      break;
    }
    expect(tokens).toEqual([]);
  });

  it('waits for a server that cannot be reached, and throws what is refused', async () => {
    const who = await shop();
    await world.create({}, who.buyer);
    const failures: unknown[] = [];
    const end = new AbortController();
    const options = reader(who.messenger, end.signal);
    let calls = 0;
    const flaky = ((url: string, init: RequestInit) => {
      calls++;
      if (calls === 1) return Promise.reject(new TypeError('fetch failed'));
      if (calls === 2) return Promise.resolve(new Response('down', { status: 503 }));
      return options.fetch(url, init);
    }) as typeof fetch;
    const posts: OpenPost[] = [];
    for await (const post of readFeed({ ...options, fetch: flaky, onRetry: (error) => failures.push(error) })) {
      posts.push(post);
      break;
    }
    expect(posts).toHaveLength(1);
    expect(failures).toHaveLength(2);

    const refused = async (claims: Claims, token?: string) => {
      const given = { ...reader(claims, end.signal), ...(token ? { token: () => token } : {}) };
      return readFeed(given)
        .next()
        .then(
          () => undefined,
          ({ status, code }: FeedRefused) => [status, code],
        );
    };
    expect(await refused(who.host)).toEqual([404, 'not-found']);
    expect(await refused(who.messenger, 'no-token')).toEqual([401, 'unauthenticated']);
  });
});
