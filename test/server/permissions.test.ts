import type { AccountView, Problem, Session, StaffThread, TicketAnswer } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUYER, HOST, MAIN, STAFF, startTestServer, SUB, SUB2, type TestServer } from '../support/server.ts';

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
  for (const who of [MAIN, SUB, SUB2]) await world.get(who, '/v1/session');
});
afterAll(() => world.stop());

const CLAIM = { command: 'claim' };
const sessionOf = async (who: typeof SUB) => (await world.get<Session>(who, '/v1/session')).body;

describe('granting', () => {
  it('[R11] [R14] makes a sub-account able to handle, and has its open streams come again at once', async () => {
    const { ticket } = await world.create();
    expect((await world.command(SUB, ticket.id, CLAIM)).status).toBe(403);
    const stream = await world.stream(SUB);
    const { data: before } = await stream.until('ready');

    await world.grant(SUB.accountId, ['task.handle']);
    expect((await stream.until('reset')).data).toEqual({ reason: 'stream-moved' });
    expect(await stream.next()).toBeUndefined();
    expect(await sessionOf(SUB)).toMatchObject({ permissions: ['task.handle', 'staff-message.send'] });
    expect((await world.command(SUB, ticket.id, CLAIM)).status).toBe(200);

    // the old cursor is of the stream that it has left
    const moved = await world.stream(SUB, before.head);
    expect((await moved.until('reset')).data).toEqual({ reason: 'stream-moved' });
    await moved.close();
  });

  it('[R14] taken back is as soon', async () => {
    const { ticket } = await world.create();
    const stream = await world.stream(SUB);
    await stream.until('ready');
    await world.grant(SUB.accountId, []);
    expect((await stream.until('reset')).data).toEqual({ reason: 'stream-moved' });
    expect(await stream.next()).toBeUndefined();
    expect((await world.command(SUB, ticket.id, CLAIM)).status).toBe(403);
    expect((await world.get(SUB, `/v1/tickets/${ticket.id}/staff-messages`)).status).toBe(403);
  });

  it('[R14] reaches streams at a server that heard nothing, by its sweep', async () => {
    const deaf = await startTestServer({
      database: world.database,
      bus: { publish: () => undefined, subscribe: () => () => undefined },
    });
    const stream = await deaf.stream(SUB2);
    await stream.until('ready');
    await world.grant(SUB2.accountId, ['task.handle']);
    await deaf.server.tick();
    await stream.until('reset');
    await world.grant(SUB2.accountId, []);
    await deaf.server.stop();
  });

  it('brings staff messages along, until they are taken away by themselves', async () => {
    await world.grant(SUB.accountId, ['task.handle']);
    expect((await sessionOf(SUB)).permissions).toEqual(['task.handle', 'staff-message.send']);
    await world.grant(SUB.accountId, ['task.handle']);
    expect((await sessionOf(SUB)).permissions).toEqual(['task.handle']);
    await world.grant(SUB.accountId, []);
  });

  it('has an open stream come again also when it reads the same as before', async () => {
    await world.grant(SUB.accountId, ['task.handle']);
    const stream = await world.stream(SUB);
    await stream.until('ready');
    await world.grant(SUB.accountId, ['task.handle']);
    await stream.until('reset');
    await world.grant(SUB.accountId, []);
  });

  it('is for whoever may manage accounts', async () => {
    const refused = await world.send<Problem>(SUB, 'PATCH', `/v1/accounts/${SUB.accountId}`, {
      permissions: ['task.handle'],
    });
    expect([refused.status, refused.body.needs]).toEqual([403, 'account.manage']);
    expect((await sessionOf(SUB)).permissions).toEqual([]);
    expect((await world.get<Problem>(SUB, '/v1/accounts')).body.code).toBe('permission-missing');
  });

  it.each([BUYER, STAFF, HOST])('does not exist for $party', async (who) => {
    expect((await world.get(who, '/v1/accounts')).status).toBe(404);
    expect((await world.send(who, 'PATCH', '/v1/accounts/main', { permissions: [] })).status).toBe(404);
    expect((await world.send(who, 'POST', '/v1/accounts/me/ask')).status).toBe(404);
  });

  it('cannot strip a main account, nor reach one that is not of the shop', async () => {
    const main = await world.send<Problem>(MAIN, 'PATCH', '/v1/accounts/main', { permissions: [] });
    expect([main.status, main.body.code]).toEqual([422, 'body-invalid']);
    expect(main.body.errors).toEqual([
      {
        path: '',
        code: expect.any(String),
        text: 'A main account holds every permission: you cannot grant or revoke any.',
      },
    ]);
    expect((await sessionOf(MAIN)).permissions).toHaveLength(5);
    const other = { ...MAIN, merchantId: 'shop-2' };
    expect((await world.send(other, 'PATCH', '/v1/accounts/sub-1', { permissions: [] })).status).toBe(404);
  });

  it.each([
    [{}],
    [{ permissions: 'task.handle' }],
    [{ permissions: ['task.fly'] }],
    [{ permissions: [1] }],
    [{ permissions: [], main: true }],
  ])('refuses %j', async (body) => {
    const refused = await world.send<Problem>(MAIN, 'PATCH', '/v1/accounts/sub-1', body);
    expect([refused.status, refused.body.code]).toEqual([422, 'body-invalid']);
  });
});

