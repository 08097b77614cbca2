import { evolve, type Ticket, type TicketEvent } from '@sidecard/core/authoring';
import type { Problem, StaffMessageAnswer, TicketAnswer, TicketPage } from '@sidecard/core/wire';
import { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUYER, HOST, MAIN, peopleOf, STAFF, startTestServer, SUB, SUB2, type TestServer } from '../support/server.ts';
import { ORDER, REQUEST, RETURN_ADDRESS } from '../support/tickets.ts';

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
  await world.get(SUB, '/v1/session');
  await world.get(MAIN, '/v1/session');
  await world.grant(SUB.accountId, ['task.handle']);
});
afterAll(() => world.stop());

const AMOUNT = { amountMinor: 25_800, currency: 'CNY' };
const AGREE = { command: 'agree', fields: { amount: AMOUNT, returnAddress: RETURN_ADDRESS } };
const DECLINE = {
  command: 'decline',
  fields: { reason: 'evidence-insufficient', text: 'We cannot see where it broke.' },
};
const create = (key?: string, change = {}) =>
  world.send<TicketAnswer & Problem>(
    BUYER,
    'POST',
    '/v1/tickets',
    { type: 'return-refund', orderId: ORDER.id, request: REQUEST, ...change },
    key,
  );
const countOf = async () => {
  const { body } = await world.get<TicketPage>(MAIN, '/v1/tickets?limit=200');
  return body.tickets.length;
};

describe('a write that comes again', () => {
  it('[R1] makes one ticket, however many come at once', async () => {
    const before = await countOf();
    const answers = await Promise.all([create('same'), create('same'), create('same'), create('same')]);
    expect(await countOf()).toBe(before + 1);
    expect(new Set(answers.map(({ body }) => body.ticket.id)).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(3);
  });

  it('is answered anew: with the ticket as it is by then, and the same words for the buyer', async () => {
    const { ticket } = await world.create();
    const first = await world.command(SUB, ticket.id, { ...DECLINE, version: 1 }, 'decline-once');
    await world.move(BUYER, ticket.id, { command: 'escalate' });
    const again = await world.command(SUB, ticket.id, { ...DECLINE, version: 1 }, 'decline-once');
    expect(again.status).toBe(200);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body.ticket).toMatchObject({ version: 3, displayStatus: 'platform-intervening' });
    expect(again.body.sentMessage).toEqual(first.body.sentMessage);
  });

  it('does not ask the host again', async () => {
    let asked = 0;
    const other = await startTestServer({
      database: world.database,
      orders: () => Promise.resolve(asked++ === 0 ? { ...ORDER, id: 'asked' } : undefined),
    });
    const body = { type: 'return-refund', orderId: 'asked', request: REQUEST };
    await other.send(BUYER, 'POST', '/v1/tickets', body, 'ask-once');
    expect((await other.send(BUYER, 'POST', '/v1/tickets', body, 'ask-once')).status).toBe(201);
    expect(asked).toBe(1);
    await other.server.stop();
  });

  it('is refused with another body, or at another path', async () => {
    const made = await create('used', { orderId: `${ORDER.id}-used` });
    const other = await create('used', { orderId: `${ORDER.id}-used`, locale: 'en' });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
    const elsewhere = await world.command(BUYER, made.body.ticket.id, { command: 'withdraw', version: 1 }, 'used');
    expect(elsewhere.body.code).toBe('idempotency-key-reused');
  });

  it('is somebody else’s when somebody else sends it', async () => {
    const { ticket } = await world.create();
    const bySub = await world.command(SUB, ticket.id, { command: 'claim' }, 'shared key');
    expect(bySub.status).toBe(422);
    await world.command(SUB, ticket.id, { command: 'claim' }, 'shared');
    const byMain = await world.command(MAIN, ticket.id, { command: 'claim' }, 'shared');
    expect([byMain.status, byMain.body.because]).toEqual([409, 'claimed-by-other']);
  });

  it('is tried again after a refusal: refusals are not kept', async () => {
    const { ticket } = await world.create();
    const stale = await world.command(SUB, ticket.id, { ...AGREE, version: 9 }, 'try');
    expect(stale.status).toBe(409);
    const other = await world.command(SUB, ticket.id, { ...AGREE, version: 1 }, 'try');
    expect(other.status).toBe(200);
  });

  it('needs a key', async () => {
    const missing = await world.server.fetch(
      new Request('http://sidecard.test/v1/tickets', {
        method: 'POST',
        headers: { authorization: `Bearer ${await world.token(BUYER)}`, 'content-type': 'application/json' },
        body: '{}',
      }),
    );
    expect([missing.status, ((await missing.json()) as Problem).code]).toEqual([422, 'idempotency-key-missing']);
  });

  it('leaves one staff message', async () => {
    const { ticket } = await world.create();
    await world.move(SUB, ticket.id, DECLINE);
    await world.move(BUYER, ticket.id, { command: 'escalate' });
    const body = { purpose: 'progress-update', text: 'We sent the photos.' };
    const first = await world.message<StaffMessageAnswer>(SUB, ticket.id, body, 'message');
    const again = await world.message<StaffMessageAnswer>(SUB, ticket.id, body, 'message');
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const thread = await world.get<{ messages: unknown[] }>(SUB, `/v1/tickets/${ticket.id}/staff-messages`);
    expect(thread.body.messages).toHaveLength(1);
  });
});

