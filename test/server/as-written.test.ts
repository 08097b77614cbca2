import { builtInTypes } from '@sidecard/core';
import { indexTypes } from '@sidecard/core/authoring';
import type { Problem, TicketAnswer } from '@sidecard/core/wire';
import { readPolicy } from '@sidecard/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUYER, HOST, MAIN, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER, REQUEST, RETURN_ADDRESS } from '../support/tickets.ts';

const AMOUNT = REQUEST['amount'] ?? '';
let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());

/** Agrees to a new return. */
async function agree(fields: Record<string, unknown>) {
  const { ticket } = await world.create();
  const body = { command: 'agree', version: ticket.version, fields: { amount: AMOUNT, ...fields } };
  return world.send<TicketAnswer & Problem>(MAIN, 'POST', `/v1/tickets/${ticket.id}/commands`, body);
}

describe('the server', () => {
  it.each([
    ['(020) 7946 0958', '(020) 7946 0958'],
    ['010-88886666转8001', '010-88886666转8001'],
    ['１３８１２３４２７１６', '13812342716'],
    ['\u202D+86\u00A0138 1234 2716\u202C', '+86 138 1234 2716'],
  ])('[R52] takes the phone number %j', async (phone, kept) => {
    const { status, body } = await agree({ returnAddress: { ...RETURN_ADDRESS, name: 'Ada 👩‍👩‍👧', phone } });
    expect([status, body.ticket.agreed?.returnAddress]).toEqual([
      200,
      { ...RETURN_ADDRESS, name: 'Ada 👩‍👩‍👧', phone: kept },
    ]);
  });

  it('[R52] takes an address of a country without phone, region or postcode', async () => {
    const { status, body } = await agree({ returnAddress: { name: 'Ada', street: '1 Sample Street', country: 'sg' } });
    expect([status, body.ticket.agreed?.returnAddress]).toEqual([
      200,
      { name: 'Ada', street: '1 Sample Street', country: 'SG' },
    ]);
  });

  it.each([
    ['phone', { phone: 'call me' }, { problem: 'unreadable' }],
    ['region', { region: '' }, { problem: 'too-short', by: 1, min: 1 }],
    ['phone', { phone: undefined, country: 'CN' }, { problem: 'too-short', by: 1, min: 1 }],
    ['country', { country: 'China' }, { problem: 'unreadable' }],
  ])('[R52] names the %s of an address that it refuses: %j', async (part, change, problem) => {
    const { status, body } = await agree({ returnAddress: { ...RETURN_ADDRESS, ...change } });
    expect([status, body.problems]).toEqual([422, [{ field: 'returnAddress', ...problem, part }]]);
  });

  it('[R52] says which currency an amount has to have', async () => {
    const { body } = await agree({ amount: '$12', returnAddress: RETURN_ADDRESS });
    expect(body.problems).toEqual([
      expect.objectContaining({ field: 'amount', problem: 'wrong-kind', currency: 'CNY' }),
    ]);
  });

  it('[R52] takes texts with any line breaks, and a tracking number in groups', async () => {
    const text = 'It came broken.\r\nPlease\u000Bcall \u202D+86 138\u202C.\r';
    const { ticket } = await world.create({ request: { ...REQUEST, text } });
    expect(ticket.request['text']).toBe('It came broken.\nPlease\ncall +86 138.');
    await world.move(MAIN, ticket.id, { command: 'agree', fields: { amount: AMOUNT, returnAddress: RETURN_ADDRESS } });
    const fields = { carrier: ' UPS\r\n', trackingNumber: '1Z 999 AA1 01 2345 6784' };
    const sent = await world.move(BUYER, ticket.id, { command: 'submit-return', fields });
    expect(sent.ticket.returnShipment).toMatchObject({ carrier: 'UPS', trackingNumber: '1Z999AA10123456784' });
  });

  it('[R52] takes an order that goes to an address without phone or region', async () => {
    const shipTo = { name: 'Ada', street: '1 Sample Street', country: 'SG' };
    const order = { ...ORDER, id: `${ORDER.id}-sg`, shipTo };
    const body = { type: 'return-refund', orderId: order.id, request: REQUEST, order };
    const { status, body: answer } = await world.send<TicketAnswer>(HOST, 'POST', '/v1/tickets', body);
    expect([status, answer.ticket.order.shipTo]).toEqual([201, shipTo]);
  });
});

describe('a policy', () => {
  it('[R52] has its addresses in one form', () => {
    const written = { ...RETURN_ADDRESS, phone: '\u202D１３８ 1234 2716\u202C', country: 'cn' };
    expect(readPolicy({ returnAddresses: [written] }, indexTypes(builtInTypes))).toEqual({
      ok: true,
      value: { returnAddresses: [{ ...RETURN_ADDRESS, phone: '138 1234 2716', country: 'CN' }] },
    });
  });

  it('[R52] says what an address needs', () => {
    const { phone, ...mute } = RETURN_ADDRESS;
    const read = readPolicy(
      { returnAddresses: [RETURN_ADDRESS, mute, { ...mute, country: 'DE' }] },
      indexTypes(builtInTypes),
    );
    expect(phone).toBeTruthy();
    expect(read).toMatchObject({ ok: false, problems: [{ path: 'returnAddresses[1]', code: 'wrong' }] });
  });
});
