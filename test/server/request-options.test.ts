import { builtInTypes } from '@sidecard/core';
import type { Problem, RequestOptionsAnswer, TicketTypeDescription } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Claims, peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER, REQUEST } from '../support/tickets.ts';

const who = peopleOf('shop-1');
const other: Claims = { ...who.buyer, accountId: 'another-buyer', name: 'Chen Xi' };
let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());

const pathOf = (orderId: string) => `/v1/orders/${orderId}/request-options`;
const optionsOf = async (reader: Claims, orderId: string) =>
  (await world.get<RequestOptionsAnswer>(reader, pathOf(orderId))).body;

describe('[R42] what can be asked for about an order', () => {
  it('is every type that the party opens, with the limits of its form and its description', async () => {
    const { order, options } = await optionsOf(who.main, `${ORDER.id}-1`);
    expect(order).toMatchObject({ id: `${ORDER.id}-1`, buyer: ORDER.buyer });
    const opened = builtInTypes.filter(({ openedBy }) => !openedBy || openedBy.includes('merchant'));
    expect(options.map(({ type }) => type)).toEqual(opened.map(({ key }) => key));
    const option = options.find(({ type }) => type === 'return-refund')!;
    expect(option).toMatchObject({ covered: true, limits: { amount: { max: 27_799, currency: 'CNY' } } });
    expect(option).not.toHaveProperty('disabledReason');
    const path = `/v1/ticket-types/return-refund?version=${encodeURIComponent(option.typeVersion)}`;
    const type = (await world.get<TicketTypeDescription>(who.main, path)).body;
    expect(type.request.map(({ key }) => key)).toContain('amount');
  });

  it('says why a type is not possible, as opening it does', async () => {
    const orderId = `${ORDER.id}-2`;
    const items = ORDER.items.map(({ id, quantity }) => ({ itemId: id, quantity }));
    await world.create({ orderId, request: { ...REQUEST, items } }, who.buyer);
    const { options } = await optionsOf(who.main, orderId);
    const { disabledReason } = options.find(({ type }) => type === 'return-refund')!;
    const body = { type: 'return-refund', orderId, request: REQUEST };
    const refused = (await world.send<Problem>(who.main, 'POST', '/v1/tickets', body)).body;
    expect(refused.code).toBe('request-not-allowed');
    expect(disabledReason).toBe(refused.because);
  });

  it('agrees with opening for every type, and for each of them with an empty form', async () => {
    for (const orderId of [`${ORDER.id}-3`, `${ORDER.id}-2`]) {
      const { options } = await optionsOf(who.main, orderId);
      for (const { type, disabledReason } of options) {
        const refused = (await world.send<Problem>(who.main, 'POST', '/v1/tickets', { type, orderId, request: {} }))
          .body;
        if (disabledReason === undefined) expect([type, refused.code]).toEqual([type, 'field-invalid']);
        // The form of a claim names the commitment, so its refusal is told only for a whole form.
        else if (refused.code !== 'field-invalid') expect([type, refused.because]).toEqual([type, disabledReason]);
      }
    }
  });

  it('needs the permission to handle tickets for each of them', async () => {
    const { options } = await optionsOf(who.sub, `${ORDER.id}-1`);
    expect(new Set(options.map(({ disabledReason }) => disabledReason))).toEqual(new Set(['permission-missing']));
  });

  it('is for the buyer their own orders alone: another’s is as unknown as one that does not exist', async () => {
    const own = await optionsOf(who.buyer, `${ORDER.id}-1`);
    expect(own.options.map(({ type }) => type)).not.toContain('goodwill');
    const foreign = await world.get(other, pathOf(`${ORDER.id}-1`));
    const none = await world.get(other, pathOf('none'));
    expect([foreign.status, foreign.text]).toEqual([none.status, none.text]);
    expect(foreign.status).toBe(404);
  });

  it('leaves the other paths of orders to the host', async () => {
    expect((await world.get(who.main, `/v1/orders/${ORDER.id}-1`)).status).toBe(404);
  });
});
