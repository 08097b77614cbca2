import { demand, short, Unmet } from './demand.js';
import type { Person, TokenSource } from './tokens.js';

/** A JSON value of an answer; checks look into it without knowing its shape. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

/** An answer, read whole. */
export interface Answer {
  /** For sentences: `GET /v1/session as buyer`. */
  readonly of: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: Uint8Array;
  /** The body, if it is JSON. */
  readonly body: Json;
}

/** Who asks: somebody with a valid token, a token as it is, or nobody. */
export type Asker = Person | { readonly token: string } | undefined;

/** What a request sends. */
export interface Sent {
  /** A JSON value, or a body as it is. */
  readonly body?: unknown;
  readonly raw?: string | Uint8Array;
  /** The `Idempotency-Key`. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** How long a request waits for a limit of requests, in milliseconds. */
const LIMITED_MS = 60_000;
/** A body that a server may refuse without reading it, in characters. */
const LARGE = 60_000;

/** Sends requests to the server. */
export class Wire {
  readonly url: string;
  readonly tokens: TokenSource;
  readonly patienceMs: number;
  /** What the server has said last, for a check that cannot read it. */
  last: string | undefined;

  constructor(url: string, tokens: TokenSource, patienceMs = 8_000) {
    this.patienceMs = patienceMs;
    this.url = url.replace(/\/+$/, '');
    this.tokens = tokens;
  }

  /** Sends a request and reads its answer. Waits where the server asks for it by 429. */
  async send(who: Asker, method: string, path: string, sent: Sent = {}): Promise<Answer> {
    const until = Date.now() + LIMITED_MS;
    for (;;) {
      const response = await this.open(who, method, path, sent);
      const bytes = new Uint8Array(await response.arrayBuffer());
      const text = new TextDecoder().decode(bytes);
      const of = `${method} ${path}${nameOf(who)}`;
      const waitMs = Number(response.headers.get('retry-after')) * 1000;
      if (response.status === 429 && waitMs > 0 && Date.now() + waitMs < until && isLimit(path)) {
        await pause(waitMs);
        continue;
      }
      this.last = `${of} answered ${response.status}: ${text}`;
      return { of, status: response.status, headers: response.headers, text, bytes, body: parse(text) };
    }
  }

  /** Sends a request and returns when its headers have come. */
  async open(
    who: Asker,
    method: string,
    path: string,
    { body, raw, key, headers, signal }: Sent = {},
  ): Promise<Response> {
    const token = who === undefined ? undefined : 'token' in who ? who.token : await this.tokens.token(who);
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const late = new AbortController();
    const ms = 4 * this.patienceMs;
    const timer = setTimeout(() => late.abort(new Error(`nothing within ${ms / 1000} s`)), ms);
    timer.unref();
    try {
      return await fetch(this.url + path, {
        method,
        redirect: 'manual',
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(content === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
          // Servers close connections whose bodies they do not read: the next request must not get such a one.
          ...(raw === undefined && (content?.length ?? 0) < LARGE ? {} : { connection: 'close' }),
          ...headers,
        },
        ...(content === undefined ? {} : { body: content as string }),
        signal: AbortSignal.any(signal ? [signal, late.signal] : [late.signal]),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      const { message, cause } = error as Error;
      throw new Unmet(
        `${method} ${path}${nameOf(who)} got no answer: ${short(String((cause as Error | undefined)?.message ?? message))}.`,
      );
    } finally {
      // A stream may go on.
      if (signal) clearTimeout(timer);
    }
  }
}

/** Streams are refused for their number, which does not pass by waiting. */
const isLimit = (path: string) => !path.startsWith('/v1/events');

/** Waits. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function nameOf(who: Asker): string {
  if (who === undefined) return ' without a token';
  return 'token' in who ? ' with a bad token' : ` as ${who.party}`;
}

/** Demands a status. */
export function status(answer: Answer, wanted: number): Answer {
  demand(
    answer.status === wanted,
    () => `${answer.of} answered ${answer.status}, expected ${wanted}: ${short(answer.text)}`,
  );
  return answer;
}

/** Demands a refusal: its status, and a problem with its code (RFC 9457). */
export function refused(answer: Answer, wanted: number, code: string): Answer {
  status(answer, wanted);
  const type = answer.headers.get('content-type') ?? '';
  demand(
    type.startsWith('application/problem+json'),
    `${answer.of} was refused as ${type || 'nothing'}, expected application/problem+json.`,
  );
  const { body } = answer;
  demand(
    body?.code === code,
    () =>
      `${answer.of} was refused with the code ${short(JSON.stringify(body?.code))}, expected ${code}: ${short(answer.text)}`,
  );
  demand(
    body.status === wanted,
    () => `The problem of ${answer.of} says \`status\` ${short(JSON.stringify(body.status))}, expected ${wanted}.`,
  );
  demand(
    body.type === `urn:sidecard:problem:${code}`,
    () => `The problem of ${answer.of} has the type ${short(JSON.stringify(body.type))}.`,
  );
  demand(typeof body.title === 'string' && body.title !== '', `The problem of ${answer.of} has no title.`);
  return answer;
}

/** Demands a header. */
export function header(answer: { readonly of: string; readonly headers: Headers }, name: string, wanted: RegExp): void {
  const value = answer.headers.get(name);
  demand(
    wanted.test(value ?? ''),
    () => `${answer.of} answered \`${name}: ${value ?? '(missing)'}\`, expected ${wanted.source}.`,
  );
}
