import { demand, same, type Check } from '../check.js';
import { refused, status, type Json } from '../http.js';
import { check, ofTicket, isOnline, upTo } from './case.js';

const STREAMS: readonly Check[] = [
  check(
    'streams',
    'headers',
    'An event stream is text/event-stream, which nothing on the way may store, change or hold back.',
    async (world) => {
      const { response, of } = await world.stream(world.buyer());
      const headers = (name: string) => response.headers.get(name) ?? '';
      demand(headers('content-type').startsWith('text/event-stream'), `${of} is ${headers('content-type')}.`);
      demand(/no-store/.test(headers('cache-control')), `${of} may be stored: its Cache-Control must have no-store.`);
      demand(
        /no-transform/.test(headers('cache-control')),
        `${of} may be changed on the way: its Cache-Control must have no-transform.`,
      );
      demand(
        headers('x-accel-buffering') === 'no',
        `${of} may be held back by nginx: it needs \`X-Accel-Buffering: no\`.`,
      );
    },
  ),
  check(
    'streams',
    'ready',
    'The first frame is `ready`, without an id, with the head that lists have as `cursor`, and the time.',
    async (world) => {
      const { buyer, cursor } = await world.newCase();
      const stream = await world.stream(buyer);
      const first = await stream.next();
      same(first?.event, 'ready', 'The first frame');
      same(first?.id, undefined, 'The id of `ready`');
      same(first?.data.head, cursor, 'The `head` of `ready`');
      demand(
        Math.abs(first?.data.serverTimeMs - Date.now()) < 300_000,
        'The `serverTimeMs` of `ready` is more than five minutes off.',
      );
      same((await world.get(buyer, '/v1/tickets')).body.cursor, cursor, 'The `cursor` of the list');
    },
  ),
  ...(['buyer', 'main', 'agent', 'clerk', 'staff'] as const).map((name) =>
    check(
      'streams',
      `a new ticket to ${name}`,
      `A new ticket comes to ${name} as a frame \`ticket\` with an id, as ${name} reads it.`,
      async (world) => {
        const buyer = world.buyer();
        const who = name === 'buyer' ? buyer : world.shop[name];
        const stream = await world.reading(who);
        const { ticket } = await world.newCase(world.shop, buyer);
        const { id, data } = await stream.until('ticket', ofTicket(ticket.id as string));
        demand(typeof id === 'string' && id !== '', 'The frame has no id.');
        same(data.ticket, (await world.get(who, `/v1/tickets/${ticket.id}`)).body.ticket, 'The ticket of the frame');
      },
    ),
  ),
  check(
    'streams',
    'order',
    'Changes come once each, in order, under different ids, the last of which is the cursor of the list.',
    async (world) => {
      const buyer = world.buyer();
      const stream = await world.reading(buyer);
      const made = [];
      for (let n = 0; n < 4; n++) made.push(await world.newCase(world.shop, buyer));
      for (const { ticket } of made) await world.move(buyer, ticket.id as string, { command: 'withdraw' });
      const frames = [];
      for (let n = 0; n < 8; n++) frames.push(await stream.until('ticket'));
      const ids = made.map(({ ticket }) => ticket.id as string);
      same(
        frames.map(({ data }) => data.ticket.id),
        [...ids, ...ids],
        'The tickets of the frames',
      );
      same(new Set(frames.map(({ id }) => id)).size, 8, 'The number of different ids');
      same(frames.at(-1)?.id, (await world.get(buyer, '/v1/tickets')).body.cursor, 'The id of the last frame');
    },
  ),
  check(
    'streams',
    'cursor of an answer',
    'The `cursor` of a write’s answer is the id of its frame in the sender’s stream.',
    async (world) => {
      const buyer = world.buyer();
      const stream = await world.reading(buyer);
      const { ticket, cursor } = await world.newCase(world.shop, buyer);
      same((await stream.until('ticket', ofTicket(ticket.id as string))).id, cursor, 'The id of the frame');
    },
  ),
  check(
    'streams',
    'resume',
    'A stream opened with Last-Event-ID brings what came after it, in order, and goes on live.',
    async (world) => {
      const buyer = world.buyer();
      const first = await world.reading(buyer);
      const made = [await world.newCase(world.shop, buyer)];
      const { id } = await first.until('ticket');
      first.close();
      for (let n = 0; n < 3; n++) made.push(await world.newCase(world.shop, buyer));
      const second = await world.stream(buyer, id);
      same((await second.next())?.event, 'ready', 'The first frame');
      made.push(await world.newCase(world.shop, buyer));
      const found = [];
      for (let n = 0; n < 4; n++) found.push((await second.until('ticket')).data.ticket.id);
      same(
        found,
        made.slice(1).map(({ ticket }) => ticket.id),
        'The tickets after Last-Event-ID',
      );
    },
  ),
  check('streams', 'resume far back', 'A stream resumes over 130 changes without leaving one out.', async (world) => {
    const { ticket } = await world.newCase();
    const { body } = await world.get(world.shop.main, '/v1/tickets?limit=1');
    const path = `/v1/tickets/${ticket.id}/commands`;
    for (let n = 0; n < 130; n++)
      status(await world.write(world.shop.main, 'POST', path, { command: n % 2 ? 'release' : 'claim' }), 200);
    const stream = await world.stream(world.shop.main, body.cursor as string);
    const ids = [];
    for (let n = 0; n < 130; n++) ids.push((await stream.until('ticket', ofTicket(ticket.id as string))).id);
    same(new Set(ids).size, 130, 'The number of different frames');
    same(ids.at(-1), (await world.get(world.shop.main, '/v1/tickets?limit=1')).body.cursor, 'The id of the last frame');
  }),
  check('streams', 'resume at the head', 'A stream opened at its head brings nothing old.', async (world) => {
    const { buyer, cursor } = await world.newCase();
    const stream = await world.stream(buyer, cursor);
    const mark = await world.newCase(world.shop, buyer);
    same(
      (await upTo(stream, mark.ticket.id as string)).map(({ event }) => event),
      ['ready', 'ticket'],
      'The frames',
    );
  }),
  ...(
    [
      ['of another log', () => 'another-epoch.1', 'epoch-changed'],
      ['that is nonsense', () => 'nonsense', 'epoch-changed'],
      ['with a dot only', () => '.', 'epoch-changed'],
      ['ahead of the log', (cursor: string) => cursor.replace(/\d+$/, '999999'), 'epoch-changed'],
      ['with a negative number', (cursor: string) => cursor.replace(/\d+$/, '-1'), 'epoch-changed'],
    ] as const
  ).map(([what, of, reason]) =>
    check(
      'streams',
      `resume at a cursor ${what}`,
      `A stream opened at a cursor ${what} has \`ready\`, then \`reset\` with ${reason}, and goes on live.`,
      async (world) => {
        const { buyer, cursor } = await world.newCase();
        const stream = await world.stream(buyer, of(cursor));
        same((await stream.next())?.event, 'ready', 'The first frame');
        const reset = await stream.next();
        same([reset?.event, reset?.id, reset?.data], ['reset', undefined, { reason }], 'The second frame');
        const mark = await world.newCase(world.shop, buyer);
        same((await upTo(stream, mark.ticket.id as string)).length, 1, 'The number of frames afterwards');
      },
    ),
  ),
  check(
    'streams',
    'resume in another audience',
    'A cursor of another audience’s stream leads to `reset` with stream-moved.',
    async (world) => {
      await world.newCase();
      const { body } = await world.get(world.shop.clerk, '/v1/tickets?limit=1');
      const stream = await world.stream(world.shop.agent, body.cursor as string);
      const { data } = await stream.until('reset');
      same(data.reason, 'stream-moved', 'The reason');
    },
  ),
  check('streams', 'not for the host', 'The host’s backend has no event stream.', async (world) => {
    refused(await world.get(world.shop.host, '/v1/events', { accept: 'text/event-stream' }), 404, 'not-found');
  }),
  check(
    'streams',
    'head',
    'HEAD /v1/events answers like GET, opens nothing, and makes nobody present.',
    async (world) => {
      const account = await world.account(['task.handle']);
      const answer = status(await world.send(account, 'HEAD', '/v1/events'), 200);
      demand(
        (answer.headers.get('content-type') ?? '').startsWith('text/event-stream'),
        'HEAD does not say that it is an event stream.',
      );
      demand(!(await isOnline(world, account)), 'HEAD makes the account count as online.');
    },
  ),
  check('streams', 'two at once', 'Two streams of an account bring the same frames.', async (world) => {
    const buyer = world.buyer();
    const [one, two] = [await world.reading(buyer), await world.reading(buyer)];
    await world.newCase(world.shop, buyer);
    same(await one.until('ticket'), await two.until('ticket'), 'The frame of the second stream');
  }),
  check('streams', 'too many', 'Streams without end are refused with 429 and Retry-After.', async (world) => {
    const buyer = world.buyer();
    for (let n = 0; n < 100; n++) {
      const stream = await world.openStream(buyer);
      if (stream.response.status === 200) {
        await stream.next();
        continue;
      }
      same(stream.response.status, 429, 'The status');
      demand(Number(stream.response.headers.get('retry-after')) >= 1, 'The refusal has no Retry-After in seconds.');
      const problem = (await stream.response.json()) as Json;
      same(problem.code, 'rate-limited', 'The code of the refusal');
      return;
    }
    demand(false, 'One account could open 100 streams.');
  }),
  check('streams', 'several', 'An account may have eight streams.', async (world) => {
    const buyer = world.buyer();
    for (let n = 0; n < 8; n++) await world.reading(buyer);
  }),
];

const tokenEnds: Check = {
  ...check('tokens', 'end of a stream', 'A stream ends when its token does.', async (world) => {
    const iat = Math.floor(Date.now() / 1000);
    const token = await world.faulty(world.buyer(), { name: 'short', claims: { iat, exp: iat + 3 } });
    const stream = await world.stream(token);
    await stream.rest(25_000);
  }),
  needs: 'faulty-tokens',
};

const heartbeat = check(
  'streams',
  'heartbeat',
  'A stream without frames sends a comment at least every 15 seconds, which shows proxies and clients that it is alive.',
  async (world) => {
    const stream = await world.reading(world.buyer());
    demand(await stream.heartbeat(17_000), 'The stream was silent for 17 s after `ready`.');
  },
);

export const STREAM_CHECKS: readonly Check[] = [...STREAMS, tokenEnds, heartbeat];
