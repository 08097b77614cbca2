import type { EventsRequest, Transport, TransportAnswer, TransportFrame, TransportRequest } from '../client.types.js';
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
export function httpTransport({ url, fetch: given }: HttpTransportOptions): Transport {
  const base = url.replace(/\/+$/, '');
  // Looked up at each call: a page's instrumentation may come later than this.
  const send: typeof fetch = (input, init) => (given ?? fetch)(input, init);

  function headersOf(
    more: Readonly<Record<string, string | undefined>>,
    token: string | undefined,
  ): Record<string, string> {
    const all = { ...more, authorization: token === undefined ? undefined : `Bearer ${token}` };
    return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
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
      const type = body === undefined ? undefined : 'application/json';
      const headers = headersOf(
        { accept: 'application/json', 'content-type': type, 'idempotency-key': idempotencyKey },
        token,
      );
      const init: RequestInit = { method, headers, signal: limit.signal, cache: 'no-store' };
      const response = await send(base + path, body === undefined ? init : { ...init, body: JSON.stringify(body) });
      const retryAfterMs = retryAfter(response.headers.get('retry-after'));
      return {
        status: response.status,
        body: parsed(await response.text()),
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      };
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
      const headers = headersOf({ accept: 'text/event-stream', 'last-event-id': lastEventId }, token);
      const response = await send(`${base}/v1/events`, { headers, signal: limit.signal, cache: 'no-store' });
      const { status, body } = response;
      if (!body || !response.ok || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
        throw Object.assign(new Error(`The event stream was not opened: HTTP ${status}.`), {
          status,
        }) satisfies StreamRefused;
      }
      const reader = body.getReader();
      const decoder = new TextDecoder();
      const parse = createSseParser();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        limit.renew();
        for (const { event, id, data } of parse(decoder.decode(value, { stream: true }))) {
          yield { event, ...(id === undefined ? {} : { id }), data: event === 'comment' ? data : JSON.parse(data) };
        }
      }
    } finally {
      // Whoever leaves early closes the connection with it.
      limit.end();
    }
  }

  return { name: base, request, events };
}

/** A signal that aborts when the outer one does, after `ms` without renewal, or at the end. */
function limited(ms: number, outer: AbortSignal | undefined) {
  const controller = new AbortController();
  const abort = (): void => controller.abort(outer?.reason);
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort, { signal: controller.signal });
  const expire = (): void => controller.abort(new Error(`Nothing was heard for ${ms} ms.`));
  let timer = setTimeout(expire, ms);
  return {
    signal: controller.signal,
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
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds or a date. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
