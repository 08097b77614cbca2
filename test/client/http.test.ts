import { createClient, httpTransport, memoryStorage, type TransportFrame } from '@sidecard/client';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { until } from './support/until.ts';

const URL_BASE = 'https://sidecard.test/desk/';

/** A transport whose event stream brings these bytes, in these pieces. */
function bringing(pieces: readonly Uint8Array[]) {
  return httpTransport({
    url: URL_BASE,
    fetch: () => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          for (const piece of pieces) controller.enqueue(piece);
          controller.close();
        },
      });
      return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
    },
  });
}

async function framesOf(pieces: readonly Uint8Array[]): Promise<TransportFrame[]> {
  const frames: TransportFrame[] = [];
  for await (const frame of bringing(pieces).events({ signal: new AbortController().signal })) frames.push(frame);
  return frames;
}

const bytes = (text: string) => new TextEncoder().encode(text);

/** Cuts bytes at random places, also within a character. */
const cutAnywhere = (whole: Uint8Array) =>
  fc.array(fc.nat(whole.length), { maxLength: 12 }).map((places) => {
    const cuts = [0, ...places.sort((one, other) => one - other), whole.length];
    return cuts.slice(1).map((end, index) => whole.slice(cuts[index], end));
  });

describe('reading text/event-stream', () => {
  it('gives the same frames however the bytes are cut, and whichever ends the lines have', async () => {
    const frame = fc.record({
      event: fc.constantFrom('ticket', 'card', 'ready'),
      id: fc.option(fc.stringMatching(/^[a-z0-9-]{1,8}\.\d{1,4}$/), { nil: undefined }),
      data: fc.jsonValue(),
    });
    const stream = fc.record({
      frames: fc.array(frame, { minLength: 1, maxLength: 6 }),
      end: fc.constantFrom('\n', '\r\n', '\r'),
      bom: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        stream.chain(({ frames, end, bom }) => {
          const text = frames
            .map(({ event, id, data }) => {
              // JSON over several lines is several data lines
              const lines = JSON.stringify(data, null, 1)
                .split('\n')
                .map((line) => `data: ${line}`);
              return [
                `event: ${event}`,
                ...(id === undefined ? [] : [`id: ${id}`]),
                ...lines,
                ': a comment',
                '',
                '',
              ].join(end);
            })
            .join('');
          return fc.record({ frames: fc.constant(frames), pieces: cutAnywhere(bytes((bom ? '\uFEFF' : '') + text)) });
        }),
        async ({ frames, pieces }) => {
          const got = (await framesOf(pieces)).filter(({ event }) => event !== 'comment');
          const wanted = frames.map(({ event, id, data }) => ({
            event,
            ...(id === undefined ? {} : { id }),
            data: JSON.parse(JSON.stringify(data)),
          }));
          expect(got).toEqual(wanted);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a comment', ': still here\n\n', [{ event: 'comment', data: 'still here' }]],
    ['an empty comment', ':\n', [{ event: 'comment', data: '' }]],
    ['no space after the colon', 'event:ticket\ndata:1\n\n', [{ event: 'ticket', data: 1 }]],
    ['no event name', 'data: 1\n\n', [{ event: 'message', data: 1 }]],
    ['an event without data', 'event: ticket\nid: a.1\n\ndata: 2\n\n', [{ event: 'message', data: 2 }]],
    ['an event that is not finished', 'data: 1\n\ndata: 2\n', [{ event: 'message', data: 1 }]],
    ['fields that it does not know', 'retry: 10\nnew: x\nlonely\ndata: 1\n\n', [{ event: 'message', data: 1 }]],
    ['an id with a NUL', 'id: a\u0000b\ndata: 1\n\n', [{ event: 'message', data: 1 }]],
  ])('takes %s', async (_, text, frames) => {
    expect(await framesOf([bytes(text)])).toEqual(frames);
  });

  it('breaks on data that is no JSON over its lines', async () => {
    await expect(framesOf([bytes('data: 1\ndata: 2\n\n')])).rejects.toThrow(SyntaxError);
  });

  it('gives up on an event without an end', async () => {
    const endless = Array.from({ length: 50 }, () => bytes(`data: ${'x'.repeat(100_000)}\n`));
    await expect(framesOf(endless)).rejects.toThrow('too long');
  });

  it('gives up on a single line without an end', async () => {
    const endless = Array.from({ length: 50 }, () => bytes('x'.repeat(100_000)));
    await expect(framesOf(endless)).rejects.toThrow('too long');
  });
});

describe('httpTransport', () => {
  afterEach(() => vi.useRealTimers());

  it('sends the token in a header, never in an address, and the cursor as Last-Event-ID', async () => {
    const seen: Request[] = [];
    const transport = httpTransport({
      url: URL_BASE,
      fetch: (input, init) => {
        seen.push(new Request(input, init));
        return Promise.resolve(new Response('{"a":1}', { headers: { 'content-type': 'text/event-stream' } }));
      },
    });
    await transport.request({
      method: 'POST',
      path: '/v1/tickets',
      body: { type: 'x' },
      idempotencyKey: 'key-1',
      token: 'secret-token',
    });
    const stream = transport.events({
      token: 'secret-token',
      lastEventId: 'epoch.7',
      signal: new AbortController().signal,
    });
    for await (const _ of stream);
    expect(seen.map(({ url }) => url)).toEqual([
      'https://sidecard.test/desk/v1/tickets',
      'https://sidecard.test/desk/v1/events',
    ]);
    expect(seen.map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer secret-token',
      'Bearer secret-token',
    ]);
    expect(seen[0]?.headers.get('idempotency-key')).toBe('key-1');
    expect(seen[0]?.headers.get('content-type')).toBe('application/json');
    expect(seen[1]?.headers.get('last-event-id')).toBe('epoch.7');
  });

  it('says how long to wait, in seconds or until a date', async () => {
    const headers = [{ 'retry-after': '3' }, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }, {}];
    const answers = [];
    for (const each of headers) {
      const transport = httpTransport({
        url: URL_BASE,
        fetch: () => Promise.resolve(new Response('busy', { status: 503, headers: each })),
      });
      answers.push(await transport.request({ method: 'GET', path: '/v1/session' }));
    }
    expect(answers[0]).toEqual({ status: 503, body: undefined, retryAfterMs: 3000 });
    expect(answers[1]?.retryAfterMs).toBeGreaterThan(55_000);
    // Without `Date` that is a guess, and the client, which knows the server's time, takes the moment.
    expect(answers[1]?.retryAtMs).toBe(Date.parse(headers[1]?.['retry-after'] ?? ''));
    expect(answers[2]).toEqual({ status: 503, body: undefined });
  });

  it('takes a page of a portal for no answer at all, and asks again', async () => {
    let portal = true;
    const client = createClient({
      storage: memoryStorage(),
      transport: httpTransport({
        url: URL_BASE,
        fetch: () =>
          Promise.resolve(
            portal
              ? new Response('<html>Please sign in to this network</html>', {
                  headers: { 'content-type': 'text/html' },
                })
              : Response.json({ code: 'not-found' }, { status: 404 }),
          ),
      }),
    });
    const stop = client.ticket('a').subscribe(() => {});
    const { error } = await until(client.ticket('a'), ({ status }) => status === 'failed');
    expect(error?.code).toBe('server-error');
    portal = false;
    await until(client.ticket('a'), ({ status }) => status === 'not-found');
    stop();
    client.close();
  });

  it('refuses a stream that is none, with its status', async () => {
    const transport = httpTransport({
      url: URL_BASE,
      fetch: () => Promise.resolve(new Response('{}', { status: 401 })),
    });
    const reading = transport.events({ signal: new AbortController().signal })[Symbol.asyncIterator]().next();
    await expect(reading).rejects.toMatchObject({ status: 401 });
    const page = httpTransport({ url: URL_BASE, fetch: () => Promise.resolve(new Response('<html>')) });
    await expect(
      page.events({ signal: new AbortController().signal })[Symbol.asyncIterator]().next(),
    ).rejects.toMatchObject({ status: 200 });
  });

  it('gives up on a stream after 20 seconds without a byte, and not before', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    const transport = httpTransport({
      url: URL_BASE,
      fetch: (_, init) => {
        const body = new ReadableStream<Uint8Array>({
          start(own) {
            controller = own;
            init?.signal?.addEventListener('abort', () => own.error(init.signal?.reason));
          },
        });
        return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
      },
    });
    const frames = transport.events({ signal: new AbortController().signal })[Symbol.asyncIterator]();
    const first = frames.next();
    await vi.advanceTimersByTimeAsync(19_900);
    controller?.enqueue(bytes(': beat\n'));
    expect(await first).toMatchObject({ value: { event: 'comment' } });
    let over = false;
    const second = frames.next().catch((error: unknown) => ((over = true), error));
    await vi.advanceTimersByTimeAsync(19_000);
    // half a line is a sign of life too
    controller?.enqueue(bytes('data'));
    await vi.advanceTimersByTimeAsync(19_900);
    expect(over).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(over).toBe(true);
    expect(await second).toBeInstanceOf(Error);
  });

  it('[live-is-true] gives up on a long poll after 20 seconds too', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let asked = 0;
    const transport = httpTransport({
      url: URL_BASE,
      fetch: (_, init) =>
        new Promise((resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
          if (asked++ === 0) resolve(Response.json({ frames: [], poll: 'p', serverTimeMs: 1 }));
        }),
    });
    const { signal } = new AbortController();
    const frames = transport.events({ signal, poll: true })[Symbol.asyncIterator]();
    expect(await frames.next()).toMatchObject({ value: { event: 'comment' } });
    let over = false;
    const next = frames.next().catch((error: unknown) => ((over = true), error));
    await vi.advanceTimersByTimeAsync(19_900);
    expect([asked, over]).toEqual([2, false]);
    await vi.advanceTimersByTimeAsync(200);
    expect(over).toBe(true);
    expect(await next).toBeInstanceOf(Error);
  });

  it('gives up on an answer after 20 seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const transport = httpTransport({
      url: URL_BASE,
      fetch: (_, init) =>
        new Promise((_resolve, reject) =>
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error)),
        ),
    });
    const asking = transport.request({ method: 'GET', path: '/v1/session' }).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await asking).toBeInstanceOf(Error);
  });
});
