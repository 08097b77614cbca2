import { builtInTypes, type Order } from '@sidecard/core';
import type { Problem, CommonObstacle, TicketAnswer, TicketPage } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextAt, START_MS } from '../support/tickets.ts';
import { requestsFor } from '../support/requests.ts';
import { BUYER, HOST, MAIN, peopleOf, STAFF, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER } from '../support/tickets.ts';

const { shippedAtMs: _shipped, signedAtMs: _signed, ...UNSHIPPED } = ORDER;
const { signedAtMs: _also, ...UNDER_WAY } = ORDER;
/** The same purchase at three stages, each under an id of its own. */
const STAGES: Readonly<Record<string, Order>> = { unshipped: UNSHIPPED, 'under-way': UNDER_WAY, signed: ORDER };

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer({
    orders: (_, id) => {
      const [stage = ''] = id.split(':');
      const order = STAGES[stage];
      return Promise.resolve(order && { ...order, id });
    },
  });
});
afterAll(() => world.stop());

const typeOf = (key: string) => {
  const type = builtInTypes.find((one) => one.key === key);
  if (!type) throw new Error(`no type ${key}`);
  return type;
};
const bodyFor = (key: string, orderId: string) => ({ type: key, orderId, request: requestsFor(typeOf(key))[0] });

describe('a request for which there can be no ticket', () => {
  it.each<[type: string, stage: string, because: CommonObstacle]>([
    ['address-change', 'signed', 'already-signed'],
    ['delivery-issue', 'unshipped', 'not-shipped'],
    ['logistics-stalled', 'unshipped', 'not-shipped'],
    ['logistics-stalled', 'signed', 'already-signed'],
    ['shipment-urging', 'under-way', 'already-shipped'],
    ['presale-deposit', 'under-way', 'already-shipped'],
  ])('%s of an order that is %s is refused, and says why', async (type, stage, because) => {
    const who = peopleOf(`shop-${type}-${stage}`);
    const orderId = `${stage}:${type}`;
    const brought = { ...STAGES[stage], id: orderId };
    const { request } = bodyFor(type, orderId);
    const tries = [
      [who.buyer, bodyFor(type, orderId)],
      [who.staff, bodyFor(type, orderId)],
      [who.host, { type, order: brought, request }],
    ] as const;
    for (const [actor, body] of tries) {
      const refused = await world.send<Problem>(actor, 'POST', '/v1/tickets', body);
      expect([refused.status, refused.headers.get('content-type')]).toEqual([409, 'application/problem+json']);
      expect(refused.body).toMatchObject({ code: 'request-not-allowed', status: 409, because });
    }
    const { body } = await world.get<TicketPage>(who.staff, '/v1/tickets');
    expect(body.tickets).toEqual([]);
  });

  it('is a second one for the same postage, until the first has come to nothing', async () => {
    const who = peopleOf('shop-postage');
    const body = bodyFor('return-postage', 'signed:postage');
    const create = (key: string) => world.send<TicketAnswer & Problem>(who.buyer, 'POST', '/v1/tickets', body, key);
    const first = await create('one');
    const [second, third] = await Promise.all([create('two'), create('three')]);
    for (const refused of [second, third]) {
      expect([refused.status, refused.body.because]).toEqual([409, 'already-requested']);
    }
    // the same one again is no second one
    expect((await create('one')).status).toBe(201);
    await world.move(who.buyer, first.body.ticket.id, { command: 'withdraw' });
    // and a refusal is not kept
    expect((await create('two')).status).toBe(201);
  });

  it('is made once by several at once', async () => {
    const who = peopleOf('shop-at-once');
    const body = bodyFor('return-postage', 'signed:at-once');
    const answers = await Promise.all(
      [who.buyer, who.staff, who.host].map((actor) => world.send(actor, 'POST', '/v1/tickets', body)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it('is known to the description of the interface, with every reason for it', async () => {
    interface Document {
      readonly paths: Record<string, Record<string, { responses: Record<string, { description: string }> }>>;
      readonly components: {
        schemas: Record<string, { properties: Record<string, { examples?: readonly string[] }> }>;
      };
    }
    const { paths, components } = (await world.get<Document>(MAIN, '/openapi.json')).body;
    for (const path of ['/v1/tickets', '/v1/tickets/{id}/commands']) {
      expect(paths[path]?.['post']?.responses['409']?.description).toContain('request-not-allowed');
    }
    const reasons = components.schemas['Problem']?.properties['because']?.examples;
    expect(reasons).toEqual(
      expect.arrayContaining(['already-requested', 'already-shipped', 'already-signed', 'not-shipped']),
    );
  });
});

describe('a request of any type', () => {
  it.each(builtInTypes)('[R3] [R4] $key comes to be by those alone who open its tickets', async (type) => {
    const { openedBy = ['buyer', 'staff', 'host', 'merchant'] } = type;
    const request = requestsFor(type)[0] ?? {};
    const stage =
      Object.keys(STAGES).find((name) => STAGES[name] && !type.refuses?.(STAGES[name], contextAt(START_MS))) ?? '';
    let n = 0;
    for (const who of [BUYER, STAFF, HOST, MAIN]) {
      const status = openedBy.some((party) => party === who.party) ? 201 : 422;
      const orderId = `${stage}:${type.key}:${++n}`;
      const answer = await world.send(who, 'POST', '/v1/tickets', { type: type.key, orderId, request });
      expect([who.party, answer.status, answer.text]).toMatchObject([who.party, status, expect.any(String)]);
    }
  });
});
