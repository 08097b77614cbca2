import type { AuditPage, ErasureAnswer, RequestOptionsAnswer, TicketPage } from '@sidecard/core/wire';
import { createSidecardServer, type Store } from '@sidecard/server';
import { createMapsStore } from '@sidecard/server/memory';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { behind } from '../support/plant.ts';
import { peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER } from '../support/tickets.ts';

const HOUR_MS = 3_600_000;
const SHIP_TO = { name: 'Li Hua', phone: '13800138000', region: 'Zhejiang', street: '9 Old Road' };
let world: TestServer;
let shops = 0;
let who = peopleOf('audited');

beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());
beforeEach(async () => {
  who = peopleOf(`audited-${++shops}`);
  for (const one of [who.main, who.sub, who.sub2]) await world.get(one, '/v1/session');
});

async function trail(by = who.main, query = '') {
  const { status, body } = await world.get<AuditPage>(by, `/v1/audit${query}`);
  expect(status).toBe(200);
  return body.entries.map(({ id: _id, atMs: _at, by: { accountId }, ...entry }) => ({ ...entry, by: accountId }));
}

describe('the audit trail', () => {
  it('has each change of permissions, with who made it, in its transaction', async () => {
    await world.grant('sub-1', ['task.handle', 'account.manage'], who.main);
    // Entries of one millisecond come in any order.
    world.clock.advance(1);
    await world.send(who.main, 'PATCH', '/v1/accounts/sub-1', { permissions: ['task.handle'] });
    // the same again is no change
    await world.send(who.main, 'PATCH', '/v1/accounts/sub-1', { permissions: ['task.handle'] });
    const [revoked, granted, ...others] = await trail();
    expect(others).toEqual([]);
    expect(granted).toMatchObject({ action: 'permissions-changed', accountId: 'sub-1', by: 'main', revoked: [] });
    expect(granted?.granted).toEqual(expect.arrayContaining(['task.handle', 'account.manage']));
    expect(revoked?.revoked).toContain('account.manage');
  });

  it('has nothing of a change that was refused', async () => {
    await world.grant('sub-1', ['account.manage'], who.main);
    const before = await trail();
    const grants = [
      await world.send(who.sub, 'PATCH', '/v1/accounts/sub-1', { permissions: ['account.manage', 'task.handle'] }),
      await world.send(who.sub, 'PATCH', '/v1/accounts/sub-2', { permissions: ['task.handle'] }),
      await world.send(who.sub, 'PATCH', '/v1/accounts/main', { permissions: [] }),
    ];
    expect(grants.map(({ status }) => status)).toEqual([422, 403, 422]);
    expect(await trail()).toEqual(before);
  });

  it('has looks at full addresses: of handlers and staff, at a ticket, a list and a stream, once an hour', async () => {
    const { ticket } = await world.create({}, who.buyer);
    await world.grant('sub-1', ['task.handle'], who.main);
    for (const by of [who.buyer, who.host, who.sub, who.sub, who.sub2, who.staff]) {
      await world.get(by, `/v1/tickets/${ticket.id}`);
    }
    await world.get(who.sub, '/v1/tickets');
    await (await world.stream(who.sub)).close();
    const looks = async (by = who.staff) => (await trail(by)).filter(({ action }) => action === 'address-read');
    const one = { action: 'address-read', where: 'ticket', ticketId: ticket.id };
    const ofShop = [
      { action: 'address-read', where: 'stream', by: 'sub-1' },
      { action: 'address-read', where: 'list', by: 'sub-1' },
      { ...one, by: 'sub-1' },
    ];
    expect([...(await looks())].sort(byText)).toEqual([...ofShop, { ...one, by: 'staff-1' }].sort(byText));
    // the shop does not learn what staff look at
    expect([...(await looks(who.main))].sort(byText)).toEqual(ofShop.sort(byText));
    world.clock.advance(HOUR_MS);
    await world.get(who.sub, `/v1/tickets/${ticket.id}`);
    expect((await trail(who.staff, '?by=sub-1&limit=1'))[0]).toEqual({ ...one, by: 'sub-1' });
    expect(await looks()).toHaveLength(5);
  });

  it('is there after the server has stopped', async () => {
    const other = await startTestServer({ database: world.database, clock: world.clock });
    const { ticket } = await other.create({}, who.buyer);
    await other.get(who.staff, `/v1/tickets/${ticket.id}`);
    await other.server.stop();
    expect(await trail(who.staff)).toContainEqual(expect.objectContaining({ ticketId: ticket.id }));
  });

  it('has looks at the address of an order that has no ticket yet', async () => {
    await world.grant('sub-1', ['task.handle'], who.main);
    const { id: _id, shipTo: _known, ...order } = ORDER;
    await world.send(who.host, 'PUT', '/v1/orders/looked-at', { ...order, shipTo: SHIP_TO });
    await world.send(who.host, 'PUT', '/v1/orders/without', order);
    const streets: unknown[] = [];
    for (const by of [who.buyer, who.host, who.sub, who.sub, who.sub2, who.staff]) {
      await world.get(by, '/v1/orders/without/request-options');
      const { body } = await world.get<RequestOptionsAnswer>(by, '/v1/orders/looked-at/request-options');
      streets.push(body.order.shipTo?.street);
    }
    const { street } = SHIP_TO;
    expect(streets).toEqual([street, street, street, street, expect.not.stringContaining(street), street]);
    const look = { action: 'address-read', where: 'order', orderId: 'looked-at' };
    const looks = (await trail(who.staff)).filter(({ action }) => action === 'address-read');
    expect(looks.sort(byText)).toEqual([
      { ...look, by: 'staff-1' },
      { ...look, by: 'sub-1' },
    ]);
  });

  it('has looks by answers to writes, too: created, changed, repeated and refused with the ticket', async () => {
    const { ticket } = await world.create({}, who.buyer);
    await world.grant('sub-1', ['task.handle'], who.main);
    const looks = async () => (await trail(who.staff)).filter(({ action }) => action === 'address-read');
    expect(await looks()).toEqual([]);
    const claimed = { command: 'claim', version: 1, fields: {} };
    expect((await world.command(who.sub, ticket.id, claimed)).status).toBe(200);
    expect(await looks()).toMatchObject([{ where: 'ticket', ticketId: ticket.id, by: 'sub-1' }]);
    await world.command(who.buyer, ticket.id, { command: 'withdraw', version: 1, fields: {} });
    expect((await world.command(who.main, ticket.id, { command: 'agree', version: 1, fields: {} })).status).toBe(409);
    expect((await looks()).map(({ by }) => by).sort()).toEqual(['main', 'sub-1']);
  });

  it('keeps each look when a shop cannot be written, and writes those of the others', async () => {
    const [one, other] = [peopleOf('audited-one'), peopleOf('audited-other')];
    const kept = createMapsStore();
    let isBroken = false;
    const store: Store = {
      ...kept,
      transaction: (merchantId, work) =>
        isBroken && merchantId === one.main.merchantId
          ? Promise.reject(new Error('gone'))
          : kept.transaction(merchantId, work),
    };
    const errors: string[] = [];
    const shops = await startTestServer({ store, onError: ({ message }) => void errors.push(message) });
    const looks = async ({ main }: typeof one) => (await shops.get<AuditPage>(main, '/v1/audit')).body.entries?.length;
    for (const { main, buyer } of [one, other]) {
      const { ticket } = await shops.create({}, buyer);
      await shops.get(main, `/v1/tickets/${ticket.id}`);
    }
    isBroken = true;
    await shops.server.tick();
    expect(errors).toEqual(['Error: gone']);
    expect([await looks(one), await looks(other)]).toEqual([undefined, 1]);
    await shops.get(one.main, '/v1/tickets');
    isBroken = false;
    await shops.server.tick();
    expect([await looks(one), await looks(other)]).toEqual([2, 1]);
  });

  it('is written without timers, too', async () => {
    const { main, buyer } = peopleOf('audited-by-fetch');
    const store = createMapsStore();
    const shop = await startTestServer({ store });
    const { ticket } = await shop.create({}, buyer);
    for (let n = 0; n < 200; n++) await shop.get({ ...main, accountId: `main-${n}` }, `/v1/tickets/${ticket.id}`);
    await expect.poll(() => store.listAudit({ merchantId: main.merchantId!, limit: 500 })).toHaveLength(200);
  });

  it('is kept for a while that is a number of days', () => {
    for (const auditDays of [0, Number.NaN, 1e300]) {
      const options = { database: { store: createMapsStore() }, verify: () => Promise.resolve(undefined) };
      expect(() => createSidecardServer({ ...options, retention: { auditDays } })).toThrow(RangeError);
    }
  });

  it('comes in pages, and is for main accounts and staff of this shop: for everyone else there is no such path', async () => {
    for (const permissions of [['task.handle'], [], ['task.handle'], []]) {
      await world.send(who.main, 'PATCH', '/v1/accounts/sub-1', { permissions });
      world.clock.advance(1);
    }
    const { body } = await world.get<AuditPage>(who.main, '/v1/audit?limit=3');
    const { body: rest } = await world.get<AuditPage>(who.main, `/v1/audit?limit=3&cursor=${body.next}`);
    expect([body.entries.length, rest.entries.length, rest.next]).toEqual([3, 1, undefined]);
    expect(await trail(peopleOf('another').main)).toEqual([]);
    await world.grant('sub-2', ['account.manage', 'task.handle'], who.main);
    for (const one of [who.sub2, who.buyer, who.host, who.messenger]) {
      const nowhere = await world.get(one, '/v1/nowhere');
      for (const method of ['GET', 'POST']) {
        const { status, text } = await world.send(one, method, '/v1/audit');
        expect([status, text]).toEqual([404, nowhere.text]);
      }
    }
  });
});

