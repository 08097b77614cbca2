import { omitUndefined } from '../util/omit-undefined.js';
import { parseJson, readRetryAfter } from './answer.js';
import { createSseParser } from './sse.js';
import type { EventsRequest, Transport, TransportAnswer, TransportFrame, TransportRequest } from './transport.types.js';

/** A stream without data for this long is dead: the server sends something every 15 seconds. */
const SILENCE_MS = 25_000;
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
}

/** Creates an HTTP transport: JSON with `fetch`, and events as a `text/event-stream` read with `fetch`, so that the token is sent in a header. */
export function httpTransport({ url, fetch: ownFetch, sharesStream = !ownFetch }: HttpTransportOptions): Transport {
  const base = url.replace(/\/+$/, '');

  /** Sends with a time limit. Looks up the global `fetch` on each call, because a page may instrument it later. */
  function send(
    path: string,
    limit: Limit,
    init: RequestInit,
    headers: Record<string, string | undefined>,
    token: string | undefined,
  ) {
    return (ownFetch ?? fetch)(base + path, {
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
    const limit = timeLimit(ANSWER_MS, signal);
    try {
      const json = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        'content-type': json && 'application/json',
        'idempotency-key': idempotencyKey,
        'accept-language': locale,
      };
      const response = await send(path, limit, omitUndefined({ method, body: json }), headers, token);
      const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), response.headers.get('date'));
      const parsed = parseJson(await response.text());
      return omitUndefined({ status: response.status, body: parsed, retryAfterMs }) as TransportAnswer;
    } finally {
      limit.end();
    }
  }

  async function* events({
    token,
    lastEventId,
    signal,
  }: EventsRequest): AsyncGenerator<TransportFrame, void, undefined> {
    const limit = timeLimit(FIRST_FRAME_MS, signal);
    try {
      const headers = { accept: 'text/event-stream', 'last-event-id': lastEventId };
      const { status, body, headers: received } = await send('/v1/events', limit, {}, headers, token);
      if (!body || status !== 200 || !received.get('content-type')?.startsWith('text/event-stream')) {
        throw Object.assign(new Error(`No event stream: HTTP ${status}.`), { status }) satisfies StreamRefused;
      }
      const reader = body.getReader();
      const decoder = new TextDecoder();
      const parse = createSseParser();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        limit.renew(SILENCE_MS);
        for (const frame of parse(decoder.decode(value, { stream: true }))) {
          yield frame.event === 'comment' ? frame : { ...frame, data: JSON.parse(frame.data) };
        }
      }
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
    fetch: (path, init) => (ownFetch ?? fetch)(base + path, init),
    ...(ownFetch ? {} : { url: base }),
  };
}

type Limit = ReturnType<typeof timeLimit>;

/** Creates a signal that aborts when the outer one does, after `ms` without renewal, or at the end. */
function timeLimit(ms: number, outer: AbortSignal | undefined) {
  const controller = new AbortController();
  const { signal } = controller;
  const abort = (): void => controller.abort(outer?.reason);
  const start = (afterMs: number): ReturnType<typeof setTimeout> =>
    setTimeout(() => controller.abort(new Error(`No data from the server for ${afterMs} ms.`)), afterMs);
  let timer = start(ms);
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort, { signal });
  return {
    signal,
    renew(nextMs: number) {
      clearTimeout(timer);
      timer = start(nextMs);
    },
    end() {
      clearTimeout(timer);
      controller.abort();
    },
  };
}
