import { DAY_MS } from '@sidecard/core';
import type { PaymentPage, Problem, TicketAnswer } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LATE } from '../support/requests.ts';
import { type Claims, peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER, RETURN_ADDRESS } from '../support/tickets.ts';

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());

let shops = 0;
const someone = () => peopleOf(`payments-${++shops}`);
const claim = (who: ReturnType<typeof peopleOf>, orderId = ORDER.id, by: Claims = who.buyer) =>
  world.create({ type: 'commitment-claim', orderId, request: LATE }, by);
const list = async (who: Claims, query = '') => (await world.get<PaymentPage>(who, `/v1/payments${query}`)).body;

describe('a claim', () => {
  it('[R44] [R45] is raised by the buyer, paid by the shop with one key, and reported by the host', async () => {
    const who = someone();
    const { ticket } = await claim(who);
    expect(ticket).toMatchObject({ type: 'commitment-claim', workflow: 'awaiting-merchant', covered: false });
    expect(await list(who.host)).toEqual({ payments: [] });
    const staff = await world.stream(who.staff);
    const { ticket: paid, sentMessage } = await world.move(who.main, ticket.id, { command: 'agree' });
    expect(paid).toMatchObject({ workflow: 'resolved', settlement: 'pending' });
    expect(sentMessage?.text).toContain('¥13.90');
    // The platform's stream says so at once, and the queue keeps it.
    const { data } = await staff.until('ticket');
    expect(data.ticket).toMatchObject({ id: ticket.id, settlement: 'pending' });
    await staff.close();
    const due = {
      ...{
        ticketId: ticket.id,
        orderId: ORDER.id,
        direction: 'to-buyer',
        kind: 'compensation',
        state: 'due',
        commitment: 'ship-by',
      },
      ...{ amount: { amountMinor: 1_390, currency: 'CNY' }, dueSinceMs: world.clock.now(), version: 2 },
    };
    expect(await list(who.host)).toEqual({ payments: [due] });
    const record = { command: 'record-settlement', choice: 'succeeded', version: due.version };
    expect((await world.command(who.host, ticket.id, record)).status).toBe(200);
    expect(await list(who.host, '?state=due')).toEqual({ payments: [] });
    expect(await list(who.host, '?state=succeeded')).toEqual({
      payments: [{ ...due, state: 'succeeded', version: 3 }],
    });
    const again = { type: 'commitment-claim', orderId: ORDER.id, request: LATE };
    const refused = await world.send<Problem>(who.buyer, 'POST', '/v1/tickets', again);
    expect([refused.status, refused.body.code, refused.body.because]).toEqual([
      409,
      'request-not-allowed',
      'already-claimed',
    ]);
  });

  it('[R45] of a repair fee is the buyer’s, due while the ticket is open, and lets it go on', async () => {
    const who = someone();
    const request = { items: [{ itemId: 'mug', quantity: 1 }], reason: 'defect' };
    const { ticket } = await world.create({ type: 'repair', orderId: ORDER.id, request }, who.buyer);
    const parcel = { carrier: 'ZTO', trackingNumber: '73120458817' };
    const quote = { fee: { amountMinor: 1_500, currency: 'CNY' }, text: 'The glaze is chipped.' };
    await world.move(who.main, ticket.id, { command: 'agree', fields: { returnAddress: RETURN_ADDRESS } });
    await world.move(who.buyer, ticket.id, { command: 'submit-return', fields: parcel });
    await world.move(who.main, ticket.id, { command: 'confirm-receipt' });
    await world.move(who.main, ticket.id, { command: 'propose', choice: 'quote', fields: quote });
    await world.move(who.buyer, ticket.id, { command: 'accept-proposal' });
    const due = { ticketId: ticket.id, direction: 'from-buyer', kind: 'fee', amount: quote.fee };
    expect((await list(who.host)).payments).toMatchObject([{ ...due, state: 'due' }]);
    const paid = await world.move(who.host, ticket.id, { command: 'record-settlement', choice: 'succeeded' });
    expect(paid.ticket).toMatchObject({ workflow: 'awaiting-fulfilment', collected: quote.fee });
    expect(await list(who.host)).toEqual({ payments: [] });
    expect((await list(who.host, '?state=succeeded')).payments).toMatchObject([{ ...due, state: 'succeeded' }]);
    // It stays there while another payment of the ticket is due: what was paid too much.
    const less = { fee: { amountMinor: 800, currency: 'CNY' }, text: 'It took less than we thought.' };
    await world.move(who.main, ticket.id, { command: 'propose', choice: 'quote', fields: less });
    await world.move(who.buyer, ticket.id, { command: 'accept-proposal' });
    await world.move(who.main, ticket.id, { command: 'fulfil', choice: 'done', fields: parcel });
    await world.move(who.buyer, ticket.id, { command: 'confirm-fulfilment' });
    expect((await list(who.host)).payments).toMatchObject([{ kind: 'prepaid', amount: { amountMinor: 700 } }]);
    expect((await list(who.host, '?state=succeeded')).payments).toMatchObject([{ kind: 'fee', amount: less.fee }]);
  });

  it('[R30] [R45] is paid by the system when the shop does not answer; the host can raise it', async () => {
    const who = someone();
    const { ticket } = await claim(who, ORDER.id, who.host);
    world.clock.advance(2 * DAY_MS);
    await world.server.tick();
    expect((await world.get<TicketAnswer>(who.buyer, `/v1/tickets/${ticket.id}`)).body.ticket).toMatchObject({
      ...{ workflow: 'resolved', settlement: 'pending', ending: 'met' },
    });
    expect((await list(who.host)).payments).toMatchObject([{ kind: 'compensation', commitment: 'ship-by' }]);
  });
});

