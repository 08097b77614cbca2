import { type Client, createClient, actionsOf } from '@sidecard/client';
import type { TicketView } from '@sidecard/core/wire';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUYER, MAIN, SUB } from '../support/server.ts';
import {
  type Backend,
  BACKENDS,
  closeClients,
  DECLINE,
  type Shop,
  START_TIMEOUT_MS,
  memoryShop,
} from './support/shops.ts';
import { record, until } from './support/until.ts';

it('[R14] a revoke takes the screen of a ticket that cannot be loaded anew', async () => {
  const { shop } = memoryShop();
  const ticket = await shop.create();
  await shop.grant(SUB.accountId, ['task.handle']);
  let broken = false;
  const { transport } = shop.line(SUB);
  const client = createClient({
    transport: {
      request: async (request) =>
        broken && request.path.endsWith(ticket.id) ? { status: 503, body: undefined } : transport.request(request),
      events: (request) => transport.events(request),
    },
  });
  await until(client.ticket(ticket.id), ({ view }) => view?.order.shipTo?.street === '8 Longjing Road');
  await until(client.connection, ({ state }) => state === 'live');
  broken = true;
  await shop.grant(SUB.accountId, []);
  await until(client.session, (session) => session?.permissions.length === 0);
  await until(client.ticket(ticket.id), ({ status, view }) => status === 'failed' && !view);
  await until(client.connection, ({ state }) => state === 'live');
  client.close();
});

describe.each(BACKENDS)('permissions, over the $name', ({ start }) => {
  let backend: Backend;
  let shop: Shop;
  let ticket: TicketView;
  let client: Client;
  const usable = () => {
    const { view } = client.ticket(ticket.id).get();
    return actionsOf(view!, client.session.get())
      .filter(({ disabledReason }) => !disabledReason)
      .map(({ command }) => command);
  };

  beforeAll(async () => {
    backend = await start();
  }, START_TIMEOUT_MS);
  beforeEach(async () => {
    shop = await backend.openShop();
    ticket = await shop.create();
    await shop.act(MAIN, ticket.id, DECLINE);
    await shop.act(BUYER, ticket.id, { command: 'escalate' });
    client = shop.client(SUB);
    await until(client.session, (session) => session !== undefined);
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    await until(client.connection, ({ state }) => state === 'live');
  });
  afterEach(closeClients);
  afterAll(() => backend.stop());

  describe('[R14] a grant', () => {
    it('makes the open ticket usable by itself, and opens the staff thread', async () => {
      const thread = client.staffThread(ticket.id);
      await until(thread, ({ status }) => status === 'not-found');
      const shown = record(client.ticket(ticket.id));
      expect(usable()).toEqual([]);
      await shop.grant(SUB.accountId, ['task.handle']);
      await until(client.session, (session) => session?.permissions.includes('task.handle') === true);
      await until(client.ticket(ticket.id), ({ view }) => view?.order.shipTo?.street === '8 Longjing Road');
      await until(thread, ({ status }) => status === 'ready');
      await until(client.connection, ({ state }) => state === 'live');
      expect(usable()).toContain('agree');
      expect(
        shown.every(({ view }) => view),
        'the screen was never empty',
      ).toBe(true);
      expect((await client.send(ticket.id, { command: 'reply', fields: { text: 'I may.' } })).status).toBe('confirmed');
    });

    it('brings what happens from then on', async () => {
      await shop.grant(SUB.accountId, ['task.handle']);
      const messages = until(client.staffThread(ticket.id), (thread) => thread.messages.length === 1);
      await until(client.staffThread(ticket.id), ({ status }) => status === 'ready');
      await until(client.connection, ({ state }) => state === 'live');
      await shop.leaveMessage(MAIN, ticket.id, 'For staff.');
      expect((await messages).messages[0]?.text).toBe('For staff.');
    });
  });

  describe('[R14] a revoke', () => {
    beforeEach(async () => {
      await shop.grant(SUB.accountId, ['task.handle', 'staff-message.send']);
      await shop.leaveMessage(MAIN, ticket.id, 'Only for handlers.');
      await until(client.ticket(ticket.id), ({ view }) => view?.order.shipTo?.street === '8 Longjing Road');
      await until(client.staffThread(ticket.id), ({ messages }) => messages.length === 1);
      await until(client.connection, ({ state }) => state === 'live');
    });

    it('takes away the controls, the thread and what only handlers read', async () => {
      await shop.grant(SUB.accountId, []);
      await until(client.session, (session) => session?.permissions.length === 0);
      await until(client.staffThread(ticket.id), ({ status }) => status === 'not-found');
      await until(client.ticket(ticket.id), ({ view }) => view?.order.shipTo?.street === '****');
      expect(client.staffThread(ticket.id).get()).toEqual({ status: 'not-found', messages: [], pending: [] });
      expect(usable()).toEqual([]);
      expect(client.tickets.get().get(ticket.id)?.order.shipTo?.street).not.toBe('8 Longjing Road');
    });

    it('is not undone by what comes late: nothing of before appears again', async () => {
      await shop.grant(SUB.accountId, []);
      await until(client.ticket(ticket.id), ({ view }) => view?.order.shipTo?.street === '****');
      await until(client.staffThread(ticket.id), ({ status }) => status === 'not-found');
      await until(client.connection, ({ state }) => state === 'live');
      const shown = [record(client.ticket(ticket.id)), record(client.staffThread(ticket.id))];
      await shop.leaveMessage(MAIN, ticket.id, 'A second one.');
      await shop.act(MAIN, ticket.id, { command: 'claim' });
      await until(client.ticket(ticket.id), ({ view }) => view?.claim !== undefined);
      expect(JSON.stringify(shown)).not.toMatch(/Longjing|Only for handlers|A second one/);
    });

    it('is refused by the server as well', async () => {
      await shop.grant(SUB.accountId, []);
      expect(await client.send(ticket.id, { command: 'reply', fields: { text: 'May I?' } })).toMatchObject({
        error: { code: 'permission-missing', needs: 'task.handle' },
      });
    });
  });

  describe('the shop’s accounts', () => {
    let boss: Client;
    beforeEach(async () => {
      boss = shop.client(MAIN);
      await until(boss.accounts.list, (accounts) => accounts.length === 2);
      await until(boss.connection, ({ state }) => state === 'live');
    });

    it('are listed to the main account, with who asks, and nobody else sees them', async () => {
      expect(await client.accounts.ask()).toEqual({ ok: true });
      const asking = await until(boss.accounts.list, (accounts) =>
        accounts.some(({ askedAtMs }) => askedAtMs !== undefined),
      );
      expect(asking.find(({ askedAtMs }) => askedAtMs !== undefined)).toMatchObject({
        accountId: SUB.accountId,
        name: 'Agent Li',
        online: true,
      });
      expect(client.accounts.list.get()).toEqual([]);
    });

    it('get their permissions from the main account alone', async () => {
      expect(await client.accounts.setPermissions(SUB.accountId, ['task.handle'])).toMatchObject({
        ok: false,
        error: { code: 'permission-missing', needs: 'account.manage' },
      });
      expect(await boss.accounts.setPermissions(SUB.accountId, ['task.handle'])).toEqual({ ok: true });
      await until(client.session, (session) => session?.permissions.includes('task.handle') === true);
      const list = await until(boss.accounts.list, (all) =>
        all.some(({ main, permissions }) => !main && permissions.length > 0),
      );
      // what belongs to task handling comes along
      expect(list.find(({ main }) => !main)?.permissions).toEqual(['task.handle', 'staff-message.send']);
    });
  });
});
