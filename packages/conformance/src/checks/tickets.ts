import { demand, same, type Check } from '../check.js';
import { refused, status } from '../http.js';
import { check, DECLINE, commands } from './case.js';

const VERSIONS: readonly Check[] = [
  check(
    'versions',
    'stale',
    'A command on an old version is refused with 409 version-conflict, the ticket as it is, its cursor, and who changed it.',
    async (world) => {
      const { buyer, ticket } = await world.newCase();
      await world.move(world.shop.agent, ticket.id as string, DECLINE);
      const answer = refused(
        await world.write(buyer, 'POST', commands(ticket), { command: 'withdraw', version: ticket.version }),
        409,
        'version-conflict',
      );
      const current = (await world.get(buyer, `/v1/tickets/${ticket.id}`)).body;
      same(answer.body.ticket, current.ticket, 'The `ticket` of the conflict');
      same(answer.body.cursor, current.cursor, 'The `cursor` of the conflict');
      same(answer.body.changed?.by?.party, 'merchant', 'Who changed it');
      demand(typeof answer.body.changed?.atMs === 'number', 'The conflict does not say when it was changed.');
      same(answer.body.changed?.by?.name, undefined, 'The name of the agent, which buyers do not know,');
    },
  ),
  check(
    'versions',
    'ahead',
    'A command on a version that does not exist yet is refused with 409 version-conflict.',
    async (world) => {
      const { buyer, ticket } = await world.newCase();
      refused(
        await world.write(buyer, 'POST', commands(ticket), { command: 'withdraw', version: ticket.version + 1 }),
        409,
        'version-conflict',
      );
    },
  ),
  check('versions', 'missing', 'A command that needs a version and has none is refused.', async (world) => {
    const { buyer, ticket } = await world.newCase();
    const answer = await world.write(buyer, 'POST', commands(ticket), { command: 'withdraw' });
    demand(answer.status === 409 || answer.status === 422, `${answer.of} without a version answered ${answer.status}.`);
  }),
  ...(['1', 1.5, true, null] as const).map((version) =>
    check(
      'versions',
      `of ${JSON.stringify(version)}`,
      `A version of ${JSON.stringify(version)} is refused with 422 body-invalid.`,
      async (world) => {
        const { buyer, ticket } = await world.sample();
        refused(
          await world.write(buyer, 'POST', commands(ticket), { command: 'withdraw', version }),
          422,
          'body-invalid',
        );
      },
    ),
  ),
  check('versions', 'one of two', 'Of two commands on the same version at once, one is done.', async (world) => {
    const { buyer, ticket } = await world.newCase();
    const body = { command: 'withdraw', version: ticket.version };
    const answers = await Promise.all([
      world.write(buyer, 'POST', commands(ticket), body),
      world.write(world.shop.agent, 'POST', commands(ticket), { ...DECLINE, version: ticket.version }),
    ]);
    same(answers.map((answer) => answer.status).sort(), [200, 409], 'The statuses of two commands at once');
  }),
  check(
    'versions',
    'rises',
    'A command that the buyer sees raises the version, and its answer has the ticket as it is read.',
    async (world) => {
      const { buyer, ticket } = await world.newCase();
      const moved = await world.move(buyer, ticket.id as string, { command: 'withdraw' });
      demand(moved.ticket.version > ticket.version, 'The version has not risen.');
      const read = (await world.get(buyer, `/v1/tickets/${ticket.id}`)).body;
      same(moved.ticket, read.ticket, 'The ticket of the command’s answer');
      same(moved.cursor, read.cursor, 'The cursor of the command’s answer');
    },
  ),
];

const COMMANDS: readonly Check[] = [
  check('commands', 'unknown', 'An unknown command is refused with 422 command-unknown.', async (world) => {
    const { buyer, ticket } = await world.sample();
    refused(
      await world.write(buyer, 'POST', commands(ticket), { command: 'unheard-of', version: ticket.version }),
      422,
      'command-unknown',
    );
  }),
  check(
    'commands',
    'too long',
    'A command’s name of 61 characters is refused with 422 body-invalid.',
    async (world) => {
      const { buyer, ticket } = await world.sample();
      refused(
        await world.write(buyer, 'POST', commands(ticket), { command: 'x'.repeat(61), version: 1 }),
        422,
        'body-invalid',
      );
    },
  ),
  check(
    'commands',
    'not now',
    'A command that the state does not allow is refused with 409 move-not-allowed and the state.',
    async (world) => {
      const { buyer, ticket } = await world.newCase();
      await world.move(buyer, ticket.id as string, { command: 'withdraw' });
      const { body } = await world.get(buyer, `/v1/tickets/${ticket.id}`);
      const answer = refused(
        await world.write(buyer, 'POST', commands(ticket), { command: 'withdraw', version: body.ticket.version }),
        409,
        'move-not-allowed',
      );
      same(answer.body.workflow, body.ticket.workflow, 'The `workflow` of the refusal');
    },
  ),
  check(
    'commands',
    'wrong field',
    'A wrong field is refused with 422 field-invalid, and `problems` names it.',
    async (world) => {
      const { ticket } = await world.newCase();
      const body = { ...DECLINE, version: ticket.version, fields: { reason: 'other', text: 'x'.repeat(501) } };
      const answer = refused(await world.write(world.shop.agent, 'POST', commands(ticket), body), 422, 'field-invalid');
      same(answer.body.problems?.[0]?.field, 'text', 'The field of the first of `problems`');
    },
  ),
  check(
    'commands',
    'without permission',
    'A command of an account that may not handle tasks is refused with 403, what it needs, and who can grant it.',
    async (world) => {
      const { ticket } = await world.newCase();
      const answer = refused(
        await world.write(world.shop.clerk, 'POST', commands(ticket), { ...DECLINE, version: ticket.version }),
        403,
        'permission-missing',
      );
      same(answer.body.needs, 'task.handle', 'The permission that it needs');
      same(answer.body.grantedBy, [world.shop.main.name], 'Who can grant it');
    },
  ),
  check(
    'commands',
    'of a stranger',
    'A command on another buyer’s ticket is refused as if there were no ticket.',
    async (world) => {
      const { ticket } = await world.sample();
      const answer = refused(
        await world.write(world.buyer(), 'POST', commands(ticket), { command: 'withdraw', version: ticket.version }),
        404,
        'not-found',
      );
      same(answer.text, (await world.get(world.buyer(), '/v1/tickets/none')).text, 'The refusal');
    },
  ),
  check(
    'commands',
    'of another shop',
    'A command on another shop’s ticket is refused as if there were no ticket.',
    async (world) => {
      const { ticket } = await world.elsewhere();
      refused(
        await world.write(world.shop.agent, 'POST', commands(ticket), { ...DECLINE, version: ticket.version }),
        404,
        'not-found',
      );
    },
  ),
  check('commands', 'nothing happens when refused', 'A refused command changes nothing.', async (world) => {
    const { buyer, ticket } = await world.newCase();
    const before = await world.get(buyer, `/v1/tickets/${ticket.id}`);
    await world.write(buyer, 'POST', commands(ticket), { command: 'unheard-of', version: ticket.version });
    await world.write(world.shop.clerk, 'POST', commands(ticket), { ...DECLINE, version: ticket.version });
    same((await world.get(buyer, `/v1/tickets/${ticket.id}`)).body, before.body, 'The ticket after refusals');
  }),
];

