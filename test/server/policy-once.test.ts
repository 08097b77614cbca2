import { DEFAULT_POLICY, type Policy } from '@sidecard/core';
import type { Problem } from '@sidecard/core/wire';
import { createMapsStore } from '@sidecard/server/memory';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUYER, type Claims, HOST, MAIN, STAFF, startTestServer, SUB, type TestServer } from '../support/server.ts';
import { DECLINE, ORDER, POLICY, REQUEST } from '../support/tickets.ts';

/** Answers differently each time: cards and staff messages or none, another guide, a shorter deadline. */
const policyNumber = (number: number): Policy => ({
  ...POLICY,
  coveredTypes: number % 2 === 0 ? DEFAULT_POLICY.coveredTypes : [],
  permissionGuideUrl: `https://shop.example/guide-${number}`,
  deadlines: { '*': { answer: number * 3_600_000 } },
});

describe('a policy that answers differently each time', () => {
  let world: TestServer;
  let asked: string[];

  beforeEach(async () => {
    asked = [];
    world = await startTestServer({
      store: createMapsStore(),
      policy: (merchantId) => policyNumber(asked.push(merchantId)),
    });
    for (const who of [MAIN, SUB]) await world.get(who, '/v1/session');
  });
  afterEach(() => world.stop());

  const create = { type: 'return-refund', orderId: `${ORDER.id}-once`, request: REQUEST, locale: 'en' };

  it('is asked once by every request', async () => {
    const { ticket } = await world.create(create);
    const path = `/v1/tickets/${ticket.id}`;
    const decline = { version: 1, ...DECLINE };
    const requests: readonly [Claims, string, string, unknown?, string?][] = [
      [BUYER, 'POST', '/v1/tickets', { ...create, orderId: `${ORDER.id}-other` }, 'key-of-create'],
      [BUYER, 'POST', '/v1/tickets', { ...create, orderId: `${ORDER.id}-other` }, 'key-of-create'],
      [BUYER, 'POST', '/v1/tickets', { ...create, type: 'none' }],
      [BUYER, 'POST', '/v1/tickets', { ...create, orderId: 'none' }],
      [SUB, 'POST', `${path}/commands`, decline],
      [MAIN, 'POST', `${path}/commands`, { ...decline, version: 7 }],
      [MAIN, 'POST', `${path}/commands`, decline, 'key-of-decline'],
      [MAIN, 'POST', `${path}/commands`, decline, 'key-of-decline'],
      [BUYER, 'POST', `${path}/commands`, { command: 'escalate', version: 2 }],
      [MAIN, 'POST', `${path}/staff-messages`, { purpose: 'progress-update', text: 'It left us whole.' }],
      [SUB, 'POST', `${path}/staff-messages`, { purpose: 'progress-update', text: 'May I?' }],
      [STAFF, 'POST', `${path}/staff-messages`, { text: 'Noted.' }],
      [SUB, 'PATCH', `/v1/accounts/${SUB.accountId}`, { permissions: [] }],
      [MAIN, 'PATCH', `/v1/accounts/${SUB.accountId}`, { permissions: ['task.handle'] }],
      ...[BUYER, MAIN, SUB, STAFF, HOST].flatMap((who): [Claims, string, string][] =>
        ['/v1/session', '/v1/tickets', path, `${path}/staff-messages`, '/v1/queues', '/v1/accounts', '/v1/none'].map(
          (at) => [who, 'GET', at],
        ),
      ),
    ];
    const counted = [];
    for (const [who, method, at, body, key] of requests) {
      const before = asked.length;
      const { status } = await world.send(who, method, at, body, key);
      counted.push({ request: `${who.accountId} ${method} ${at} ${status}`, asked: asked.length - before });
    }
    expect(counted.filter((request) => request.asked !== 1)).toEqual([]);
    expect(new Set(asked)).toEqual(new Set(['shop-1']));
  });

  it('is one within a create: the answer, its deadline and the card agree', async () => {
    for (const order of ['a', 'b', 'c', 'd']) {
      const { ticket } = await world.create({ ...create, orderId: `${ORDER.id}-${order}` });
      const number = asked.length;
      expect(ticket.covered).toBe(number % 2 === 0);
      expect(ticket.deadlines[0]?.dueAtMs).toBe(world.clock.now() + number * 3_600_000);
      const stream = await world.stream(MAIN);
      const cards = (await stream.pending()).filter(
        ({ event, data }) => event === 'card' && 'ticketId' in data && data.ticketId === ticket.id,
      );
      expect(cards).toHaveLength(ticket.covered ? 1 : 0);
      await stream.close();
    }
  });

  it('is one within a refusal: the guide is of the policy that refused', async () => {
    const { ticket } = await world.create(create);
    const { body } = await world.command<Problem>(SUB, ticket.id, { version: 1, ...DECLINE });
    expect(body.permissionGuideUrl).toBe(`https://shop.example/guide-${asked.length}`);
    const conflict = await world.command<Problem>(MAIN, ticket.id, { version: 9, ...DECLINE });
    expect(conflict.body.ticket?.covered).toBe(asked.length % 2 === 0);
  });

  it('is asked once for all deadlines of a merchant that pass, and once when a stream brings what is open', async () => {
    for (const order of ['a', 'b', 'c']) await world.create({ ...create, orderId: `${ORDER.id}-${order}` });
    world.clock.advance(100 * 3_600_000);
    let before = asked.length;
    await world.server.tick();
    // By the deadlines, and for how long the archive keeps its cases.
    expect(asked.length - before).toBe(2);
    before = asked.length;
    const stream = await world.stream(MAIN);
    await stream.pending();
    // by the request, and for the cards
    expect(asked.length - before).toBe(2);
    await stream.close();
  });
});
