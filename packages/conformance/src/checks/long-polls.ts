import { demand, same, type Check } from '../check.js';
import { status, pause, type Json } from '../http.js';
import type { Person } from '../tokens.js';
import type { World } from '../world.js';
import { check, becomes } from './case.js';

async function poll(
  world: World,
  who: Person,
  query: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Json> {
  const { body } = status(await world.get(who, `/v1/events${query}`, { accept: 'application/json', ...headers }), 200);
  demand(Array.isArray(body?.frames), 'A long poll has no `frames`.');
  demand(typeof body.serverTimeMs === 'number', 'A long poll has no `serverTimeMs`.');
  return body;
}
const goOn = (page: Json, wait = 5) => `?poll=${encodeURIComponent(page.poll as string)}&wait=${wait}`;
const eventsOf = (page: Json): readonly string[] => page.frames.map((frame: Json) => frame.event as string);

/** Polls on until there is a frame. */
async function pollUntil(
  world: World,
  who: Person,
  page: Json,
  fits: (frame: Json) => boolean,
): Promise<{ frame: Json; page: Json }> {
  let current = page;
  for (let n = 0; n < 10; n++) {
    const frame = current.frames.find(fits);
    if (frame) return { frame, page: current };
    current = await poll(world, who, goOn(current));
  }
  demand(false, 'Ten long polls brought no fitting frame.');
}

export const LONG_POLLS: readonly Check[] = [
  check(
    'long-polls',
    'start',
    'A long poll without `poll` starts a reader: it answers at once, with `ready` and a `poll` to go on.',
    async (world) => {
      const { buyer, cursor } = await world.newCase();
      const from = Date.now();
      const page = await poll(world, buyer, '?wait=20');
      demand(Date.now() - from < 10_000, 'The first answer came after 10 s.');
      same(eventsOf(page), ['ready'], 'The frames');
      same(page.frames[0].data.head, cursor, 'The `head` of `ready`');
      same(page.frames[0].id, undefined, 'The id of `ready`');
      demand(typeof page.poll === 'string' && page.poll.length <= 160, 'There is no `poll` of at most 160 characters.');
    },
  ),
  check(
    'long-polls',
    'answer when there is a frame',
    'A long poll that waits is answered when there is a frame: the same as in a stream, with the same id.',
    async (world) => {
      const buyer = world.buyer();
      const stream = await world.reading(buyer);
      const page = await poll(world, buyer, '');
      const from = Date.now();
      const waiting = poll(world, buyer, goOn(page, 20));
      await pause(100);
      await world.newCase(world.shop, buyer);
      const { frames } = await waiting;
      demand(Date.now() - from < 10_000, 'The answer came only after 10 s.');
      const { event, id, data } = await stream.until('ticket');
      same(frames[0], { event, id, data }, 'The frame');
    },
  ),
  check(
    'long-polls',
    'nothing to tell',
    'A long poll without a frame is answered after its wait, with no frames and another `poll`.',
    async (world) => {
      const buyer = world.buyer();
      const page = await poll(world, buyer, '');
      const from = Date.now();
      const next = await poll(world, buyer, goOn(page, 1));
      const ms = Date.now() - from;
      same(next.frames, [], 'The frames');
      demand(ms >= 900 && ms < 1_000 + world.patienceMs, `The answer came after ${ms} ms, expected a second.`);
      demand(next.poll !== undefined && next.poll !== page.poll, 'The `poll` is the same as before, or missing.');
    },
  ),
  check('long-polls', 'no wait', 'A long poll with `wait=0` is answered at once.', async (world) => {
    const buyer = world.buyer();
    const page = await poll(world, buyer, '');
    const from = Date.now();
    same((await poll(world, buyer, goOn(page, 0))).frames, [], 'The frames');
    demand(Date.now() - from < world.patienceMs, `The answer came after ${world.patienceMs / 1000} s.`);
  }),
  check(
    'long-polls',
    'between two requests',
    'What comes between two long polls is in the next one.',
    async (world) => {
      const buyer = world.buyer();
      const page = await poll(world, buyer, '');
      const one = await world.newCase(world.shop, buyer);
      const { frame } = await pollUntil(world, buyer, page, ({ event }) => event === 'ticket');
      same(frame.data.ticket.id, one.ticket.id, 'The ticket');
    },
  ),
  check('long-polls', 'in order', 'Long polls bring every change once, in order.', async (world) => {
    const buyer = world.buyer();
    let page = await poll(world, buyer, '');
    const [found, wanted]: [string[], string[]] = [[], []];
    for (let n = 0; n < 5; n++) {
      wanted.push((await world.newCase(world.shop, buyer)).ticket.id as string);
      page = await poll(world, buyer, goOn(page, 1));
      found.push(...page.frames.map((frame: Json) => frame.data.ticket.id as string));
    }
    for (let n = 0; n < 5 && found.length < 5; n++) {
      page = await poll(world, buyer, goOn(page, 1));
      found.push(...page.frames.map((frame: Json) => frame.data.ticket.id as string));
    }
    same(found, wanted, 'The tickets');
  }),
  check('long-polls', 'resume', 'A reader that starts with Last-Event-ID gets what came after it.', async (world) => {
    const { buyer, cursor } = await world.newCase();
    const next = await world.newCase(world.shop, buyer);
    const page = await poll(world, buyer, '', { 'last-event-id': cursor });
    same(page.frames[0].event, 'ready', 'The first frame');
    const { frame } = await pollUntil(world, buyer, page, ({ event }) => event === 'ticket');
    same([frame.id, frame.data.ticket.id], [next.cursor, next.ticket.id], 'The frame');
  }),
  check(
    'long-polls',
    'reset',
    'A reader that starts at a cursor of another log is told to load everything again.',
    async (world) => {
      const page = await poll(world, world.buyer(), '', { 'last-event-id': 'another-epoch.1' });
      same(
        page.frames.map(({ event, data }: Json) => [event, data.reason]).slice(1),
        [['reset', 'epoch-changed']],
        'The frames after `ready`',
      );
    },
  ),
  check(
    'long-polls',
    'unknown poll',
    'A `poll` that the server does not know starts a new reader, which resumes from Last-Event-ID.',
    async (world) => {
      const { buyer, cursor } = await world.newCase();
      const next = await world.newCase(world.shop, buyer);
      const page = await poll(world, buyer, '?poll=unheard-of', { 'last-event-id': cursor });
      same(page.frames[0].event, 'ready', 'The first frame');
      await pollUntil(world, buyer, page, ({ event, data }) => event === 'ticket' && data.ticket.id === next.ticket.id);
    },
  ),
  check(
    'long-polls',
    'poll used twice',
    'A `poll` continues a reader once: used again, it starts a new one.',
    async (world) => {
      const buyer = world.buyer();
      const page = await poll(world, buyer, '');
      await poll(world, buyer, goOn(page, 0));
      same(eventsOf(await poll(world, buyer, goOn(page, 0))), ['ready'], 'The frames');
    },
  ),
  check(
    'long-polls',
    'another’s poll',
    'A `poll` of another account starts a new reader, and shows nothing of that account.',
    async (world) => {
      const [one, two] = [world.buyer(), world.buyer()];
      const page = await poll(world, one, '');
      await world.newCase(world.shop, one);
      same(eventsOf(await poll(world, two, goOn(page, 0))), ['ready'], 'The frames');
      await pollUntil(world, one, await poll(world, one, goOn(page)), ({ event }) => event === 'ticket');
    },
  ),
  check('long-polls', 'online', 'An account that polls is online, also between two requests.', async (world) => {
    const account = await world.account(['task.handle']);
    await poll(world, account, '');
    demand(await becomes(true, world, account, 5_000), 'An account that polls is not online.');
  }),
  check(
    'long-polls',
    'moved by permission',
    'When an account’s permissions change, its reader gets `reset` and has no `poll`.',
    async (world) => {
      const account = await world.account(['task.handle']);
      const page = await poll(world, account, '');
      const waiting = poll(world, account, goOn(page, 20));
      await pause(100);
      status(
        await world.send(world.shop.main, 'PATCH', `/v1/accounts/${account.accountId}`, { body: { permissions: [] } }),
        200,
      );
      let last = await waiting;
      for (let n = 0; n < 5 && last.poll !== undefined; n++) last = await poll(world, account, goOn(last, 1));
      same(last.frames.at(-1)?.data, { reason: 'stream-moved' }, 'The data of the last frame');
      same(last.poll, undefined, 'The `poll`');
    },
  ),
  check('long-polls', 'both accepted', 'Who accepts text/event-stream, too, gets a stream.', async (world) => {
    const stream = await world.openStream(world.buyer(), undefined, {
      accept: 'application/json, text/event-stream',
    });
    demand(
      (stream.response.headers.get('content-type') ?? '').startsWith('text/event-stream'),
      'The answer is no stream.',
    );
  }),
  check('long-polls', 'anything accepted', 'Who accepts anything gets a stream.', async (world) => {
    const stream = await world.openStream(world.buyer(), undefined, { accept: '*/*' });
    demand(
      (stream.response.headers.get('content-type') ?? '').startsWith('text/event-stream'),
      'The answer is no stream.',
    );
  }),
  check('long-polls', 'empty cursor', 'An empty Last-Event-ID counts as none.', async (world) => {
    same(eventsOf(await poll(world, world.buyer(), '', { 'last-event-id': '' })), ['ready'], 'The frames');
  }),
];
