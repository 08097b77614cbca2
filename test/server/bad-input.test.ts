import type { Problem, TicketAnswer } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUYER, HOST, MAIN, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER, REQUEST, START_MS } from '../support/tickets.ts';

let world: TestServer;
let ticketId: string;
const faults: Error[] = [];
beforeAll(async () => {
  world = await startTestServer({ onError: (error) => faults.push(error), allowedOrigins: ['https://shop.example'] });
  ticketId = (await world.create()).ticket.id;
});
afterAll(async () => {
  // bad input is the sender's fault: nothing of it may look like ours
  expect(faults).toEqual([]);
  await world.stop();
});

const CREATE = { type: 'return-refund', orderId: ORDER.id, request: REQUEST };
let keys = 0;
async function post(path: string, body: string | Uint8Array, headers: Record<string, string> = {}, who = BUYER) {
  const response = await world.server.fetch(
    new Request(`http://sidecard.test${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await world.token(who)}`,
        'content-type': 'application/json',
        'idempotency-key': `bad-${++keys}`,
        ...headers,
      },
      body: body as BodyInit,
    }),
  );
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: (await response.json()) as Problem,
  };
}
const deep = (depth: number): unknown => (depth === 0 ? 1 : { a: deep(depth - 1) });

describe('a body', () => {
  it.each<[string, string | Uint8Array, number, Problem['code'], Record<string, string>?]>([
    ['is not JSON', '{', 422, 'body-invalid'],
    ['is empty', '', 422, 'body-invalid'],
    ['is a list', '[]', 422, 'body-invalid'],
    ['is null', 'null', 422, 'body-invalid'],
    ['is a number', '1', 422, 'body-invalid'],
    ['is not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), 422, 'body-invalid'],
    ['is of another type', JSON.stringify(CREATE), 422, 'body-invalid', { 'content-type': 'text/plain' }],
    ['is a form', 'type=return-refund', 422, 'body-invalid', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['is too large', JSON.stringify({ ...CREATE, locale: 'x'.repeat(70_000) }), 413, 'body-too-large'],
    ['is too deep', JSON.stringify({ ...CREATE, request: deep(50) }), 422, 'body-invalid'],
    ['is deeper than the stack', '{"a":'.repeat(9000) + '1' + '}'.repeat(9000), 422, 'body-invalid'],
    ['has too many values', JSON.stringify({ ...CREATE, request: { list: Array(6000).fill(1) } }), 422, 'body-invalid'],
    ['reaches for the prototype', '{"__proto__":{"type":"return-refund"}}', 422, 'body-invalid'],
    ['reaches for the constructor', '{"type":"x","request":{"constructor":{"prototype":{}}}}', 422, 'body-invalid'],
    ['has a NUL', JSON.stringify({ ...CREATE, request: { ...REQUEST, text: 'a\u0000b' } }), 422, 'body-invalid'],
    [
      'has half a character',
      '{"type":"return-refund","orderId":"x","request":{"text":"\\ud800"}}',
      422,
      'body-invalid',
    ],
    ['has a stranger', JSON.stringify({ ...CREATE, merchantId: 'shop-2' }), 422, 'body-invalid'],
    ['has no type', JSON.stringify({ ...CREATE, type: undefined }), 422, 'type-unknown'],
    ['has a type that is none', JSON.stringify({ ...CREATE, type: 'toString' }), 422, 'type-unknown'],
    ['has a number for a type', JSON.stringify({ ...CREATE, type: 1 }), 422, 'body-invalid'],
    ['has no order', JSON.stringify({ ...CREATE, orderId: undefined }), 422, 'body-invalid'],
    ['has an order that is no id', JSON.stringify({ ...CREATE, orderId: 'a b' }), 422, 'body-invalid'],
    ['has a list of fields', JSON.stringify({ ...CREATE, request: [] }), 422, 'body-invalid'],
    ['has a language that is none', JSON.stringify({ ...CREATE, locale: '../../etc' }), 422, 'body-invalid'],
    ['lacks a field', JSON.stringify({ ...CREATE, request: { ...REQUEST, reason: undefined } }), 422, 'field-invalid'],
    ['has a field too many', JSON.stringify({ ...CREATE, request: { ...REQUEST, extra: 1 } }), 422, 'field-invalid'],
    [
      'asks for more than was paid',
      JSON.stringify({ ...CREATE, request: { ...REQUEST, amount: { amountMinor: 1e9, currency: 'CNY' } } }),
      422,
      'field-invalid',
    ],
  ])('that %s is refused', async (_, body, status, code, headers = {}) => {
    const refused = await post('/v1/tickets', body, headers);
    expect([refused.status, refused.body.code, refused.type]).toEqual([status, code, 'application/problem+json']);
    expect(refused.body).toMatchObject({ type: `urn:sidecard:problem:${code}`, status });
    expect(refused.body.title).toBeTruthy();
  });

  it('that says it is small and is not is refused all the same', async () => {
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(16_384).fill(32)),
    });
    const response = await world.server.fetch(
      new Request('http://sidecard.test/v1/tickets', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await world.token(BUYER)}`,
          'content-type': 'application/json',
          'idempotency-key': 'endless',
        },
        body: stream,
        duplex: 'half',
      } as RequestInit),
    );
    expect(response.status).toBe(413);
  });

  it('has its lengths counted before its fields', async () => {
    const refused = await post(
      '/v1/tickets',
      JSON.stringify({ ...CREATE, request: { ...REQUEST, text: 'x'.repeat(501) } }),
    );
    expect(refused.body.problems).toEqual([{ field: 'text', problem: 'too-long', by: 1, min: 2, max: 500 }]);
  });
});

describe('a command', () => {
  it.each<[string, unknown, number, Problem['code']]>([
    ['without a name', { version: 1 }, 422, 'body-invalid'],
    ['of no name', { command: '', version: 1 }, 422, 'body-invalid'],
    ['that is a list', { command: ['withdraw'], version: 1 }, 422, 'body-invalid'],
    ['with half a version', { command: 'withdraw', version: 1.5 }, 422, 'body-invalid'],
    ['with a version in words', { command: 'withdraw', version: '1' }, 422, 'body-invalid'],
    ['without its version', { command: 'withdraw' }, 409, 'version-conflict'],
    ['that there is not', { command: 'constructor', version: 1 }, 422, 'command-unknown'],
    ['of another party', { command: 'agree', version: 1 }, 422, 'command-unknown'],
    ['of the system', { command: 'expire', choice: 'answer', version: 1 }, 422, 'command-unknown'],
    ['with a field that there is not', { command: 'withdraw', version: 1, fields: { a: 1 } }, 422, 'field-invalid'],
    ['with strange fields', { command: 'withdraw', version: 1, fields: 'none' }, 422, 'body-invalid'],
    ['with an endless name', { command: 'x'.repeat(100), version: 1 }, 422, 'body-invalid'],
    ['at the wrong time', { command: 'escalate', version: 1 }, 409, 'move-not-allowed'],
  ])('%s is refused', async (_, body, status, code) => {
    const refused = await post(`/v1/tickets/${ticketId}/commands`, JSON.stringify(body));
    expect([refused.status, refused.body.code]).toEqual([status, code]);
  });
});

describe('a request', () => {
  it.each<[string, string, number, Problem['code']]>([
    ['an id that is none', '/v1/tickets/%00', 404, 'not-found'],
    ['an id with a blank', '/v1/tickets/a%20b', 404, 'not-found'],
    ['an endless id', `/v1/tickets/${'x'.repeat(500)}`, 404, 'not-found'],
    ['a broken escape', '/v1/tickets/%E0%A4%A', 404, 'not-found'],
    ['no path', '/v1', 404, 'not-found'],
    ['a limit of nothing', '/v1/tickets?limit=0', 422, 'body-invalid'],
    ['too high a limit', '/v1/tickets?limit=201', 422, 'body-invalid'],
    ['a limit in words', '/v1/tickets?limit=all', 422, 'body-invalid'],
    ['a cursor of nonsense', '/v1/tickets?cursor=nonsense', 422, 'body-invalid'],
    ['a cursor with a NUL', '/v1/tickets?cursor=1.%00', 422, 'body-invalid'],
    ['a filter with a NUL', '/v1/tickets?orderId=%00', 422, 'body-invalid'],
    ['an open that is neither', '/v1/tickets?open=maybe', 422, 'body-invalid'],
  ])('with %s is refused', async (_, path, status, code) => {
    const refused = await world.get<Problem>(BUYER, path);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
  });

  it.each([
    ['PUT', '/v1/tickets', 'GET, POST'],
    ['DELETE', '/v1/session', 'GET'],
    ['PATCH', '/v1/events', 'GET'],
    ['POST', '/v1/queues', 'GET'],
    ['GET', '/v1/accounts/me/ask', 'POST'],
    ['POST', '/healthz', 'GET'],
  ])('%s %s is not for that resource', async (method, path, allow) => {
    const refused = await world.send<Problem>(MAIN, method, path);
    expect([refused.status, refused.body.code, refused.headers.get('allow')]).toEqual([
      405,
      'method-not-allowed',
      allow,
    ]);
  });
});

describe('an order that the host brings', () => {
  const [item] = ORDER.items;
  it.each<[string, unknown, string]>([
    ['nothing', null, 'order'],
    ['no items', { ...ORDER, items: [] }, 'order.items'],
    ['too many items', { ...ORDER, items: Array(201).fill(item) }, 'order.items'],
    ['an item without a price', { ...ORDER, items: [{ ...item, paid: 100 }] }, 'order.items[0].paid'],
    ['an item of nothing', { ...ORDER, items: [{ ...item, quantity: 0 }] }, 'order.items[0].quantity'],
    [
      'two currencies',
      { ...ORDER, items: [item, { ...item, paid: { amountMinor: 1, currency: 'USD' } }] },
      'one currency',
    ],
    ['a script for a picture', { ...ORDER, items: [{ ...item, pictureUrl: 'javascript:alert(1)' }] }, 'pictureUrl'],
    ['no buyer', { ...ORDER, buyer: undefined }, 'order.buyer'],
    ['a time in words', { ...ORDER, paidAtMs: 'yesterday' }, 'order.paidAtMs'],
    ['half an address', { ...ORDER, shipTo: { name: 'He' } }, 'order.shipTo.street'],
    ['a phone that is no text', { ...ORDER, shipTo: { ...ORDER.shipTo, phone: 5 } }, 'order.shipTo.phone'],
    ['a country in words', { ...ORDER, shipTo: { ...ORDER.shipTo, country: 'China' } }, 'order.shipTo.country'],
    ['a confirmation in words', { ...ORDER, confirmedAtMs: 'today' }, 'order.confirmedAtMs'],
    ['a promise in words', { ...ORDER, promised: 'soon' }, 'order.promised'],
    ['a promised time in words', { ...ORDER, promised: { shipByMs: 'soon' } }, 'order.promised.shipByMs'],
    ['a promised carrier that is none', { ...ORDER, promised: { carrier: 7 } }, 'order.promised.carrier'],
  ])('with %s is refused, naming what is wrong', async (_, order, named) => {
    const refused = await post(
      '/v1/tickets',
      JSON.stringify({ type: 'return-refund', order, request: REQUEST }),
      {},
      HOST,
    );
    expect([refused.status, refused.body.code]).toEqual([422, 'body-invalid']);
    expect(refused.body.detail).toContain(named);
  });

  it('[R36] is kept with what the shop promised', async () => {
    const at = START_MS;
    const promised = {
      shipByMs: at + 1,
      deliverByMs: at + 2,
      carrier: 'SF',
      returnUntilMs: at + 3,
      resendUntilMs: at + 4,
    };
    const order = { ...ORDER, id: 'with-promises', confirmedAtMs: at, promised: { ...promised, secret: 'x' } };
    const body = { type: 'return-refund', order, request: REQUEST };
    const made = await world.send<TicketAnswer>(HOST, 'POST', '/v1/tickets', body);
    expect(made.body.ticket.order).toEqual({ ...ORDER, id: 'with-promises', confirmedAtMs: at, promised, version: 1 });
  });

  it('is kept without what an order has not', async () => {
    const order = { ...ORDER, id: 'with-more', secret: 'cost price', items: [{ ...item, margin: 0.4 }] };
    const made = await world.send(HOST, 'POST', '/v1/tickets', { type: 'return-refund', order, request: REQUEST });
    expect(made.status).toBe(201);
    expect(made.text).not.toMatch(/secret|margin/);
  });
});

describe('a page of another origin', () => {
  const ask = (origin: string, method = 'OPTIONS') =>
    world.server.fetch(
      new Request('http://sidecard.test/v1/tickets', {
        method,
        headers: { origin, 'access-control-request-method': 'POST' },
      }),
    );

  it('may call when it is on the list, without cookies', async () => {
    const allowed = await ask('https://shop.example');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(allowed.headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
    expect(allowed.headers.get('vary')).toBe('Origin');
    expect(allowed.headers.has('access-control-allow-credentials')).toBe(false);
    // also a refusal can be read
    const refused = await ask('https://shop.example', 'GET');
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, 'https://shop.example']);
  });

  it('may not when it is not', async () => {
    expect((await ask('https://evil.example')).headers.has('access-control-allow-origin')).toBe(false);
    expect((await ask('null')).headers.has('access-control-allow-origin')).toBe(false);
  });

  it('may, whoever it is, where that is wanted', async () => {
    const open = await startTestServer({ database: world.database, allowedOrigins: '*' });
    const response = await open.server.fetch(
      new Request('http://sidecard.test/healthz', { headers: { origin: 'https://any.example' } }),
    );
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    await open.server.stop();
  });
});
