import type { Problem, TicketAnswer, TicketPage } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Claims, peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER, POLICY, REQUEST } from '../support/tickets.ts';

let world: TestServer;
const missing = { type: 'return-refund', reasons: ['damaged'], aboveMinor: 20_000, needs: 'text' } as const;
beforeAll(async () => {
  world = await startTestServer({
    policy: () => ({ ...POLICY, barredRefusals: { 'return-refund': ['wrong-item'] }, requiredEvidence: [missing] }),
  });
});
afterAll(() => world.stop());

let shops = 0;
async function shop() {
  const who = peopleOf(`opening-${++shops}`);
  for (const account of [who.main, who.sub]) await world.get(account, '/v1/session');
  return who;
}
const tickets = async (who: Claims) => (await world.get<TicketPage>(who, '/v1/tickets')).body.tickets;
const body = (change: object = {}) => ({ type: 'return-refund', orderId: ORDER.id, request: REQUEST, ...change });

describe('[R51] a ticket that the agent opens for the buyer', () => {
  it('[R1] is opened once, has one card, and is the buyer’s to withdraw', async () => {
    const who = await shop();
    const stream = await world.stream(who.main);
    const send = () => world.send<TicketAnswer>(who.main, 'POST', '/v1/tickets', body(), 'open-once');
    const [first, again] = [await send(), await send()];
    expect([first.status, again.status, again.body.ticket.id]).toEqual([201, 201, first.body.ticket.id]);
    const { data: card } = await stream.until('card');
    expect(card.ticketId).toBe(first.body.ticket.id);
    expect((await stream.pending()).filter(({ event }) => event === 'card')).toEqual([]);
    await stream.close();
    const [own] = await tickets(who.buyer);
    expect(own).toMatchObject({ id: first.body.ticket.id, history: [{ by: { party: 'merchant' } }] });
    expect(own?.history[0]?.by).toEqual({ party: 'merchant' });
    const { ticket } = await world.move(who.buyer, first.body.ticket.id, { command: 'withdraw' });
    expect(ticket).toMatchObject({ workflow: 'closed', ending: 'withdrawn' });
  });

  it('[R11] needs the permission to handle tickets, and an order of the shop', async () => {
    const who = await shop();
    const refused = await world.send<Problem>(who.sub, 'POST', '/v1/tickets', body());
    expect([refused.status, refused.body.code, refused.body.needs]).toEqual([403, 'permission-missing', 'task.handle']);
    expect(await tickets(who.buyer)).toEqual([]);
  });
});

describe('[R43] the occasion of a case', () => {
  it('is a link for the shop and the platform, and nothing for the buyer', async () => {
    const who = await shop();
    const occasion = { kind: 'review', url: 'https://shop.example/reviews/17' };
    const { ticket } = await world.create({ occasion } as never, who.buyer);
    const read = async (reader: Claims) =>
      (await world.get<TicketAnswer>(reader, `/v1/tickets/${ticket.id}`)).body.ticket.occasion;
    expect([await read(who.main), await read(who.sub), await read(who.staff)]).toEqual([occasion, occasion, occasion]);
    expect(await read(who.buyer)).toBeUndefined();
    const wrong = { ...occasion, url: 'javascript:alert(1)' };
    const refused = await world.send<Problem>(who.buyer, 'POST', '/v1/tickets', body({ occasion: wrong }));
    expect([refused.status, refused.body.problems]).toEqual([422, [{ field: 'occasion', problem: 'unreadable' }]]);
  });
});

describe('[R43] [R51] the platform’s rules for requests', () => {
  it('refuse a request without its evidence, and a refusal that they bar, with what to do', async () => {
    const who = await shop();
    const { text: _, ...bare } = REQUEST;
    const lacking = await world.send<Problem>(who.buyer, 'POST', '/v1/tickets', body({ request: bare }));
    expect([lacking.status, lacking.body.problems]).toEqual([422, [{ field: 'text', problem: 'required' }]]);
    const { ticket } = await world.create({ request: { ...bare, reason: 'wrong-item' } }, who.buyer);
    const decline = {
      command: 'decline',
      version: ticket.version,
      fields: { reason: 'other', text: 'It is the right one.' },
    };
    const barred = await world.command<Problem>(who.main, ticket.id, decline);
    expect([barred.status, barred.body.because, barred.body.becauseLabels?.['zh-CN']]).toEqual([
      409,
      'refusal-barred',
      expect.stringContaining('不可拒绝'),
    ]);
  });
});
