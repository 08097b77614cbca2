import { demand, same, type Check } from '../check.js';
import { status, type Json } from '../http.js';
import type { World } from '../world.js';
import { check, numberOf, becomes, upTo } from './case.js';

export const STREAM_AUDIENCES: readonly Check[] = [
  check(
    'audiences',
    'streams of strangers',
    'A buyer’s stream has nothing of other buyers, nor of other shops.',
    async (world) => {
      const buyer = world.buyer();
      const stream = await world.stream(buyer);
      await world.newCase();
      await world.newCase(world.other, { ...buyer, merchantId: world.other.merchantId });
      const mark = await world.newCase(world.shop, buyer);
      same(
        (await upTo(stream, mark.ticket.id as string)).map(({ event }) => event),
        ['ready', 'ticket'],
        'The frames',
      );
    },
  ),
  check('audiences', 'streams of another shop', 'A shop’s stream has nothing of another shop.', async (world) => {
    const stream = await world.reading(world.shop.agent);
    const foreign = await world.newCase(world.other);
    const mark = await world.newCase();
    const frames = await upTo(stream, mark.ticket.id as string);
    demand(!JSON.stringify(frames).includes(foreign.ticket.id as string), 'The stream has a ticket of another shop.');
  }),
  ...(
    [
      ['claims', (world, id) => world.move(world.shop.agent, id, { command: 'claim' })],
      ['notes', (world, id) => world.write(world.shop.agent, 'POST', `/v1/tickets/${id}/notes`, { text: 'Called.' })],
      [
        'presence',
        (world, id) =>
          world.send(world.shop.agent, 'POST', `/v1/tickets/${id}/presence`, { body: { state: 'looking' } }),
      ],
      [
        'staff messages',
        (world, id) =>
          world.write(world.shop.agent, 'POST', `/v1/tickets/${id}/staff-messages`, {
            purpose: 'additional-statement',
            text: 'Us.',
          }),
      ],
      [
        'staff’s answers',
        (world, id) => world.write(world.shop.staff, 'POST', `/v1/tickets/${id}/staff-messages`, { text: 'Us.' }),
      ],
    ] as readonly (readonly [string, (world: World, ticketId: string) => Promise<unknown>])[]
  ).map(([what, act]) =>
    check(
      'audiences',
      `${what} in a buyer’s stream`,
      `A buyer’s stream has nothing of ${what}, nor a gap in its ids where they would be.`,
      async (world) => {
        const { buyer, ticket, cursor } = await world.intervening();
        const stream = await world.reading(buyer);
        const { status: code = 200 } = (await act(world, ticket.id as string)) as { status?: number };
        demand(code < 300, `What the buyer must not see was refused with ${code}.`);
        const mark = await world.newCase(world.shop, buyer);
        const frames = await upTo(stream, mark.ticket.id as string);
        same(
          frames.map(({ event }) => event),
          ['ticket'],
          'The frames',
        );
        same(
          numberOf(frames[0]?.id),
          numberOf(cursor) + 1,
          'The number at the end of the frame’s id, which counts what the buyer reads,',
        );
      },
    ),
  ),
  check(
    'audiences',
    'staff messages to handlers',
    'A staff message comes to handlers and staff as a frame with an id, and to no clerk.',
    async (world) => {
      const { ticket } = await world.intervening();
      const [main, staff, clerk] = [
        await world.reading(world.shop.main),
        await world.reading(world.shop.staff),
        await world.reading(world.shop.clerk),
      ];
      const body = { purpose: 'additional-statement', text: 'Between us.' };
      const sent = status(
        await world.write(world.shop.agent, 'POST', `/v1/tickets/${ticket.id}/staff-messages`, body),
        201,
      );
      for (const stream of [main, staff]) {
        const { id, data } = await stream.until('staff-message');
        demand(id !== undefined, 'The frame has no id.');
        same(data.message.id, sent.body.message.id, 'The message');
      }
      const mark = await world.newCase();
      const frames = await upTo(clerk, mark.ticket.id as string);
      demand(!frames.some(({ event }) => event === 'staff-message'), 'The clerk’s stream has the staff message.');
    },
  ),
  check(
    'audiences',
    'notes to handlers',
    'A note comes to handlers as a frame `notes` without an id, and to nobody else.',
    async (world) => {
      const { ticket } = await world.newCase();
      const [main, staff, clerk] = [
        await world.reading(world.shop.main),
        await world.reading(world.shop.staff),
        await world.reading(world.shop.clerk),
      ];
      status(await world.write(world.shop.agent, 'POST', `/v1/tickets/${ticket.id}/notes`, { text: 'Called.' }), 201);
      const frame = await main.until('notes');
      same([frame.id, frame.data], [undefined, { ticketId: ticket.id }], 'The frame');
      const mark = await world.newCase();
      for (const stream of [staff, clerk]) {
        demand(
          !(await upTo(stream, mark.ticket.id as string)).some(({ event }) => event === 'notes'),
          `${stream.of} has the note.`,
        );
      }
    },
  ),
  check(
    'audiences',
    'presence to colleagues',
    'Who is at a ticket is told to the other handlers, also to those who come later, and not to oneself.',
    async (world) => {
      const { ticket } = await world.newCase();
      const [main, own, clerk] = [
        await world.reading(world.shop.main),
        await world.reading(world.shop.agent),
        await world.reading(world.shop.clerk),
      ];
      status(
        await world.send(world.shop.agent, 'POST', `/v1/tickets/${ticket.id}/presence`, {
          body: { state: 'answering' },
        }),
        204,
      );
      const fits = (data: Json) => data.ticketId === ticket.id && data.state === 'answering';
      const { data, id } = await main.until('presence', fits);
      same(
        [id, data.accountId, data.name],
        [undefined, world.shop.agent.accountId, world.shop.agent.name],
        'The frame',
      );
      const late = await world.reading(world.shop.main);
      await late.until('presence', fits);
      status(
        await world.send(world.shop.agent, 'POST', `/v1/tickets/${ticket.id}/presence`, { body: { state: 'gone' } }),
        204,
      );
      await main.until('presence', (gone) => gone.ticketId === ticket.id && gone.state === 'gone');
      const mark = await world.newCase();
      for (const stream of [own, clerk]) {
        const frames = await upTo(stream, mark.ticket.id as string);
        demand(
          !frames.some((frame) => frame.event === 'presence' && frame.data.ticketId === ticket.id),
          `${stream.of} has the presence.`,
        );
      }
      const later = await world.reading(world.shop.main);
      const next = await world.newCase();
      const after = await upTo(later, next.ticket.id as string);
      demand(
        !after.some((frame) => frame.event === 'presence' && frame.data.ticketId === ticket.id),
        'Who has left a ticket is told to those who come later.',
      );
    },
  ),
  check(
    'audiences',
    'moved by permission',
    'When an account’s permissions change, its streams end with `reset` and stream-moved within seconds.',
    async (world) => {
      const account = await world.account(['task.handle']);
      const stream = await world.reading(account);
      status(
        await world.send(world.shop.main, 'PATCH', `/v1/accounts/${account.accountId}`, { body: { permissions: [] } }),
        200,
      );
      const frames = await stream.rest();
      same(frames.at(-1)?.event, 'reset', 'The last frame');
      same(frames.at(-1)?.data, { reason: 'stream-moved' }, 'The data of the last frame');
    },
  ),
  check(
    'audiences',
    'others stay',
    'When an account’s permissions change, the streams of others stay.',
    async (world) => {
      const [account, other] = [await world.account(['task.handle']), await world.account(['task.handle'])];
      const stream = await world.reading(other);
      status(
        await world.send(world.shop.main, 'PATCH', `/v1/accounts/${account.accountId}`, { body: { permissions: [] } }),
        200,
      );
      const mark = await world.newCase();
      await upTo(stream, mark.ticket.id as string);
    },
  ),
  check(
    'audiences',
    'accounts to managers',
    'Who manages accounts is told by a frame `accounts` that one came online; others are not.',
    async (world) => {
      const account = await world.account(['task.handle']);
      const [main, agent] = [await world.reading(world.shop.main), await world.reading(world.shop.agent)];
      await world.reading(account);
      same((await main.until('accounts')).data, {}, 'The data of the frame');
      const mark = await world.newCase();
      demand(
        !(await upTo(agent, mark.ticket.id as string)).some(({ event }) => event === 'accounts'),
        'The agent is told, too.',
      );
    },
  ),
  check(
    'audiences',
    'online',
    'An account is online as long as it has a stream, and not for long afterwards.',
    async (world) => {
      const account = await world.account(['task.handle']);
      const stream = await world.reading(account);
      demand(await becomes(true, world, account, 5_000), 'An account with a stream is not online.');
      stream.close();
      demand(
        await becomes(false, world, account, 20_000),
        'An account whose stream has ended is still online after 20 s.',
      );
    },
  ),
];
