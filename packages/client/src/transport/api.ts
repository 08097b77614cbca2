import type { ClientRefusal } from '../model/client-refusal.js';
import { omitUndefined } from '../util/omit-undefined.js';
import { type Check, isProblem } from './checks.js';
import type { Tokens } from './tokens.js';
import type { Transport, TransportAnswer, TransportRequest } from './transport.types.js';

/** The server's answer, or why there is none. */
export type ApiAnswer<Body> =
  | { readonly ok: true; readonly body: Body }
  | {
      readonly ok: false;
      readonly error: ClientRefusal;
      /** Whether the same request may succeed later. */
      readonly retryable: boolean;
      readonly retryAfterMs?: number;
    };

type ApiRequest = Omit<TransportRequest, 'token' | 'locale' | 'signal'>;

/**
 * Sends a request with the account's token. Never throws. An answer that comes after the client was closed, or after the account has
 * changed, is dropped: the result is the error `closed`. A success whose body fails the check is the error `server-error`.
 */
export type Api = <Body>(request: ApiRequest, check: Check<Body>, send?: Send) => Promise<ApiAnswer<Body>>;

/** How a request is sent. @default with the transport's `request` */
type Send = (request: TransportRequest) => Promise<TransportAnswer>;

/** What {@link createApi} takes. */
export interface ApiOptions {
  readonly transport: Transport;
  readonly tokens: Tokens;
  /** Language of the client. */
  readonly locale: string;
  /** Aborts requests that are under way. */
  readonly closed: AbortSignal;
  /** Called when a request that was sent, other than for a file, got no answer. */
  readonly onUnreachable: () => void;
}

/** Creates the one function through which the client requests something from the server. */
export function createApi({ transport, tokens, locale, closed, onUnreachable }: ApiOptions): Api {
  /** @returns `undefined` if the answer would come too late */
  async function attempt(request: ApiRequest, send: Send): Promise<TransportAnswer | undefined> {
    const epoch = tokens.epoch();
    const isLate = (): boolean => closed.aborted || epoch !== tokens.epoch();
    for (let renewed = false; ; renewed = true) {
      const token = await tokens.get();
      // Never send one account's request in the name of another.
      if (isLate()) return undefined;
      const answer = await send(omitUndefined({ ...request, token, locale, signal: closed }));
      // A transport may ignore the signal, and does not know about accounts.
      if (isLate()) return undefined;
      if (answer.status !== 401 || renewed || token === undefined) return answer;
      tokens.reject(token);
    }
  }

  const sendJson: Send = async (request) => {
    try {
      return await transport.request(request);
    } catch (error) {
      if (!closed.aborted) onUnreachable();
      throw error;
    }
  };

  return async <Body>(request: ApiRequest, check: Check<Body>, send: Send = sendJson): Promise<ApiAnswer<Body>> => {
    try {
      const answer = await attempt(request, send);
      if (!answer) return { ok: false, error: { code: 'closed' }, retryable: false };
      const { status, retryAfterMs } = answer;
      const body = status === 204 ? {} : answer.body;
      const succeeded = status >= 200 && status < 300;
      if (succeeded && check(body)) return { ok: true, body };
      // A captive portal or proxy may answer 200 with its own page, so an invalid body is worth a retry.
      const detail = `${request.method} ${request.path}: HTTP ${status}${succeeded ? ' with an invalid body' : ''}.`;
      const error: ClientRefusal = isProblem(body) && !succeeded ? body : { code: 'server-error', detail };
      const retryable = succeeded || status >= 500 || [408, 425, 429].includes(status);
      return omitUndefined({ ok: false, error, retryable, retryAfterMs });
    } catch (cause) {
      return { ok: false, error: { code: closed.aborted ? 'closed' : 'network', cause }, retryable: !closed.aborted };
    }
  };
}
