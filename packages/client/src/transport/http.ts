import { KNOWS_RELATED } from '@sidecard/core/protocol';
import { browserPorts } from '../ports/browser.js';
import type { Ports } from '../ports/ports.types.js';
import { omitUndefined } from '../util/omit-undefined.js';
import { type TimeLimit, timeLimit, within } from '../util/time-limit.js';
import { parseJson, readRetryAfter } from './answer.js';
import type { Ask } from './long-poll.js';
import type { EventsRequest, Transport, TransportAnswer, TransportFrame, TransportRequest } from './transport.types.js';

/** A stream without data for this long is dead: the server sends something every 15 seconds. */
const SILENCE_MS = 20_000;
/** The server sends the first frame at once, but the request may have to wait for a connection. */
const FIRST_FRAME_MS = 20_000;
const ANSWER_MS = 20_000;

/** What {@link httpTransport} takes. */
export interface HttpTransportOptions {
  /** The server's address, such as `https://sidecard.shop.example`. A path before `/v1` is kept. */
  readonly url: string;
  /** @default the global `fetch` */
  readonly fetch?: typeof fetch;
  /**
   * Whether the pages of an account share one event stream, see {@link Transport.sharesStream}. @default true, unless there is a `fetch`
   * of your own
   */
  readonly sharesStream?: boolean;
}

/** The error of an event stream that could not be opened. */
export interface StreamRefused extends Error {
  /** The HTTP status. */
  readonly status: number;
  /** What came instead, JSON, or `null` if it is none. */
  readonly body: unknown;
  /** As in {@link TransportAnswer}. */
  readonly retryAfterMs?: number;
  readonly retryAtMs?: number;
}

/** Creates an HTTP transport: JSON with `fetch`, and events as a `text/event-stream` read with `fetch`, so that the token is sent in a header. */
export function httpTransport(options: HttpTransportOptions): Transport {
  return httpTransportWith(browserPorts, options);
}

/** Creates an HTTP transport with other ports: see `createClientWith`. */
export function httpTransportWith(
  ports: Ports,
  { url, fetch: ownFetch, sharesStream = !ownFetch }: HttpTransportOptions,
): Transport {
  if (url == null) throw new TypeError('httpTransport: no url');
  const base = url.replace(/\/+$/, '');

  /** Sends with a time limit. Looks up the global `fetch` on each call, because a page may instrument it later. */
  function send(
    path: string,
    limit: TimeLimit,
    init: RequestInit,
    headers: Record<string, string | undefined>,
    token: string | undefined,
  ) {
    return (ownFetch ?? ports.fetch)(base + path, {
      ...init,
      headers: omitUndefined({ ...headers, authorization: token && `Bearer ${token}` }) as Record<string, string>,
      signal: limit.signal,
      cache: 'no-store',
    });
  }

  async function request({
    method,
    path,
    body,
    idempotencyKey,
    token,
    locale,
    signal,
  }: TransportRequest): Promise<TransportAnswer> {
    const json = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      'content-type': json && 'application/json',
      'idempotency-key': idempotencyKey,
      'accept-language': locale,
    };
    return answer(path, ANSWER_MS, signal, omitUndefined({ method, body: json }), headers, token);
  }

  async function answer(
    path: string,
    limitMs: number,
    outer: AbortSignal | undefined,
    init: RequestInit,
    headers: Record<string, string | undefined>,
    token: string | undefined,
  ): Promise<TransportAnswer> {
    const limit = timeLimit(ports, limitMs, outer);
    try {
      const response = await send(path, limit, init, headers, token);
      const retry = readRetryAfter((name) => response.headers.get(name), ports.now());
      const parsed = parseJson(await response.text());
      return { status: response.status, body: parsed, ...retry };
    } finally {
      limit.end();
    }
  }

  async function* events(request: EventsRequest): AsyncGenerator<TransportFrame, void, undefined> {
    const { token, lastEventId, signal, firstFrameMs } = request;
    if (request.poll) {
      // Few pages need it.
      const loading = timeLimit(ports, FIRST_FRAME_MS, signal);
      const { longPoll } = await within(loading, import('./long-poll.js')).finally(loading.end);
      const ask: Ask = (path, after, ms) => {
        const headers = { accept: `application/json;${KNOWS_RELATED}`, 'last-event-id': after };
        return answer(path, ms, signal, {}, headers, token);
      };
      yield* longPoll(lastEventId, ask, ports.monotonic);
      return;
    }
    const limit = timeLimit(ports, firstFrameMs ?? FIRST_FRAME_MS, signal);
    let isLate = firstFrameMs !== undefined;
    try {
      const headers = { accept: `text/event-stream;${KNOWS_RELATED}`, 'last-event-id': lastEventId };
      // Loads with the first stream: a page that shows cards begins without it.
      const [response, { createSseParser }] = await Promise.all([
        send('/v1/events', limit, {}, headers, token),
        within(limit, import('./sse.js')),
      ]);
      const { status, body, headers: received } = response;
      if (!body || status !== 200 || !received.get('content-type')?.startsWith('text/event-stream')) {
        const instead = status === 200 ? null : (parseJson(await response.text()) ?? null);
        const retry = readRetryAfter((name) => received.get(name), ports.now());
        throw Object.assign(new Error(`No event stream: HTTP ${status}.`), {
          ...{ status, body: instead, ...retry },
        }) satisfies StreamRefused;
      }
      const reader = body.getReader();
      const decoder = new TextDecoder();
      const parse = createSseParser();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        limit.renew(SILENCE_MS);
        for (const frame of parse(decoder.decode(value, { stream: true }))) {
          isLate = false;
          yield frame.event === 'comment' ? frame : { ...frame, data: JSON.parse(frame.data) };
        }
      }
    } catch (error) {
      if (limit.signal.aborted && !signal.aborted)
        throw Object.assign(new Error('No frame in time.'), { isLate, isSilent: !isLate });
      throw error;
    } finally {
      // Also closes the connection when the consumer stops early.
      limit.end();
    }
  }

  return {
    name: base,
    sharesStream,
    request,
    events,
    fetch: (path, init) => (ownFetch ?? ports.fetch)(base + path, init),
    ...(ownFetch ? {} : { url: base }),
  };
}
