import { context, propagation, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import type { RequestEntry } from '@sidecard/server';
import { jsonLog, openTelemetryTraces } from '@sidecard/server/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleOf, SECRET, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER, REQUEST, RETURN_ADDRESS } from '../support/tickets.ts';

const people = peopleOf('logged');
const PHRASES = {
  reason: 'the glaze has come off everywhere',
  decline: 'we would rather send new ones',
  staff: 'only between shop and platform',
  note: 'has complained before',
  template: 'we are so sorry about it',
  path: 'a-path-that-nobody-has',
  header: 'a-key-of-the-buyer',
};

describe('the log of a whole run', () => {
  const lines: string[] = [];
  let world: TestServer;
  const tokens: string[] = [];

  beforeAll(async () => {
    const log = jsonLog((line) => lines.push(line));
    let fails = false;
    world = await startTestServer({
      onRequest: log.onRequest,
      onError: log.onError,
      orders: (_, orderId) =>
        fails ? Promise.reject(new Error('the host is gone')) : Promise.resolve({ ...ORDER, id: orderId }),
    });
    for (const claims of Object.values(people)) tokens.push(await world.token(claims));
    await world.get(people.sub, '/v1/session');
    await world.grant('sub-1', ['task.handle'], people.main);
    const request = { ...REQUEST, text: PHRASES.reason };
    const { ticket } = await world.create({ request }, people.buyer);
    const decline = { command: 'decline', version: 1, fields: { reason: 'other', text: PHRASES.decline } };
    await world.command(people.sub, ticket.id, decline, PHRASES.header);
    await world.command(people.sub, ticket.id, { ...decline, fields: { text: PHRASES.decline.repeat(100) } });
    await world.send(people.sub, 'POST', `/v1/tickets/${ticket.id}/notes`, { text: PHRASES.note });
    await world.command(people.buyer, ticket.id, { command: 'escalate', version: 2, fields: { text: PHRASES.reason } });
    await world.message(people.sub, ticket.id, { purpose: 'progress', text: PHRASES.staff });
    await world.send(people.sub, 'PUT', '/v1/templates/t-1', { scope: 'own', name: 'Sorry', text: PHRASES.template });
    await world.get(people.sub, `/v1/summaries?search=${encodeURIComponent(PHRASES.reason)}`);
    await world.get(people.buyer, `/v1/${PHRASES.path}`);
    await world.send(people.buyer, PHRASES.path.toUpperCase(), `/v1/tickets/${PHRASES.path}`);
    await world.server.fetch(
      new Request('http://sidecard.test/v1/session', { headers: { authorization: `Bearer ${PHRASES.header}` } }),
    );
    fails = true;
    await world.send(people.buyer, 'POST', '/v1/tickets', {
      type: 'return-refund',
      orderId: `${ORDER.id}-gone`,
      request,
    });
  });
  afterAll(() => world.stop());

  it('has a line of JSON for each request, with who, what, how and how long', () => {
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries.length).toBeGreaterThan(12);
    expect(entries).toContainEqual({
      time: expect.any(String) as string,
      level: 'info',
      message: 'request',
      method: 'POST',
      route: '/v1/tickets/:id/commands',
      status: 200,
      tookMs: expect.any(Number) as number,
      party: 'merchant',
      merchantId: 'logged',
      accountId: 'sub-1',
    });
    expect(entries).toContainEqual(expect.objectContaining({ status: 422, code: 'field-invalid' }));
    expect(entries).toContainEqual(expect.objectContaining({ route: 'none', status: 404, code: 'not-found' }));
    expect(entries).toContainEqual(expect.objectContaining({ status: 401, code: 'unauthenticated' }));
    expect(entries).toContainEqual(expect.objectContaining({ status: 503, code: 'unavailable' }));
    expect(entries).toContainEqual(expect.objectContaining({ level: 'error', message: 'Error: the host is gone' }));
  });

  it('has no token, no secret, no text of anybody, and nothing of a buyer', () => {
    const text = lines.join('\n').toLowerCase();
    const { name, phone, street } = RETURN_ADDRESS;
    const ship = ORDER.shipTo;
    const secrets = [
      ...tokens.flatMap((token) => token.split('.')),
      ...[SECRET, ...Object.values(PHRASES), ORDER.buyer.id, ORDER.buyer.name, ORDER.id],
      ...[name, phone, street, ship?.name, ship?.phone, ship?.street].flatMap((one) => one ?? []),
      ...Object.values(people).flatMap((who) => who.name ?? []),
    ];
    for (const secret of secrets) expect(text).not.toContain(secret.toLowerCase());
  });
});

describe('a log that fails', () => {
  it('is reported, and changes no answer', async () => {
    const errors: Error[] = [];
    const world = await startTestServer({
      onRequest: () => {
        throw new Error('no space for logs');
      },
      onError: (error) => void errors.push(error),
    });
    expect((await world.get(people.buyer, '/v1/session')).status).toBe(200);
    expect(errors.map(({ message }) => message)).toEqual(['Error: no space for logs']);
    await world.stop();
  });
});

describe('traces', () => {
  it('have a span for each request, within the trace of the caller, and say nothing of a person', async () => {
    const exporter = new InMemorySpanExporter();
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
    propagation.setGlobalPropagator({
      inject: () => undefined,
      fields: () => ['traceparent'],
      extract(outer, carrier, getter) {
        const [, traceId = '', spanId = ''] = String(getter.get(carrier, 'traceparent')).split('-');
        return trace.setSpanContext(outer, { traceId, spanId, traceFlags: 1, isRemote: true });
      },
    });
    const entries: RequestEntry[] = [];
    const traces = await openTelemetryTraces();
    const world = await startTestServer({ trace: traces!, onRequest: (entry) => void entries.push(entry) });
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await world.get(people.buyer, '/v1/session', { traceparent: `00-${traceId}-b7ad6b7169203331-01` });
    await world.get(people.buyer, '/v1/nowhere');
    expect(exporter.getFinishedSpans().map(({ name, attributes }) => [name, attributes])).toEqual([
      [
        'GET /v1/session',
        {
          'http.request.method': 'GET',
          'http.route': '/v1/session',
          'http.response.status_code': 200,
          'sidecard.party': 'buyer',
          'sidecard.merchant_id': 'logged',
        },
      ],
      ['GET none', expect.objectContaining({ 'http.response.status_code': 404, 'sidecard.code': 'not-found' })],
    ]);
    expect(exporter.getFinishedSpans()[0]?.spanContext().traceId).toBe(traceId);
    expect(entries).toHaveLength(2);
    await world.stop();
    trace.disable();
    propagation.disable();
    context.disable();
  });
});