describe('the erasure of a buyer', () => {
  it('deletes all that hangs on the tickets that have ended, and leaves the others and those of others', async () => {
    const other = { ...who.buyer, accountId: ORDER.buyer.id };
    const ended = await world.create({}, who.buyer);
    const running = await world.create({}, who.buyer);
    await world.command(who.main, ended.ticket.id, {
      command: 'decline',
      version: 1,
      fields: { reason: 'other', text: 'The glaze is as it was described.' },
    });
    await world.send(who.main, 'POST', `/v1/tickets/${ended.ticket.id}/notes`, { text: 'A note of the shop.' });
    await world.command(who.buyer, ended.ticket.id, { command: 'withdraw', version: 2, fields: {} });
    const before = await world.stream(other);
    await before.until('ready');
    const list = await world.get<TicketPage>(who.buyer, '/v1/tickets');
    await before.close();

    const erase = () => world.send<ErasureAnswer>(who.host, 'DELETE', `/v1/buyers/${ORDER.buyer.id}`);
    expect((await erase()).body).toEqual({ erased: 1, open: 1 });
    expect((await erase()).body).toEqual({ erased: 0, open: 1 });

    expect((await world.get(who.main, `/v1/tickets/${ended.ticket.id}`)).status).toBe(404);
    expect((await world.get(who.main, `/v1/tickets/${running.ticket.id}`)).status).toBe(200);
    // nothing of the words or of the ticket is left in any table but the keys of writes, which are deleted after a week
    const db = behind(world);
    const { rows: tables } = await sql<{ name: string }>`select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'merchant_id'`.execute(db);
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.table(name)} t
        where merchant_id = ${who.main.merchantId}`.execute(db);
      if (rows.some(({ row }) => row.includes(ended.ticket.id) || row.includes('The glaze'))) found.push(name);
    }
    expect(found.filter((name) => name !== 'audit')).toEqual(['idempotency']);
    // who was behind loads what there is
    const resumed = await world.stream(who.buyer, list.body.cursor);
    const frames = [await resumed.until('ready'), ...(await resumed.pending())].map(({ event }) => event);
    expect(frames).not.toContain('ticket');
    const stale = await world.stream(who.buyer, list.body.cursor.replace(/\.\d+$/, '.1'));
    expect((await stale.until('reset')).data.reason).toBe('cursor-too-old');
    expect(await trail(who.main)).toContainEqual({ action: 'buyer-erased', tickets: 1, by: 'backend' });
    // the shop goes on
    await world.create({}, who.buyer);
    await resumed.until('ticket');
    await resumed.close();
    await stale.close();
  });

  it('deletes the buyer’s orders that never had a ticket', async () => {
    const { id: _id, ...order } = ORDER;
    for (const id of ['order-1', 'order-2'])
      await world.send(who.host, 'PUT', `/v1/orders/${id}`, { ...order, shipTo: SHIP_TO });
    const others = { ...order, buyer: { id: 'another', name: 'Another' } };
    await world.send(who.host, 'PUT', '/v1/orders/order-3', others);
    await world.create({ orderId: 'order-2' }, who.host);
    const erased = await world.send<ErasureAnswer>(who.host, 'DELETE', `/v1/buyers/${ORDER.buyer.id}`);
    expect(erased.body).toEqual({ erased: 0, open: 1 });
    const found = await Promise.all(
      ['order-1', 'order-2', 'order-3'].map((id) => world.get(who.host, `/v1/orders/${id}`)),
    );
    expect(found.map(({ status }) => status)).toEqual([404, 200, 200]);
    expect(await trail(who.main)).toContainEqual({ action: 'buyer-erased', tickets: 0, by: 'backend' });
  });

  it('ends streams that have not read what is erased: their readers load what there is', async () => {
    const behindIt = await startTestServer({ database: world.database, clock: world.clock });
    const stream = await behindIt.stream(who.main);
    await stream.until('ready');
    const { ticket } = await world.create({}, who.buyer);
    await world.command(who.buyer, ticket.id, { command: 'withdraw', version: 1, fields: {} });
    const erased = await world.send<ErasureAnswer>(who.host, 'DELETE', `/v1/buyers/${ORDER.buyer.id}`);
    expect(erased.body).toEqual({ erased: 1, open: 0 });
    await behindIt.server.tick();
    const frames: string[] = [];
    for (let frame = await stream.next(); frame; frame = await stream.next()) frames.push(frame.event);
    expect(frames).not.toContain('ticket');
    await behindIt.server.stop();
  });

  it('is for the host alone: for everyone else there is no such path', async () => {
    for (const one of [who.main, who.buyer, who.staff]) {
      const nowhere = await world.get(one, '/v1/nowhere');
      const { status, text } = await world.send(one, 'DELETE', `/v1/buyers/${ORDER.buyer.id}`);
      expect([status, text]).toEqual([404, nowhere.text]);
    }
  });
});

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
