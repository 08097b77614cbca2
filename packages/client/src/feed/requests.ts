import type { FeedPage, Problem, ProblemCode } from '@sidecard/core/wire';
import type { Ports } from '../ports/ports.types.js';
import { isPassing, parseJson, readRetryAfter } from '../transport/answer.js';
import { backoffMs } from '../util/retry-timer.js';
import { timeLimit } from '../util/time-limit.js';

/** How long an answer may take beyond the time that the server waits, in milliseconds. */
const ANSWER_MS = 15_000;

/** How to reach the server. */
export interface FeedRequestOptions {
  /** The server's address, such as `https://sidecard.shop.example`. A path before `/v1` is kept. */
  readonly url: string;
  /**
   * Returns a valid token of the party `messenger`. Called before each request, so keep it until shortly before it expires; and once more if
   * the server does not take one.
   */
  readonly token: () => string | Promise<string>;
  /** Ends the feed. */
  readonly signal?: AbortSignal;
  /** Called with each failure that is waited for: an outage, or an answer of 429 or 5xx. */
  readonly onRetry?: (error: unknown) => void;
  /** @default the global `fetch` */
  readonly fetch?: typeof fetch;
}

/** The server refuses the token, or the request. Trying again changes nothing. */
export class FeedRefused extends Error {
  /** The HTTP status. */
  readonly status: number;
  /** The problem's code; `undefined` if the answer is not from Sidecard. */
  readonly code: ProblemCode | undefined;
  constructor(status: number, code: ProblemCode | undefined) {
    super(`The feed was refused: ${code ?? `HTTP ${status}`}.`);
    this.name = 'FeedRefused';
    this.status = status;
    this.code = code;
  }
}

/** An answer that is not a refusal. */
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The two requests of a feed. */
export interface FeedRequests {
  readonly signal: AbortSignal;
  /** @returns the page after `cursor`; `undefined` if the feed does not continue there */
  readonly get: (cursor: string | undefined, limit: number, waitS: number) => Promise<FeedPage | undefined>;
  readonly acknowledge: (deliveryId: string) => Promise<void>;
}

/** Creates the requests of a feed. Each is repeated until the server answers it. */
export function feedRequests(
  ports: Ports,
  { url, token, onRetry, fetch: ownFetch, ...options }: FeedRequestOptions,
): FeedRequests {
  const base = url.replace(/\/+$/, '');
  const signal = options.signal ?? new AbortController().signal;

  /** Sends until there is an answer. @returns `undefined` once the feed has ended */
  async function send(method: 'GET' | 'POST', path: string, limitMs: number): Promise<Answer | undefined> {
    let refused = false;
    for (let attempt = 0; !signal.aborted; attempt++) {
      let afterMs: number | undefined;
      const limit = timeLimit(ports, limitMs, signal);
      try {
        const response = await (ownFetch ?? ports.fetch)(base + path, {
          method,
          headers: { authorization: `Bearer ${await token()}` },
          signal: limit.signal,
        });
        const { status } = response;
        const body = parseJson(await response.text());
        if (status === 401 && !refused) {
          // It may have expired on the way.
          refused = true;
          continue;
        }
        if (!isPassing(status)) return { status, body };
        afterMs = readRetryAfter((name) => response.headers.get(name), ports.now()).retryAfterMs;
        onRetry?.(new FeedRefused(status, codeOf(body)));
      } catch (error) {
        if (!signal.aborted) onRetry?.(error);
      } finally {
        limit.end();
      }
      await pause(ports, Math.max(afterMs ?? 0, backoffMs(ports, attempt)), signal);
    }
    return undefined;
  }

  return {
    signal,

    get: async (cursor, limit, waitS) => {
      const query = new URLSearchParams({ limit: String(limit), wait: String(waitS) });
      if (cursor !== undefined) query.set('after', cursor);
      const answer = await send('GET', `/v1/feed?${query}`, ANSWER_MS + waitS * 1000);
      if (!answer) return { posts: [], cursor: cursor ?? '' };
      if (answer.status === 410) return undefined;
      if (answer.status !== 200 || !isPage(answer.body)) throw new FeedRefused(answer.status, codeOf(answer.body));
      return answer.body;
    },

    acknowledge: async (deliveryId) => {
      const answer = await send('POST', `/v1/deliveries/${encodeURIComponent(deliveryId)}/ack`, ANSWER_MS);
      if (!answer) throw new Error('The feed ended before the server knew that the message was posted.');
      // After a restored backup the server may not know the delivery: there is nothing to acknowledge then.
      if (answer.status !== 204 && answer.status !== 404) throw new FeedRefused(answer.status, codeOf(answer.body));
    },
  };
}

function codeOf(body: unknown): ProblemCode | undefined {
  return (body as Partial<Problem> | undefined)?.code;
}

function isPage(body: unknown): body is FeedPage {
  const { posts, cursor } = (body ?? {}) as Partial<FeedPage>;
  return Array.isArray(posts) && typeof cursor === 'string';
}

/** Waits, at most until the feed ends. */
export function pause({ after }: Ports, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = after(ms, end);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