describe('asking', () => {
  it('[R12] [R14] shows on the main account’s list at once, until it is answered', async () => {
    const stream = await world.stream(MAIN);
    await stream.until('ready');
    await stream.pending();
    expect((await world.send(SUB, 'POST', '/v1/accounts/me/ask', {})).status).toBe(204);
    await stream.until('accounts');
    const find = async () => {
      const { body } = await world.get<{ accounts: readonly AccountView[] }>(MAIN, '/v1/accounts');
      return body.accounts.find(({ accountId }) => accountId === SUB.accountId);
    };
    expect(await find()).toMatchObject({ askedAtMs: world.clock.now(), permissions: [] });
    await world.grant(SUB.accountId, ['task.handle']);
    await stream.until('accounts');
    expect(await find()).not.toHaveProperty('askedAtMs');
    // whoever has it need not ask
    await world.send(SUB, 'POST', `/v1/accounts/${SUB.accountId}/ask`, {});
    expect(await find()).not.toHaveProperty('askedAtMs');
    await world.grant(SUB.accountId, []);
    // one's own id is as good as "me"
    await world.send(SUB, 'POST', `/v1/accounts/${SUB.accountId}/ask`, {});
    expect(await find()).toMatchObject({ askedAtMs: world.clock.now() });
    await world.grant(SUB.accountId, []);
    await stream.close();
  });

  it('is for oneself alone', async () => {
    expect((await world.send(SUB, 'POST', `/v1/accounts/${SUB2.accountId}/ask`, {})).status).toBe(404);
  });
});

describe('the list of accounts', () => {
  it('says who is online, and that somebody came or went', async () => {
    const main = await world.stream(MAIN);
    await main.until('ready');
    await main.pending();
    const online = async () => {
      const { body } = await world.get<{ accounts: readonly AccountView[] }>(MAIN, '/v1/accounts');
      return body.accounts.filter((account) => account.online).map(({ accountId }) => accountId);
    };
    const sub = await world.stream(SUB);
    await main.until('accounts');
    expect(await online()).toEqual(['main', 'sub-1']);
    await sub.close();
    await main.until('accounts');
    expect(await online()).toEqual(['main']);
    await main.close();
  });
});

describe('an account without the permission', () => {
  it('[R11] [R12] [R13] is told which it lacks, who can grant it and where that is explained', async () => {
    const { ticket } = await world.create();
    const refused = await world.command<Problem>(SUB, ticket.id, CLAIM);
    expect([refused.status, refused.headers.get('content-type')]).toEqual([403, 'application/problem+json']);
    expect(refused.body).toMatchObject({
      code: 'permission-missing',
      needs: 'task.handle',
      grantedBy: ['Boss Wang'],
      permissionGuideUrl: 'https://shop.example/guide',
    });
  });

  it('reads where the buyer lives masked, and has offers that say what is missing', async () => {
    const { ticket } = await world.create();
    const asShop = (await world.get<TicketAnswer>(SUB, `/v1/tickets/${ticket.id}`)).body.ticket;
    expect(asShop.order.shipTo).toMatchObject({ street: '****', phone: '138****2716' });
    expect(asShop.actions.find(({ command }) => command === 'agree')?.needs).toBe('task.handle');
    const asHandler = (await world.get<TicketAnswer>(MAIN, `/v1/tickets/${ticket.id}`)).body.ticket;
    expect(asHandler.order.shipTo?.street).toBe('8 Longjing Road');
  });

  it('reads no staff thread, but a plain word about the permission', async () => {
    const { ticket } = await world.create();
    const refused = await world.get<Problem & StaffThread>(SUB, `/v1/tickets/${ticket.id}/staff-messages`);
    expect(refused.body).toMatchObject({ code: 'permission-missing', needs: 'task.handle', grantedBy: ['Boss Wang'] });
  });
});
