import type { Problem, Session, TicketAnswer, TicketPage } from '@sidecard/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUYER, MAIN, startTestServer, STAFF, SUB, type TestServer } from '../support/server.ts';
import { ORDER, RETURN_ADDRESS } from '../support/tickets.ts';

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());

const AGREE = {
  command: 'agree',
  fields: { amount: { amountMinor: 25_800, currency: 'CNY' }, returnAddress: RETURN_ADDRESS },
};

describe('a ticket', () => {
  it('is created by the buyer with the facts of the order, and read by both sides', async () => {
    const { ticket, cursor } = await world.create({ orderId: ORDER.id });
    expect(ticket).toMatchObject({
      workflow: 'awaiting-merchant',
      version: 1,
      number: '2607-0001',
      order: { id: ORDER.id },
    });
    expect(cursor).toMatch(/^[^.]+\.1$/);
    const read = await world.get<TicketAnswer>(MAIN, `/v1/tickets/${ticket.id}`);
    expect(read.status).toBe(200);
    expect(read.body.ticket.order.shipTo).toEqual(ORDER.shipTo);
    expect(read.headers.get('cache-control')).toBe('no-store');
  });

  it('moves by commands, and says what the buyer is told', async () => {
    const { ticket } = await world.create();
    const agreed = await world.command(MAIN, ticket.id, { version: 1, ...AGREE });
    expect(agreed.status).toBe(200);
    expect(agreed.body.ticket).toMatchObject({ workflow: 'awaiting-return', version: 2 });
    expect(agreed.body.told?.text).toContain('258.00');
  });

  it('is on the list of its shop, newest change first, page by page', async () => {
    const page = await world.get<TicketPage>(MAIN, '/v1/tickets?limit=1');
    expect(page.body.tickets).toHaveLength(1);
    const rest = await world.get<TicketPage>(MAIN, `/v1/tickets?cursor=${page.body.next ?? ''}`);
    expect(rest.body.tickets.map(({ number }) => number)).not.toContain(page.body.tickets[0]?.number);
    expect(rest.body.next).toBeUndefined();
  });

  it('[R11] is not handled by a sub-account without the permission', async () => {
    const session = await world.get<Session>(SUB, '/v1/session');
    expect(session.body).toMatchObject({ permissions: [], main: false, grantedBy: ['Boss Wang'] });
    const { ticket } = await world.create();
    const refused = await world.command<Problem>(SUB, ticket.id, { version: 1, ...AGREE });
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({
      code: 'permission-missing',
      needs: 'task.handle',
      grantedBy: ['Boss Wang'],
      permissionGuideUrl: 'https://shop.example/guide',
    });
  });

  it('is read by staff', async () => {
    const { ticket } = await world.create();
    expect((await world.get(STAFF, `/v1/tickets/${ticket.id}`)).status).toBe(200);
    expect((await world.get(BUYER, `/v1/tickets/${ticket.id}`)).status).toBe(200);
  });
});
