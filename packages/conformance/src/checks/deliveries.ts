import { canonicalCard } from '@sidecard/core/signed-card';
import { parseCardMessage } from '@sidecard/core';
import { createLocalJWKSet, flattenedVerify, type JSONWebKeySet } from 'jose';
import { demand, same, type Check } from '../check.js';
import { refused, status, pause, type Json } from '../http.js';
import type { Person } from '../tokens.js';
import type { World } from '../world.js';
import { check, DECLINE } from './case.js';

const about = (ticketId: string) => (data: Json) => data.ticketId === ticketId;
const ack = (world: World, who: Person, deliveryId: string) =>
  world.send(who, 'POST', `/v1/deliveries/${deliveryId}/ack`);

/** An account that is online alone, so that the card is its own. */
async function alone(world: World) {
  const account = await world.account(['task.handle']);
  return { account, stream: await world.reading(account) };
}

async function mustBeSigned(world: World, message: Json): Promise<void> {
  const parsed = parseCardMessage(message);
  demand(parsed.ok, 'The card’s message is not one of card-message.schema.json.');
  const [header = '', , signature = ''] = String(message.signature).split('.');
  const keys = (await world.get(undefined, '/v1/card-keys')).body as JSONWebKeySet;
  const payload = new TextEncoder().encode(canonicalCard(message as object));
  const jws = { protected: header, payload: Buffer.from(payload).toString('base64url'), signature };
  await flattenedVerify(jws, createLocalJWKSet(keys), { algorithms: ['ES256'] }).catch((error: unknown) => {
    demand(false, `The card’s signature does not verify with the keys of /v1/card-keys: ${(error as Error).message}`);
  });
}

const DELIVERIES: readonly Check[] = [
  check(
    'deliveries',
    'card',
    'The card of a new ticket comes to an account of the shop that is online, without an id, signed.',
    async (world) => {
      const { stream } = await alone(world);
      const { ticket } = await world.newCase();
      const { id, data } = await stream.until('card', about(ticket.id as string));
      same(id, undefined, 'The id of the frame');
      same(
        [data.conversationId, data.message.ticketId ?? ticket.id],
        [ticket.conversationId, ticket.id],
        'Conversation and ticket',
      );
      demand(
        typeof data.deliveryId === 'string' && typeof data.messageId === 'string',
        'The card has no deliveryId or messageId.',
      );
      await mustBeSigned(world, data.message);
    },
  ),
  check(
    'deliveries',
    'card again',
    'A card that was not acknowledged comes again with the next stream, under the same messageId; then not any more.',
    async (world) => {
      const { account, stream } = await alone(world);
      const { ticket } = await world.newCase();
      const first = await stream.until('card', about(ticket.id as string));
      stream.close();
      const second = await world.reading(account);
      const again = await second.until('card', about(ticket.id as string));
      same(again.data.messageId, first.data.messageId, 'The messageId');
      status(await ack(world, account, again.data.deliveryId as string), 204);
      status(await ack(world, account, again.data.deliveryId as string), 204);
      second.close();
      const third = await world.reading(account);
      const mark = await world.newCase();
      for (;;) {
        const frame = await third.next();
        demand(frame !== undefined, 'The stream ended.');
        demand(frame.event !== 'card' || frame.data.ticketId !== ticket.id, 'An acknowledged card comes again.');
        if (frame.event === 'card' && frame.data.ticketId === mark.ticket.id) return;
      }
    },
  ),
  check('deliveries', 'card once', 'A stream brings a card once.', async (world) => {
    const { stream } = await alone(world);
    const one = await world.newCase();
    await stream.until('card', about(one.ticket.id as string));
    const two = await world.newCase();
    for (;;) {
      const frame = await stream.next();
      demand(frame !== undefined, 'The stream ended.');
      demand(frame.event !== 'card' || frame.data.ticketId !== one.ticket.id, 'A card comes twice in a stream.');
      if (frame.event === 'card' && frame.data.ticketId === two.ticket.id) return;
    }
  }),
  check('deliveries', 'no card for buyers', 'Neither buyers nor staff get cards.', async (world) => {
    const buyer = world.buyer();
    const streams = [await world.reading(buyer), await world.reading(world.shop.staff)];
    const { ticket } = await world.newCase(world.shop, buyer);
    await world.move(buyer, ticket.id as string, { command: 'withdraw' });
    for (const stream of streams) {
      for (let n = 0; n < 2; n++) same((await stream.next())?.event, 'ticket', 'The frame');
    }
  }),
  check(
    'deliveries',
    'reply',
    'What the shop tells the buyer comes to the account that said it as a frame `reply`, with the text of `sentMessage`.',
    async (world) => {
      const { account, stream } = await alone(world);
      const { ticket } = await world.newCase();
      const { sentMessage } = await world.move(account, ticket.id as string, DECLINE);
      const { id, data } = await stream.until('reply', about(ticket.id as string));
      same([id, data.messageId, data.text], [undefined, sentMessage.messageId, sentMessage.text], 'The reply');
      same(data.conversationId, ticket.conversationId, 'The conversation');
      status(await ack(world, account, data.deliveryId as string), 204);
      const next = await world.reading(account);
      const mark = await world.newCase();
      for (;;) {
        const frame = await next.next();
        demand(frame !== undefined && frame.event !== 'reply', 'An acknowledged reply comes again.');
        if (frame.event === 'ticket' && frame.data.ticket.id === mark.ticket.id) return;
      }
    },
  ),
  check(
    'deliveries',
    'acknowledged by others',
    'Only who may get a delivery can acknowledge it: for others it does not exist.',
    async (world) => {
      const { account, stream } = await alone(world);
      const { buyer, ticket } = await world.newCase();
      await world.move(account, ticket.id as string, DECLINE);
      const { data } = await stream.until('reply', about(ticket.id as string));
      for (const who of [buyer, world.shop.staff, world.shop.host, world.other.agent, world.other.messenger]) {
        refused(await ack(world, who, data.deliveryId as string), 404, 'not-found');
      }
      refused(await ack(world, account, world.id('none')), 404, 'not-found');
    },
  ),
  check('deliveries', 'acknowledged by GET', 'A delivery is acknowledged by POST only.', async (world) => {
    refused(await world.get(world.shop.agent, '/v1/deliveries/none/ack'), 405, 'method-not-allowed');
  }),
  check(
    'deliveries',
    'keys',
    'GET /v1/card-keys answers everybody, pages of any origin too, with public keys for ES256 and no private part.',
    async (world) => {
      const answer = status(await world.get(undefined, '/v1/card-keys', { origin: 'https://any.example' }), 200);
      demand(answer.body.keys?.length >= 1, 'There are no keys.');
      for (const key of answer.body.keys as Json[]) {
        same([key.kty, key.crv, key.d, typeof key.kid], ['EC', 'P-256', undefined, 'string'], 'The key');
      }
      same(answer.headers.get('access-control-allow-origin'), '*', 'Access-Control-Allow-Origin');
      demand(
        /max-age=\d/.test(answer.headers.get('cache-control') ?? '') &&
          !/no-store|private/.test(answer.headers.get('cache-control') ?? ''),
        'The keys cannot be cached.',
      );
      same(answer.headers.get('x-content-type-options'), 'nosniff', 'X-Content-Type-Options');
    },
  ),
];

