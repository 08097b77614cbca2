import { demand, same, type Check } from '../check.js';
import { status } from '../http.js';
import type { World } from '../world.js';
import { check, DECLINE } from './case.js';

/** Says what only the shop's side may know, and compares what the buyer can read before and after. */
async function untouched(
  world: World,
  act: (made: Awaited<ReturnType<World['newCase']>>) => Promise<unknown>,
  who?: 'clerk',
): Promise<void> {
  const made = await world.intervening();
  const reader = who ? world.shop[who] : made.buyer;
  const paths = [
    `/v1/tickets/${made.ticket.id}`,
    `/v1/tickets/${made.ticket.id}/history`,
    ...(who ? [] : ['/v1/tickets']),
  ];
  const read = () => Promise.all(paths.map(async (path) => status(await world.get(reader, path), 200).text));
  const before = await read();
  await act(made);
  same(await read(), before, `What ${who ?? 'the buyer'} reads afterwards`);
}

export const AUDIENCES: readonly Check[] = [
  check(
    'audiences',
    'claim',
    'A claim changes nothing that the buyer can read: no version, no cursor, no time.',
    (world) =>
      untouched(world, ({ ticket }) => world.move(world.shop.agent, ticket.id as string, { command: 'claim' })),
  ),
  check('audiences', 'staff message', 'A staff message changes nothing that the buyer can read.', (world) =>
    untouched(world, async ({ ticket }) => {
      const body = { purpose: 'additional-statement', text: 'Between us.' };
      status(await world.write(world.shop.agent, 'POST', `/v1/tickets/${ticket.id}/staff-messages`, body), 201);
      status(
        await world.write(world.shop.staff, 'POST', `/v1/tickets/${ticket.id}/staff-messages`, { text: 'Yes.' }),
        201,
      );
    }),
  ),
  check(
    'audiences',
    'staff message to a clerk',
    'A staff message changes nothing that an account without permission can read.',
    (world) =>
      untouched(
        world,
        async ({ ticket }) => {
          const body = { purpose: 'additional-statement', text: 'Between us.' };
          status(await world.write(world.shop.agent, 'POST', `/v1/tickets/${ticket.id}/staff-messages`, body), 201);
        },
        'clerk',
      ),
  ),
  check('audiences', 'note', 'A note changes nothing that the buyer can read.', (world) =>
    untouched(world, async ({ ticket }) => {
      status(await world.write(world.shop.agent, 'POST', `/v1/tickets/${ticket.id}/notes`, { text: 'Called.' }), 201);
    }),
  ),
  check(
    'audiences',
    'thread',
    'A staff message is read by handlers and staff, oldest first, with its author.',
    async (world) => {
      const { ticket } = await world.intervening();
      const path = `/v1/tickets/${ticket.id}/staff-messages`;
      const sent = status(
        await world.write(world.shop.agent, 'POST', path, { purpose: 'additional-statement', text: 'One.' }),
        201,
      );
      status(await world.write(world.shop.staff, 'POST', path, { text: 'Two.' }), 201);
      for (const who of [world.shop.main, world.shop.agent, world.shop.staff]) {
        const { body } = status(await world.get(who, path), 200);
        same(
          body.messages.map(({ text }: { text: string }) => text),
          ['One.', 'Two.'],
          `The thread of ${who.party}`,
        );
        same(body.messages[0].id, sent.body.message.id, 'The id of the message');
      }
      const { body } = await world.get(world.shop.agent, path);
      same(body.messages[0].by.name, world.shop.agent.name, 'The author, to the shop');
      same(body.messages[1].by.name, undefined, 'The name of the officer, to the shop,');
    },
  ),
  check('audiences', 'purpose', 'A message of the shop needs a purpose; staff’s answers have none.', async (world) => {
    const { ticket } = await world.intervening();
    const path = `/v1/tickets/${ticket.id}/staff-messages`;
    for (const purpose of [undefined, 'unheard-of']) {
      const answer = await world.write(world.shop.agent, 'POST', path, { purpose, text: 'One.' });
      status(answer, 422);
    }
  }),
  check('audiences', 'names', 'The buyer does not learn who of the shop has answered.', async (world) => {
    const { buyer, ticket } = await world.newCase();
    await world.move(world.shop.agent, ticket.id as string, DECLINE);
    const texts = [`/v1/tickets/${ticket.id}`, `/v1/tickets/${ticket.id}/history`, '/v1/tickets'].map(
      async (path) => (await world.get(buyer, path)).text,
    );
    for (const text of await Promise.all(texts)) {
      demand(
        !text.includes(world.shop.agent.accountId),
        'What the buyer reads contains the id of the agent’s account.',
      );
      demand(!text.includes(world.shop.agent.name), 'What the buyer reads contains the agent’s name.');
    }
  }),
  check('audiences', 'claim to the shop', 'Handlers see who has claimed a ticket.', async (world) => {
    const { ticket } = await world.newCase();
    await world.move(world.shop.agent, ticket.id as string, { command: 'claim' });
    const { body } = await world.get(world.shop.main, `/v1/tickets/${ticket.id}`);
    same(body.ticket.claim?.accountId, world.shop.agent.accountId, 'The claim');
  }),
  check(
    'audiences',
    'masking',
    'An account without permission reads phone numbers and addresses masked.',
    async (world) => {
      const buyer = world.buyer();
      const shipTo = { name: 'Ada', phone: '13812342716', region: 'Zhejiang Hangzhou Xihu', street: '8 Longjing Road' };
      const order = { ...world.orderOf(buyer), shipTo };
      status(await world.write(world.shop.host, 'PUT', `/v1/orders/${order.id}`, order), 200);
      const { body } = status(await world.write(buyer, 'POST', '/v1/tickets', world.requestFor(order)), 201);
      const path = `/v1/tickets/${body.ticket.id}`;
      demand(
        (await world.get(world.shop.agent, path)).text.includes('13812342716'),
        'The agent does not read the phone number.',
      );
      const masked = (await world.get(world.shop.clerk, path)).text;
      demand(
        !masked.includes('13812342716') && !masked.includes('8 Longjing Road'),
        'A clerk reads the phone number or the street.',
      );
    },
  ),
  check(
    'audiences',
    'own lists',
    'A buyer’s list has their own tickets only, a shop’s those of the shop only.',
    async (world) => {
      const [mine, theirs] = [await world.newCase(), await world.newCase()];
      const foreign = await world.elsewhere();
      const ids = (text: string) => [mine, theirs, foreign].map(({ ticket }) => text.includes(ticket.id as string));
      same(
        ids((await world.get(mine.buyer, '/v1/tickets?limit=200')).text),
        [true, false, false],
        'What the buyer’s list has',
      );
      same(
        ids((await world.get(world.shop.agent, '/v1/tickets?limit=200')).text),
        [true, true, false],
        'What the shop’s list has',
      );
      same(
        ids((await world.get(world.shop.staff, '/v1/summaries?limit=200')).text),
        [true, true, false],
        'What the staff’s rows have',
      );
    },
  ),
];
