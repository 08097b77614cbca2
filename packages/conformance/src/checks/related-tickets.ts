import { demand, same, type Check } from '../check.js';
import { status, type Json } from '../http.js';
import type { EventReader, Frame } from '../stream.js';
import type { Person } from '../tokens.js';
import type { World } from '../world.js';
import { check } from './case.js';

const KNOWS = 'frames=related';
const STREAM = { accept: `text/event-stream;${KNOWS}` };
const POLL = { accept: `application/json;${KNOWS}` };
const POLL_OF_WHOLE = { accept: 'application/json' };

/** Opens a ticket for one of an order’s two mugs. */
async function firstOfTwo(world: World, buyer: Person): Promise<Second> {
  const { order, ticket } = await world.newCase(world.shop, buyer);
  const open = async (): Promise<Json> =>
    status(await world.write(buyer, 'POST', '/v1/tickets', world.requestFor(order)), 201).body;
  return { orderId: order.id as string, first: ticket.id as string, open };
}

interface Second {
  readonly orderId: string;
  readonly first: string;
  /** Opens the second ticket. */
  readonly open: () => Promise<Json>;
}

/** Frames up to the one whose id is the head of the account’s list. */
async function toTheHead(world: World, who: Person, next: () => Promise<Frame>): Promise<readonly Frame[]> {
  const { cursor } = (await world.get(who, '/v1/tickets?limit=1')).body;
  const frames: Frame[] = [];
  do frames.push(await next());
  while (frames.at(-1)?.id !== cursor);
  return frames.filter(({ event }) => event === 'ticket' || event === 'related');
}

async function open(world: World, who: Person, headers: Readonly<Record<string, string>> = {}): Promise<EventReader> {
  const stream = await world.openStream(who, undefined, headers);
  demand(stream.response.status === 200, `${stream.of} was answered with ${stream.response.status}, expected 200.`);
  await stream.until('ready');
  return stream;
}

const nextOf = (stream: EventReader) => async (): Promise<Frame> => {
  const frame = await stream.next();
  demand(frame !== undefined, `${stream.of} ended.`);
  return frame;
};

/** Starts a long poll. @returns what reads its frames one after another */
async function polling(
  world: World,
  who: Person,
  headers: Readonly<Record<string, string>>,
): Promise<() => Promise<Frame>> {
  const ask = async (query: string): Promise<Json> =>
    status(await world.get(who, `/v1/events${query}`, headers), 200).body;
  let page = await ask('');
  let waiting: Frame[] = [];
  return async () => {
    for (let n = 0; waiting.length === 0; n++) {
      demand(n < 20, 'A long poll brought no frame.');
      page = await ask(`?poll=${encodeURIComponent(page.poll as string)}&wait=2`);
      waiting = [...(page.frames as Frame[])];
    }
    return waiting.shift() as Frame;
  };
}

/** Who knows the frame hears of the new ticket, and that the order’s other one may show something else. */
function knowing(frames: readonly Frame[], { orderId, first }: Second, made: Json): void {
  same(
    frames.map(({ event }) => event),
    ['ticket', 'related'],
    'The frames',
  );
  demand(!frames.some(({ data }) => data.ticket?.id === first), 'The other ticket of the order was sent whole.');
  same(frames[1]?.data, { orderId, ticketId: made.ticket.id }, 'The data of `related`');
  same(new Set(frames.map(({ id }) => id).filter(Boolean)).size, 2, 'The number of different ids');
}

/** Who does not gets the other ticket, without an id, before the changed one. */
async function whole(world: World, who: Person, frames: readonly Frame[], { first }: Second): Promise<void> {
  same(
    frames.filter(({ event }) => event === 'related'),
    [],
    'The frames `related`',
  );
  const others = frames.filter(({ data }) => data.ticket.id === first);
  same(
    others.map(({ id }) => id ?? ''),
    [''],
    'The ids of the frames of the other ticket',
  );
  same(others[0]?.data.ticket, (await world.get(who, `/v1/tickets/${first}`)).body.ticket, 'The other ticket');
}

/** How an order’s other tickets are told of. */
export const RELATED: readonly Check[] = (['buyer', 'main', 'staff'] as const).flatMap((name) => {
  const whoOf = (world: World, buyer: Person): Person => (name === 'buyer' ? buyer : world.shop[name]);
  return [
    check(
      'streams',
      `related tickets to ${name}`,
      `A stream that knows \`related\` tells ${name} of an order’s other tickets in one frame, after the new ticket.`,
      async (world) => {
        const buyer = world.buyer();
        const who = whoOf(world, buyer);
        const second = await firstOfTwo(world, buyer);
        const stream = await open(world, who, STREAM);
        const made = await second.open();
        knowing(await toTheHead(world, who, nextOf(stream)), second, made);
      },
    ),
    check(
      'streams',
      `related tickets whole to ${name}`,
      `A stream that does not know \`related\` brings ${name} an order’s other ticket, without an id, as it is now.`,
      async (world) => {
        const buyer = world.buyer();
        const who = whoOf(world, buyer);
        const second = await firstOfTwo(world, buyer);
        const stream = await open(world, who);
        await second.open();
        await whole(world, who, await toTheHead(world, who, nextOf(stream)), second);
      },
    ),
    check(
      'long-polls',
      `related tickets to ${name}`,
      `A long poll tells ${name} of an order’s other tickets as a stream does, whether or not it knows \`related\`.`,
      async (world) => {
        const buyer = world.buyer();
        const who = whoOf(world, buyer);
        const second = await firstOfTwo(world, buyer);
        const [one, other] = [await polling(world, who, POLL), await polling(world, who, POLL_OF_WHOLE)];
        const made = await second.open();
        knowing(await toTheHead(world, who, one), second, made);
        await whole(world, who, await toTheHead(world, who, other), second);
      },
    ),
  ];
});