/** The posts about some tickets. */
async function feed(world: World, query = '', tickets?: readonly string[]): Promise<Json> {
  const { body } = status(await world.get(world.shop.messenger, `/v1/feed${query}`), 200);
  return {
    ...body,
    posts: (body.posts as Json[]).filter((one) => !tickets || tickets.includes(one.ticketId as string)),
  };
}
const after = (page: Json, more = '') => `?after=${encodeURIComponent(page.cursor as string)}${more}`;

/** How far the feed was read, so that it is not read from its beginning for each check. */
const ends = new WeakMap<World, Json>();

/** Where the feed ends now. */
async function end(world: World): Promise<Json> {
  let page = ends.get(world) ?? (await feed(world, '?limit=200'));
  for (let n = 0; n < 100; n++) {
    page = await feed(world, after(page, '&limit=200'));
    ends.set(world, page);
    if (page.posts.length === 0) return page;
  }
  return page;
}

const FEED: readonly Check[] = [
  check(
    'feed',
    'card and reply',
    'The feed has the card of a ticket, signed, and then what the shop told its buyer.',
    async (world) => {
      const start = await end(world);
      const { ticket } = await world.newCase();
      const { sentMessage } = await world.move(world.shop.agent, ticket.id as string, DECLINE);
      const { posts } = await feed(world, after(start), [ticket.id]);
      same(
        posts.map(({ kind }: Json) => kind),
        ['card', 'reply'],
        'The posts',
      );
      for (const post of posts)
        same([post.conversationId, post.ticketId], [ticket.conversationId, ticket.id], 'Conversation and ticket');
      same([posts[1].messageId, posts[1].text], [sentMessage.messageId, sentMessage.text], 'The reply');
      await mustBeSigned(world, posts[0].message);
      const text = JSON.stringify(posts);
      demand(
        !text.includes(world.shop.agent.name) && !text.includes(world.shop.agent.accountId),
        'The feed names the agent, whom the buyer does not know.',
      );
    },
  ),
  check(
    'feed',
    'nothing of the staff thread',
    'The feed has nothing of claims, notes and staff messages, nor a gap where they would be.',
    async (world) => {
      const { ticket } = await world.intervening();
      const start = await end(world);
      await world.move(world.shop.agent, ticket.id as string, { command: 'claim' });
      status(await world.write(world.shop.agent, 'POST', `/v1/tickets/${ticket.id}/notes`, { text: 'Called.' }), 201);
      const body = { purpose: 'additional-statement', text: 'Between us.' };
      status(await world.write(world.shop.agent, 'POST', `/v1/tickets/${ticket.id}/staff-messages`, body), 201);
      same(await feed(world, after(start)), { posts: [], cursor: start.cursor }, 'The feed afterwards');
    },
  ),
  check(
    'feed',
    'events',
    'With `events=true` the feed has a ticket’s creation and its changes of state, which nobody acknowledges.',
    async (world) => {
      const start = await end(world);
      const { ticket } = await world.newCase();
      await world.move(world.shop.agent, ticket.id as string, { command: 'claim' });
      await world.move(world.shop.agent, ticket.id as string, DECLINE);
      const { events } = await feed(world, after(start, '&events=true'));
      const about = (events as Json[]).filter(({ data }) => data.ticketId === ticket.id);
      same(
        about.map(({ type }) => type),
        ['ticket.created', 'ticket.status-changed'],
        'The events',
      );
      demand(
        about.every(({ id, timestamp }) => typeof id === 'string' && Date.parse(timestamp) > 0),
        'An event has no id or time.',
      );
      same(new Set(about.map(({ id }) => id)).size, 2, 'The number of different ids');
      same(about[1]?.data.changed, { workflow: 'declined' }, 'What has changed');
      demand(!('events' in (await feed(world, after(start)))), 'The feed has `events` that were not asked for.');
    },
  ),
  check(
    'feed',
    'acknowledged',
    'What was acknowledged is left out, and its repetition has no effect.',
    async (world) => {
      const start = await end(world);
      const { ticket } = await world.newCase();
      const { posts } = await feed(world, after(start), [ticket.id]);
      for (let n = 0; n < 2; n++) status(await ack(world, world.shop.messenger, posts[0].deliveryId as string), 204);
      same((await feed(world, after(start), [ticket.id])).posts, [], 'The posts');
    },
  ),
  check('feed', 'pages', 'Pages of the feed bring everything once, in order.', async (world) => {
    const start = await end(world);
    const wanted = [];
    for (let n = 0; n < 3; n++) wanted.push((await world.newCase()).ticket.id as string);
    const found = [];
    let page = start;
    for (let n = 0; n < 3; n++) {
      page = await feed(world, after(page, '&limit=1'));
      same(page.posts.length, 1, 'The number of posts of a page with limit=1');
      found.push(page.posts[0].ticketId);
    }
    same(found, wanted, 'The tickets of the pages');
    same((await feed(world, after(page))).posts, [], 'The posts after the last page');
  }),
  check('feed', 'wait', 'A request of the feed with `wait` is answered when there is a post.', async (world) => {
    const start = await end(world);
    const from = Date.now();
    const waiting = feed(world, after(start, '&wait=20'));
    await pause(100);
    const { ticket } = await world.newCase();
    const { posts } = await waiting;
    demand(Date.now() - from < 10_000, 'The answer came only after 10 s.');
    same(posts[0]?.ticketId, ticket.id, 'The ticket');
  }),
  check(
    'feed',
    'nothing to tell',
    'A request of the feed without a post is answered after its wait, at once without one.',
    async (world) => {
      const start = await end(world);
      let from = Date.now();
      same((await feed(world, after(start, '&wait=1'))).posts, [], 'The posts');
      demand(Date.now() - from >= 900, 'The answer came before a second had passed.');
      from = Date.now();
      await feed(world, after(start));
      demand(
        Date.now() - from < world.patienceMs,
        `The answer without \`wait\` came after ${world.patienceMs / 1000} s.`,
      );
    },
  ),
  ...['another-epoch.1', 'nonsense'].map((cursor) =>
    check(
      'feed',
      `cursor ${cursor}`,
      `The feed refuses the cursor ${cursor} with 410 cursor-expired.`,
      async (world) => {
        refused(await world.get(world.shop.messenger, `/v1/feed?after=${cursor}`), 410, 'cursor-expired');
      },
    ),
  ),
  check('feed', 'of the shop', 'The feed has nothing of another shop.', async (world) => {
    const start = await end(world);
    const { ticket } = await world.newCase(world.other);
    same((await feed(world, after(start), [ticket.id])).posts, [], 'The posts of another shop’s ticket');
  }),
  ...(
    [
      '/v1/session',
      '/v1/tickets',
      '/v1/events',
      '/v1/archive',
      '/v1/deliveries',
      '/v1/feed/more',
      '/v1/deliveries/a/b/ack',
    ] as const
  ).map((path) =>
    check('feed', `a messenger asks for ${path}`, `For a messenger ${path} does not exist.`, async (world) => {
      refused(await world.get(world.shop.messenger, path), 404, 'not-found');
    }),
  ),
  check(
    'feed',
    'a messenger posts to the feed',
    'For a messenger other methods of its paths do not exist.',
    async (world) => {
      refused(await world.write(world.shop.messenger, 'POST', '/v1/feed', {}), 404, 'not-found');
      refused(await world.get(world.shop.messenger, '/v1/deliveries/x/ack'), 404, 'not-found');
    },
  ),
  check('feed', 'not online', 'A messenger is no account: it is never online.', async (world) => {
    await feed(world);
    const { body } = await world.get(world.shop.main, '/v1/accounts');
    demand(
      !(body.accounts as Json[]).some(({ accountId }) => accountId === world.shop.messenger.accountId),
      'The messenger is an account.',
    );
  }),
];

export const POSTS: readonly Check[] = [...DELIVERIES, ...FEED];
