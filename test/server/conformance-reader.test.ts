import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkConformance, EventReader, type Person, secretTokens, Wire } from '@sidecard/conformance';
import { afterEach, expect, it } from 'vitest';

const tokens = secretTokens({ secret: 'a secret of the tests, 32 bytes or more', issuer: 'i', audience: 'a' });
const BUYER: Person = { party: 'buyer', accountId: 'ada', merchantId: 'shop', name: 'Ada' };

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => void server?.close(resolve));
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => void server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Reads a stream of which a server sends the parts, each by itself, and which then stays open or ends. */
async function reading(parts: readonly string[], ends = false): Promise<EventReader> {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = ([part, ...others]: readonly string[]): void => {
      if (part !== undefined) response.write(part, () => setImmediate(send, others));
      else if (ends) response.end();
    };
    send(parts);
  });
  return EventReader.open(new Wire(url, tokens, 400), BUYER);
}

it('a frame without JSON is said, and is no end of the stream', async () => {
  const broken = ['event: ready\ndata: {"head":"1"}\n\n', 'event: ticket\ndata: {"tick\n\n'];
  const stream = await reading(broken, true);
  expect(await stream.next()).toMatchObject({ event: 'ready' });
  await expect(stream.next()).rejects.toThrow('A frame `ticket` has no JSON: {"tick');
  await expect((await reading(broken, true)).rest()).rejects.toThrow('has no JSON');
  await expect((await reading(broken, true)).heartbeat(400)).rejects.toThrow('has no JSON');
});

it.each(['\n', '\r\n', '\r'])('lines of a stream end with %j, wherever its parts end', async (end) => {
  const text = [': hello', '', 'event: ready', 'id: 1', 'data: {"head":"1"}', '', 'data: 2', '', ''].join(end);
  const stream = await reading([...text], true);
  expect(await stream.rest()).toEqual([
    { event: 'ready', id: '1', data: { head: '1' } },
    { event: '', id: undefined, data: 2 },
  ]);
});

it('a greeting and `retry` are no heartbeats', async () => {
  const greeted = await reading([': ok\n\n', 'event: ready\ndata: {}\n\n', 'retry: 10\n\n']);
  await greeted.next();
  expect(await greeted.heartbeat(300)).toBe(false);
});

it('a comment after the call is a heartbeat', async () => {
  const stream = await reading(['event: ready\ndata: {}\n\n', ...Array(2000).fill(':\n\n')]);
  await stream.next();
  expect(await stream.heartbeat(4_000)).toBe(true);
});

it('a request that fails is not sent again', async () => {
  let requests = 0;
  const url = await serve((request) => {
    requests++;
    request.socket.destroy();
  });
  const wire = new Wire(url, tokens, 400);
  await expect(wire.send(BUYER, 'POST', '/v1/tickets', { raw: '{"a":' })).rejects.toThrow(
    /^POST \/v1\/tickets as buyer got no answer: /,
  );
  expect(requests).toBe(1);
});

it('a stream without headers is late', async () => {
  const url = await serve(() => undefined);
  await expect(EventReader.open(new Wire(url, tokens, 50), BUYER)).rejects.toThrow(
    'GET /v1/events as buyer got no answer: nothing within 0.2 s.',
  );
});

it('an answer that a check cannot read is quoted', async () => {
  const url = await serve((request, response) => {
    response.writeHead(request.method === 'POST' ? 201 : 200);
    response.end('{"ticket":{"id":"1"},"text":"Called."}');
  });
  const report = await checkConformance({ url, tokens, patienceMs: 400, only: (id) => id === 'shop/notes' });
  const failed = report.results.find(({ outcome }) => outcome === 'failed');
  expect(failed?.why).toMatch(
    /^The answer cannot be read: .*map.*\. GET \/v1\/tickets\/1\/notes as merchant answered 200: \{"ticket"/,
  );
});