describe('a goodwill payment', () => {
  it('[R45] is made by the shop, and the message reaches the buyer once', async () => {
    const who = someone();
    const request = { goodwill: { amountMinor: 500, currency: 'CNY' }, reason: 'apology' };
    const refused = await world.send<Problem>(who.sub, 'POST', '/v1/tickets', {
      type: 'goodwill',
      orderId: ORDER.id,
      request,
    });
    expect([refused.status, refused.body.needs]).toEqual([403, 'task.handle']);
    const answer = await world.create({ type: 'goodwill', orderId: ORDER.id, request }, who.main);
    expect(answer.sentMessage?.text).toContain('¥5.00');
    expect(answer.ticket.history[0]?.sentMessage).toEqual(answer.sentMessage);
    const stream = await world.stream(who.main);
    expect((await stream.until('reply')).data).toMatchObject({ text: answer.sentMessage?.text });
    await stream.close();
    expect((await list(who.host)).payments).toMatchObject([{ kind: 'goodwill', amount: request.goodwill }]);
  });
});

describe('GET /v1/payments', () => {
  it('[R45] is read by pages, latest change first, and only by the host’s backend of the shop', async () => {
    const who = someone();
    const ids: string[] = [];
    for (const count of [1, 2, 3]) {
      const { ticket } = await claim(who, `${ORDER.id}-${count}`);
      world.clock.advance(1_000);
      await world.move(who.main, ticket.id, { command: 'agree' });
      ids.unshift(ticket.id);
    }
    const first = await list(who.host, '?limit=2');
    expect(first.payments.map(({ ticketId }) => ticketId)).toEqual(ids.slice(0, 2));
    const second = await list(who.host, `?limit=2&cursor=${first.next ?? ''}`);
    expect([second.payments.map(({ ticketId }) => ticketId), second.next]).toEqual([ids.slice(2), undefined]);
    expect(await list(someone().host)).toEqual({ payments: [] });
    for (const other of [who.buyer, who.main, who.staff]) {
      const [none, known] = [await world.get(other, '/v1/none'), await world.get(other, '/v1/payments')];
      expect([known.status, known.text]).toEqual([404, none.text]);
    }
    expect((await world.get(who.host, '/v1/payments?state=paid')).status).toBe(422);
  });

  it('[R45] keeps notifying the platform of a payment that nobody makes', async () => {
    const who = someone();
    const { ticket } = await claim(who);
    await world.move(who.main, ticket.id, { command: 'agree' });
    const notices = async () =>
      (await world.get<TicketAnswer>(who.staff, `/v1/tickets/${ticket.id}`)).body.ticket.history.filter(
        ({ kind, choice }) => kind === 'deadline-noticed' && choice === 'settle',
      ).length;
    for (const count of [1, 2]) {
      world.clock.advance(7 * DAY_MS);
      await world.server.tick();
      expect(await notices()).toBe(count);
    }
    const { ticket: seen } = (await world.get<TicketAnswer>(who.buyer, `/v1/tickets/${ticket.id}`)).body;
    expect(seen.history.map(({ kind }) => kind)).toEqual(['ticket-created', 'agreed']);
  });
});
