import { demand, same, type Check } from '../check.js';
import { header, refused, status, type Json } from '../http.js';
import { check } from './case.js';

const NOTES: readonly Check[] = [
  check(
    'shop',
    'notes',
    'A note is read by the handlers, with its author, and does not change the ticket’s version.',
    async (world) => {
      const { ticket } = await world.newCase();
      const path = `/v1/tickets/${ticket.id}/notes`;
      const made = status(await world.write(world.shop.agent, 'POST', path, { text: '  Called.  ' }), 201);
      same(made.body.text, 'Called.', 'The text of the note');
      const { body } = status(await world.get(world.shop.main, path), 200);
      same(
        body.notes.map(({ id }: { id: string }) => id),
        [made.body.id],
        'The notes',
      );
      same(
        (await world.get(world.shop.agent, `/v1/tickets/${ticket.id}`)).body.ticket.version,
        ticket.version,
        'The version',
      );
    },
  ),
  check(
    'shop',
    'templates',
    'An own template is its account’s alone; one of the shop is everybody’s, and needs the permission to manage accounts.',
    async (world) => {
      const [id, shared] = [world.id('own'), world.id('shared')];
      status(
        await world.send(world.shop.agent, 'PUT', `/v1/templates/${id}`, {
          body: { name: 'A', text: 'B', scope: 'own' },
        }),
        200,
      );
      const of = async (who: 'main' | 'agent') =>
        ((await world.get(world.shop[who], '/v1/templates')).body.templates as { id: string }[]).map((one) => one.id);
      demand((await of('agent')).includes(id), 'The template is missing from its account’s list.');
      demand(!(await of('main')).includes(id), 'The template is in another account’s list.');
      const body = { name: 'C', text: 'D', scope: 'shop' };
      refused(
        await world.send(world.shop.agent, 'PUT', `/v1/templates/${shared}`, { body }),
        403,
        'permission-missing',
      );
      status(await world.send(world.shop.main, 'PUT', `/v1/templates/${shared}`, { body }), 200);
      demand((await of('agent')).includes(shared), 'The shop’s template is missing from the agent’s list.');
      refused(
        await world.send(world.shop.agent, 'DELETE', `/v1/templates/${shared}?scope=shop`),
        403,
        'permission-missing',
      );
      status(await world.send(world.shop.main, 'DELETE', `/v1/templates/${shared}?scope=shop`), 204);
      status(await world.send(world.shop.agent, 'DELETE', `/v1/templates/${id}?scope=own`), 204);
      demand(!(await of('agent')).includes(id), 'The template is still there after it was deleted.');
      refused(await world.send(world.shop.agent, 'DELETE', `/v1/templates/${id}`), 422, 'body-invalid');
      refused(
        await world.send(world.shop.agent, 'PUT', `/v1/templates/${id}`, {
          body: { name: 'A', text: '{unheardOf}', scope: 'own' },
        }),
        422,
        'body-invalid',
      );
    },
  ),
  check('shop', 'granting', 'A permission takes effect at the next request, and so does its loss.', async (world) => {
    const account = await world.account();
    refused(await world.get(account, '/v1/colleagues'), 403, 'permission-missing');
    const grant = (permissions: readonly string[]) =>
      world.send(world.shop.main, 'PATCH', `/v1/accounts/${account.accountId}`, { body: { permissions } });
    const granted = status(await grant(['task.handle']), 200);
    same(
      granted.body.permissions,
      ['task.handle', 'staff-message.send'],
      'The permissions: granting task handling includes messages to staff, so they',
    );
    status(await world.get(account, '/v1/colleagues'), 200);
    same(status(await grant([]), 200).body.permissions, [], 'The permissions');
    refused(await world.get(account, '/v1/colleagues'), 403, 'permission-missing');
  }),
  check(
    'shop',
    'granting oneself',
    'Nobody changes their own permissions, and a main account’s cannot be changed.',
    async (world) => {
      const manager = await world.account(['account.manage']);
      refused(
        await world.send(manager, 'PATCH', `/v1/accounts/${manager.accountId}`, {
          body: { permissions: ['task.handle'] },
        }),
        422,
        'body-invalid',
      );
      refused(
        await world.send(manager, 'PATCH', `/v1/accounts/${world.shop.main.accountId}`, { body: { permissions: [] } }),
        422,
        'body-invalid',
      );
      refused(
        await world.send(manager, 'PATCH', `/v1/accounts/${world.id('nobody')}`, { body: { permissions: [] } }),
        404,
        'not-found',
      );
      const other = await world.account();
      const answer = refused(
        await world.send(manager, 'PATCH', `/v1/accounts/${other.accountId}`, {
          body: { permissions: ['task.handle'] },
        }),
        403,
        'permission-missing',
      );
      same(answer.body.needs, 'task.handle', 'The permission that the manager lacks');
    },
  ),
  check('shop', 'asking', 'An account can ask for permission, for itself, and main accounts see it.', async (world) => {
    const account = await world.account();
    status(await world.send(account, 'POST', `/v1/accounts/${account.accountId}/ask`), 204);
    refused(await world.send(account, 'POST', `/v1/accounts/${world.shop.agent.accountId}/ask`), 404, 'not-found');
    const { body } = await world.get(world.shop.main, '/v1/accounts');
    const asked = (body.accounts as Json[]).find((one) => one.accountId === account.accountId);
    demand(typeof asked?.askedAtMs === 'number', 'The main account does not see that the account has asked.');
  }),
  check('shop', 'session', 'The session says who one is, and what one may do.', async (world) => {
    const wanted = { agent: ['task.handle', 'staff-message.send'], clerk: [] };
    for (const [name, permissions] of Object.entries(wanted) as ['agent' | 'clerk', string[]][]) {
      const { body } = await world.get(world.shop[name], '/v1/session');
      const { party, accountId, merchantId, main } = body;
      same(
        { party, accountId, merchantId, main },
        { party: 'merchant', accountId: world.shop[name].accountId, merchantId: world.shop.merchantId, main: false },
        'The session',
      );
      same(body.permissions, permissions, `The permissions of the ${name}`);
      demand(
        Math.abs(body.serverTimeMs - Date.now()) < 300_000,
        'The session’s `serverTimeMs` is more than five minutes off.',
      );
    }
    const { body } = await world.get(world.shop.main, '/v1/session');
    demand(body.main === true && body.permissions.length >= 5, 'A main account does not hold every permission.');
    same(
      (await world.get(world.buyer(), '/v1/session')).body.grantedBy,
      undefined,
      'Who grants permissions, to a buyer,',
    );
  }),
  check(
    'shop',
    'older clients',
    'The session says what a client without features has to do without.',
    async (world) => {
      const old = (await world.get(world.shop.agent, '/v1/session')).body;
      const now = (
        await world.get(world.shop.agent, `/v1/session?protocol=${old.protocol}&features=${old.capabilities.join(',')}`)
      ).body;
      demand(
        old.protocol === 1 || old.degraded.includes('client-older'),
        'A client of the first release is not told that it is older.',
      );
      demand(!now.degraded.includes('client-older'), 'A client of the server’s protocol is told that it is older.');
      const newer = (await world.get(world.shop.agent, '/v1/session?protocol=99')).body;
      demand(newer.degraded.includes('server-older'), 'A newer client is not told that the server is older.');
    },
  ),
  check(
    'shop',
    'type descriptions',
    'A ticket type’s description by version never changes and may be kept; without one it is asked for each time.',
    async (world) => {
      const { ticket } = await world.sample();
      const { body, ...current } = status(await world.get(world.shop.agent, `/v1/ticket-types/${ticket.type}`), 200);
      header(current, 'cache-control', /no-cache/);
      header(current, 'vary', /authorization/i);
      const kept = status(
        await world.get(world.shop.agent, `/v1/ticket-types/${ticket.type}?version=${body.version}`),
        200,
      );
      header(kept, 'cache-control', /private.*immutable|immutable.*private/);
      same(kept.body, body, 'The description by version');
      refused(await world.get(world.shop.agent, '/v1/ticket-types/unheard-of'), 404, 'not-found');
      refused(
        await world.get(world.shop.agent, `/v1/ticket-types/${ticket.type}?version=unheard-of`),
        404,
        'not-found',
      );
      const one = (await world.get(world.shop.agent, `/v1/ticket-types/${ticket.type}?locale=en`)).text;
      demand(one.length < current.text.length, 'A description in one language is not smaller than one in all.');
    },
  ),
];