const CREATES: readonly Check[] = [
  check(
    'creating',
    'location',
    'A create answers 201 with the ticket, the buyer’s cursor, and its path in `Location`.',
    async (world) => {
      const buyer = world.buyer();
      const answer = status(
        await world.write(buyer, 'POST', '/v1/tickets', world.requestFor(await world.order(buyer))),
        201,
      );
      const { ticket, cursor } = answer.body;
      same(world.located(answer, '/v1/tickets'), `/v1/tickets/${ticket.id}`, 'What `Location` leads to');
      const read = status(await world.get(buyer, `/v1/tickets/${ticket.id}`), 200);
      same(read.body, { ticket, cursor }, 'The ticket at its Location');
    },
  ),
  check('creating', 'of another’s order', 'A buyer cannot open a case of another buyer’s order.', async (world) => {
    const order = await world.order(world.buyer());
    refused(await world.write(world.buyer(), 'POST', '/v1/tickets', world.requestFor(order)), 404, 'not-found');
  }),
  check('creating', 'of no order', 'A case of an order that does not exist is refused with 404.', async (world) => {
    const buyer = world.buyer();
    refused(
      await world.write(buyer, 'POST', '/v1/tickets', world.requestFor({ id: world.id('none') })),
      404,
      'not-found',
    );
  }),
  ...(['unheard-of', 'toString', ''] as const).map((type) =>
    check(
      'creating',
      `of the type "${type}"`,
      `A case of the type "${type}" is refused with 422 type-unknown.`,
      async (world) => {
        const { buyer, order } = await world.sample();
        refused(
          await world.write(buyer, 'POST', '/v1/tickets', world.requestFor(order, { type })),
          422,
          'type-unknown',
        );
      },
    ),
  ),
  check(
    'creating',
    'for more than was paid',
    'A request for more than was paid is refused with 422 field-invalid.',
    async (world) => {
      const buyer = world.buyer();
      const body = world.requestFor(await world.order(buyer));
      body.request.amount.amountMinor = 1_000_000;
      const answer = refused(await world.write(buyer, 'POST', '/v1/tickets', body), 422, 'field-invalid');
      demand(Array.isArray(answer.body.problems), 'The refusal has no `problems`.');
    },
  ),
  check(
    'creating',
    'by the host with the order',
    'The host can open a case and bring the order in the same request.',
    async (world) => {
      const order = world.orderOf(world.buyer());
      const { orderId: _orderId, ...body } = world.requestFor(order);
      const answer = status(await world.write(world.shop.host, 'POST', '/v1/tickets', { ...body, order }), 201);
      same(answer.body.ticket.order.id, order.id, 'The order of the ticket');
    },
  ),
  check(
    'creating',
    'by the host with another order',
    'The host’s `orderId` must be the id of the `order` that it brings.',
    async (world) => {
      const order = world.orderOf(world.buyer());
      const body = { ...world.requestFor(order), orderId: 'another', order };
      const answer = refused(await world.write(world.shop.host, 'POST', '/v1/tickets', body), 422, 'body-invalid');
      same(answer.body.errors?.[0]?.path, 'orderId', 'The path of the first of `errors`');
    },
  ),
  check('creating', 'with an order by the buyer', 'A buyer cannot bring an order.', async (world) => {
    const buyer = world.buyer();
    const order = world.orderOf(buyer);
    refused(
      await world.write(buyer, 'POST', '/v1/tickets', { ...world.requestFor(order), order }),
      422,
      'body-invalid',
    );
  }),
  check('creating', 'in a language', 'The language of a case is a BCP 47 tag.', async (world) => {
    const { buyer, order } = await world.sample();
    for (const locale of ['../etc', '', 'x'.repeat(36)]) {
      refused(
        await world.write(buyer, 'POST', '/v1/tickets', world.requestFor(order, { locale })),
        422,
        'body-invalid',
      );
    }
  }),
];

export const TICKETS: readonly Check[] = [...VERSIONS, ...COMMANDS, ...CREATES];
