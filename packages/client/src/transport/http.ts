import type { EventsRequest, Transport, TransportAnswer, TransportFrame, TransportRequest } from '../client.types.js';
import { given } from '../given.js';
import { createSseParser } from './sse.js';

/** A stream that has brought not a byte for so long is dead: the server says something every 15 seconds. */
const SILENCE_MS = 35_000;
const ANSWER_MS = 20_000;

/** What {@link httpTransport} takes. */
export interface HttpTransportOptions {
  /** Where the server is, such as `https://sidecard.shop.example`; a path before `/v1` is kept. */
  readonly url: string;
  /** @default the environment's */
  readonly fetch?: typeof fetch;
}

/** The event stream could not be opened. */
export interface StreamRefused extends Error {
  /** The HTTP status. */
  readonly status: number;
}

/** Reaches a server over HTTP: JSON by `fetch`, events by `text/event-stream` that `fetch` reads, so that the token stays in a header. */
export function httpTransport({ url, fetch: own }: HttpTransportOptions): Transport {
  const base = url.replace(/\/+$/, '');

  /** Sends with a limit of time. The environment's `fetch` is looked up at each call: a page's instrumentation may come later than this. */
  function send(
    path: string,
    limit: Limit,
    init: RequestInit,
    headers: Record<string, string | undefined>,
    token: string | undefined,
  ) {
    return (own ?? fetch)(base + path, {
      ...init,
      headers: given({ ...headers, authorization: token && `Bearer ${token}` }) as Record<string, string>,
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
    signal,
  }: TransportRequest): Promise<TransportAnswer> {
    const limit = limited(ANSWER_MS, signal);
    try {
      const json = body === undefined ? undefined : JSON.stringify(body);
      const headers = { 'content-type': json && 'application/json', 'idempotency-key': idempotencyKey };
      const response = await send(path, limit, given({ method, body: json }), headers, token);
      const retryAfterMs = retryAfter(response.headers.get('retry-after'));
      return given({ status: response.status, body: parsed(await response.text()), retryAfterMs }) as TransportAnswer;
    } finally {
      limit.end();
    }
  }

  async function* events({
    token,
    lastEventId,
    signal,
  }: EventsRequest): AsyncGenerator<TransportFrame, void, undefined> {
    const limit = limited(SILENCE_MS, signal);
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
        limit.renew();
        for (const frame of parse(decoder.decode(value, { stream: true }))) {
          yield frame.event === 'comment' ? frame : { ...frame, data: JSON.parse(frame.data) };
        }
      }
    } finally {
      // Whoever leaves early closes the connection with it.
      limit.end();
    }
  }

  return { name: base, request, events };
}

type Limit = ReturnType<typeof limited>;

/** A signal that aborts when the outer one does, after `ms` without renewal, or at the end. */
function limited(ms: number, outer: AbortSignal | undefined) {
  const controller = new AbortController();
  const { signal } = controller;
  const abort = (): void => controller.abort(outer?.reason);
  const expire = (): void => controller.abort(new Error(`Nothing was heard for ${ms} ms.`));
  let timer = setTimeout(expire, ms);
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort, { signal });
  return {
    signal,
    renew() {
      clearTimeout(timer);
      timer = setTimeout(expire, ms);
    },
    end() {
      clearTimeout(timer);
      controller.abort();
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds or a date. */
function retryAfter(header: string | null): number | undefined {
  const ms = Number(header) * 1000 || Date.parse(header ?? '') - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