const ORDERS: readonly Check[] = [
  check('orders', 'id of the path', 'An order’s id must be the one of its path.', async (world) => {
    const order = world.orderOf(world.buyer());
    const answer = refused(
      await world.write(world.shop.host, 'PUT', `/v1/orders/${world.id('another')}`, order),
      422,
      'body-invalid',
    );
    same(answer.body.errors?.[0]?.path, 'id', 'The path of the first of `errors`');
  }),
  check(
    'orders',
    'mended',
    'An order’s members that are only for display are corrected, and the answer says which.',
    async (world) => {
      const order = world.orderOf(world.buyer());
      order.items[0].title = 'x'.repeat(2_000);
      const answer = status(await world.write(world.shop.host, 'PUT', `/v1/orders/${order.id}`, order), 200);
      demand(answer.body.mended?.length > 0, 'The answer does not say in `mended` that the title was shortened.');
    },
  ),
  check('orders', 'facts', 'A fact is kept: the order says it, and so does the ticket.', async (world) => {
    const { buyer, order, ticket } = await world.newCase();
    const atMs = Date.now();
    const answer = status(
      await world.write(world.shop.host, 'POST', `/v1/orders/${order.id}/facts`, {
        facts: [{ fact: 'confirmed', atMs }],
      }),
      200,
    );
    same(answer.body.order.confirmedAtMs, atMs, 'When it was confirmed');
    same(
      (await world.get(world.shop.host, `/v1/orders/${order.id}`)).body.order.confirmedAtMs,
      atMs,
      'When it was confirmed, read again,',
    );
    same(
      (await world.get(buyer, `/v1/tickets/${ticket.id}`)).body.ticket.order.confirmedAtMs,
      atMs,
      'When it was confirmed, on the ticket,',
    );
  }),
  check(
    'orders',
    'contradiction',
    'A fact that contradicts the order is refused with 422 order-fact-invalid.',
    async (world) => {
      const { order } = await world.sample();
      refused(
        await world.write(world.shop.host, 'POST', `/v1/orders/${order.id}/facts`, {
          facts: [{ fact: 'shipped', atMs: Date.now() + 9e8 }],
        }),
        422,
        'order-fact-invalid',
      );
    },
  ),
  check('orders', 'facts of no order', 'Facts of an order that is not known are refused with 404.', async (world) => {
    refused(
      await world.write(world.shop.host, 'POST', `/v1/orders/${world.id('none')}/facts`, {
        facts: [{ fact: 'confirmed', atMs: 1 }],
      }),
      404,
      'not-found',
    );
    refused(await world.get(world.shop.host, `/v1/orders/${world.id('none')}`), 404, 'not-found');
  }),
  check(
    'orders',
    'request options',
    'The buyer of an order is told which cases they can open, nobody else.',
    async (world) => {
      const buyer = world.buyer();
      const order = await world.order(buyer);
      const { body } = status(await world.get(buyer, `/v1/orders/${order.id}/request-options`), 200);
      demand(
        body.options.some(({ type }: { type: string }) => type === 'return-refund'),
        'The options have no return-refund.',
      );
      refused(await world.get(world.buyer(), `/v1/orders/${order.id}/request-options`), 404, 'not-found');
    },
  ),
];

export const SHOP: readonly Check[] = [...NOTES, ...ORDERS];