describe('a move on an old version', () => {
  it('is refused with the ticket as its sender may see it, and who changed it', async () => {
    const { ticket } = await world.create();
    await world.move(SUB, ticket.id, DECLINE);
    await world.command(SUB, ticket.id, { command: 'claim' });
    const byColleague = await world.command<Problem>(MAIN, ticket.id, { ...AGREE, version: 1 });
    expect(byColleague.status).toBe(409);
    expect(byColleague.body).toMatchObject({
      code: 'version-conflict',
      ticket: { version: 2, workflow: 'declined', claim: { name: 'Agent Li' } },
      changed: { kind: 'declined', by: { party: 'merchant', name: 'Agent Li' }, atMs: world.clock.now() },
    });
    const byBuyer = await world.command<Problem>(BUYER, ticket.id, { command: 'withdraw', version: 1 });
    expect(byBuyer.body.changed?.by).toEqual({ party: 'merchant' });
    expect(byBuyer.body.ticket).not.toHaveProperty('claim');
    expect(byBuyer.text).not.toContain('Agent Li');
    const page = await world.get<TicketPage>(BUYER, '/v1/tickets');
    expect(byBuyer.body.cursor).toBe(page.body.cursor);
  });

  it('lets one of two moves at once through', async () => {
    const { ticket } = await world.create();
    const both = await Promise.all([
      world.command(SUB, ticket.id, { ...AGREE, version: 1 }),
      world.command(MAIN, ticket.id, { ...DECLINE, version: 1 }),
      world.command(BUYER, ticket.id, { command: 'withdraw', version: 1 }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('does not hold up what is only added', async () => {
    const { ticket } = await world.create();
    await world.move(SUB, ticket.id, DECLINE);
    const reply = await world.command(SUB, ticket.id, { command: 'reply', fields: { text: 'One moment, please.' } });
    expect([reply.status, reply.body.ticket.version]).toEqual([200, 2]);
  });
});

describe('tickets of one order', () => {
  it('[R46] are never two about the same pieces, not even at once', async () => {
    const body = { type: 'return-refund', orderId: `${ORDER.id}-shared`, request: REQUEST };
    const open = () => world.send<Problem & TicketAnswer>(BUYER, 'POST', '/v1/tickets', body);
    const answers = await Promise.all([open(), open(), open()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(answers.filter(({ status }) => status === 409).map(({ body: { because } }) => because)).toEqual([
      'piece-in-case',
      'piece-in-case',
    ]);
  });

  it('tell their readers when less is left for them', async () => {
    const orderId = `${ORDER.id}-told`;
    const first = await world.create({ orderId });
    const box = { ...REQUEST, items: [{ itemId: 'box', quantity: 1 }], amount: { ...AMOUNT, amountMinor: 1_999 } };
    const second = await world.create({ orderId, request: box });
    const stream = await world.stream(BUYER);
    await stream.until('ready');
    await world.move(SUB, first.ticket.id, AGREE);
    const seen = [(await stream.until('ticket')).data.ticket, (await stream.until('ticket')).data.ticket];
    expect(seen.map(({ id }) => id).sort()).toEqual([first.ticket.id, second.ticket.id].sort());
    await stream.close();
  });
});

describe('who may open a ticket', () => {
  it('is the buyer of the order alone: another’s is not found', async () => {
    const other = { ...BUYER, accountId: 'buyer-zhou' };
    const body = { type: 'return-refund', orderId: ORDER.id, request: REQUEST };
    const theirs = await world.send(other, 'POST', '/v1/tickets', body);
    const nobodys = await world.send(BUYER, 'POST', '/v1/tickets', { ...body, orderId: 'unknown' });
    expect(theirs.status).toBe(404);
    expect(theirs.text).toBe(nobodys.text);
  });

  it('is the host, which may bring the order', async () => {
    const order = { ...ORDER, id: 'brought-along' };
    const made = await world.send<TicketAnswer>(HOST, 'POST', '/v1/tickets', {
      type: 'return-refund',
      order,
      request: REQUEST,
    });
    expect(made.status).toBe(201);
    expect(made.body.ticket).toMatchObject({ order: { id: 'brought-along', shipTo: ORDER.shipTo }, actions: [] });
  });

  it('is not a buyer with an order of their own making', async () => {
    const order = {
      ...ORDER,
      id: 'made-up',
      items: [{ ...ORDER.items[0], paid: { amountMinor: 1e9, currency: 'CNY' } }],
    };
    const made = await create(undefined, { order, orderId: 'made-up' });
    expect([made.status, made.body.code]).toEqual([422, 'body-invalid']);
  });

  it('is staff, for the buyer', async () => {
    expect((await world.create({}, STAFF)).ticket.history[0]?.by).toMatchObject({ party: 'staff' });
  });

  it('is an account of the shop that may handle tasks, for the buyer, and no other', async () => {
    const opened = await world.create({}, SUB);
    expect(opened.ticket.history[0]?.by).toMatchObject({ party: 'merchant', accountId: SUB.accountId });
    const body = { type: 'return-refund', orderId: ORDER.id, request: REQUEST };
    const made = await world.send<Problem>(SUB2, 'POST', '/v1/tickets', body);
    expect([made.status, made.body.code]).toEqual([403, 'permission-missing']);
  });

  it('is told to try again when the host cannot be asked', async () => {
    const other = await startTestServer({
      database: world.database,
      orders: () => Promise.reject(new Error('down')),
      onError: () => undefined,
    });
    const made = await other.send<Problem>(BUYER, 'POST', '/v1/tickets', {
      type: 'return-refund',
      orderId: ORDER.id,
      request: REQUEST,
    });
    expect([made.status, made.body.code, made.headers.get('retry-after')]).toEqual([503, 'unavailable', '2']);
    expect(made.body.detail).toBe('The order look-up failed.');
    await other.server.stop();
  });
});

describe('another shop’s ticket', () => {
  it('is the same bytes as one that does not exist, everywhere', async () => {
    const { ticket } = await world.create();
    const away = peopleOf('shop-2');
    const paths: readonly [string, string, unknown?][] = [
      ['GET', '/v1/tickets/ID'],
      ['POST', '/v1/tickets/ID/commands', { command: 'claim' }],
      ['GET', '/v1/tickets/ID/staff-messages'],
      ['POST', '/v1/tickets/ID/staff-messages', { purpose: 'progress-update', text: 'Hello' }],
    ];
    for (const who of [away.main, away.buyer, away.staff, away.host, { ...BUYER, accountId: 'buyer-zhou' }]) {
      for (const [method, path, body] of paths) {
        const theirs = await world.send(who, method, path.replace('ID', ticket.id), body);
        const nobodys = await world.send(who, method, path.replace('ID', 'no-such-ticket'), body);
        expect([theirs.status, theirs.text, [...theirs.headers]]).toEqual([404, nobodys.text, [...nobodys.headers]]);
      }
    }
    expect((await world.get<TicketPage>(away.main, '/v1/tickets')).body.tickets).toEqual([]);
  });
});

describe('lists', () => {
  it('have a buyer’s own tickets alone, and all of the shop’s for the shop', async () => {
    const who = peopleOf('shop-buyers');
    const { ticket } = await world.create({}, who.buyer);
    const stranger = { ...who.buyer, accountId: 'buyer-zhou' };
    for (const query of ['', '?open=true', `?orderId=${ticket.order.id}`]) {
      expect((await world.get<TicketPage>(stranger, `/v1/tickets${query}`)).body.tickets).toEqual([]);
      expect((await world.get<TicketPage>(who.buyer, `/v1/tickets${query}`)).body.tickets).toHaveLength(1);
    }
  });

  it('are narrowed by order, conversation, type and whether the ticket lives', async () => {
    const who = peopleOf('shop-lists');
    const one = await world.create({ orderId: `${ORDER.id}-a` }, who.buyer);
    const two = await world.create({ orderId: `${ORDER.id}-b` }, who.buyer);
    await world.move(who.buyer, two.ticket.id, { command: 'withdraw' });
    const ids = async (query: string) =>
      (await world.get<TicketPage>(who.main, `/v1/tickets?${query}`)).body.tickets.map(({ id }) => id).sort();
    expect(await ids('open=true')).toEqual([one.ticket.id]);
    expect(await ids('open=false')).toEqual([two.ticket.id]);
    expect(await ids(`orderId=${ORDER.id}-b`)).toEqual([two.ticket.id]);
    expect(await ids(`conversationId=${ORDER.conversationId}`)).toEqual([one.ticket.id, two.ticket.id].sort());
    expect(await ids('type=exchange')).toEqual([]);
  });

  it('come page by page without a ticket lost or twice, though many changed in the same millisecond', async () => {
    const who = peopleOf('shop-pages');
    const made = [];
    for (let n = 0; n < 7; n++) made.push((await world.create({ orderId: `${ORDER.id}-p${n}` }, who.buyer)).ticket.id);
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 5; page++) {
      const { body } = await world.get<TicketPage>(who.buyer, `/v1/tickets?limit=2${cursor}`);
      seen.push(...body.tickets.map(({ id }) => id));
      if (body.next === undefined) break;
      cursor = `&cursor=${encodeURIComponent(body.next)}`;
    }
    expect([...seen].sort()).toEqual([...made].sort());
  });

  it('have numbers of their own in each shop', async () => {
    const { body } = await world.get<TicketPage>(peopleOf('shop-pages').main, '/v1/tickets');
    expect(body.tickets.map(({ number }) => number).sort()).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((number) => `2607-000${number}`),
    );
  });
});

describe('what is stored', () => {
  it('is the fold of its events, and has no gap', async () => {
    const { ticket } = await world.create();
    await world.command(SUB, ticket.id, { command: 'claim' });
    await world.move(SUB, ticket.id, DECLINE);
    await world.command(SUB, ticket.id, { command: 'reply', fields: { text: 'Let us talk.' } });
    await world.move(BUYER, ticket.id, { command: 'escalate' });
    await world.message(SUB, ticket.id, { purpose: 'additional-statement', text: 'Look at picture two.' });
    await world.move(STAFF, ticket.id, { command: 'begin-review' });
    await world.message(STAFF, ticket.id, { text: 'Thank you.' });
    await world.move(STAFF, ticket.id, {
      command: 'rule',
      choice: 'for-buyer',
      fields: { text: 'The goods were broken.' },
    });

    const db = new Kysely<{
      ticket: { body: Ticket; merchant_id: string; id: string; events: number };
      ticket_event: { body: TicketEvent; merchant_id: string; ticket_id: string; position: number };
    }>({ dialect: world.database.dialect });
    const tickets = await db.selectFrom('ticket').selectAll().execute();
    expect(tickets.length).toBeGreaterThan(10);
    for (const stored of tickets) {
      const events = await db
        .selectFrom('ticket_event')
        .selectAll()
        .where('merchant_id', '=', stored.merchant_id)
        .where('ticket_id', '=', stored.id)
        .orderBy('position')
        .execute();
      expect(events.map(({ position }) => position)).toEqual(Array.from({ length: stored.events }, (_, n) => n + 1));
      const folded = events.map(({ body }) => body).reduce<Ticket | undefined>(evolve, undefined);
      // A ticket's history is its events alone.
      expect({ ...folded, history: undefined }).toEqual({ ...stored.body, history: undefined });
      expect(stored.body).not.toHaveProperty('history');
    }
  });
});
