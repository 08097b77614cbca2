import type { ClientErrorCode } from '../model/client-error.js';
import type { ClientRefusal } from '../model/client-refusal.js';
import type { Ports } from '../ports/ports.types.js';
import { omitUndefined } from '../util/omit-undefined.js';
import { isPassing, waitOf } from './answer.js';
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

/** After how long without an answer the path to the server may be dead. */
const UNANSWERED_MS = 1000;

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
  readonly ports: Ports;
  readonly transport: Transport;
  readonly tokens: Tokens;
  /** Language of the client. */
  readonly locale: string;
  /** Aborts requests that are under way. */
  readonly closed: AbortSignal;
  /** Called when a request that was sent, other than for a file, got no answer; `unanswered`: not yet, for seconds. */
  readonly onDoubt: (why: 'unreachable' | 'unanswered') => void;
  /** The server's time, milliseconds since the Unix epoch, once it is known. */
  readonly serverTime: () => number | undefined;
  /** Called when a request has succeeded. */
  readonly onAnswer: () => void;
  /** Called when a request cannot succeed as the client is set up. */
  readonly onSetupError: (code: ClientErrorCode, cause?: unknown) => void;
}

/** Creates the one function through which the client requests something from the server. */
export function createApi({ ports, transport, tokens, locale, closed, serverTime, ...options }: ApiOptions): Api {
  const { onDoubt, onSetupError } = options;
  /** Whether a Sidecard server has answered: what fails from then on is an outage. */
  let answered = false;
  /** Whether there was a token: the same. */
  let hadToken = false;
  const failedOnce = new Set<ClientErrorCode>();

  /** Begins what may fail once, such as while a network comes up. @returns tells that it has failed, if another one had before it began */
  function watchFailure(code: ClientErrorCode): (cause?: unknown) => void {
    const again = failedOnce.has(code);
    return (cause) => {
      failedOnce.add(code);
      if (again && !closed.aborted && ports.isOnline()) onSetupError(code, cause);
    };
  }

  async function getToken(): Promise<string | undefined> {
    const onFailure = watchFailure('token-failed');
    try {
      const token = await tokens.get();
      hadToken = true;
      return token;
    } catch (cause) {
      if (!hadToken) onFailure(cause);
      throw cause;
    }
  }

  /** @returns `undefined` if the answer would come too late */
  async function attempt(request: ApiRequest, send: Send): Promise<TransportAnswer | undefined> {
    const epoch = tokens.epoch();
    const isLate = (): boolean => closed.aborted || epoch !== tokens.epoch();
    for (let renewed = false; ; renewed = true) {
      const token = await getToken();
      // Never send one account's request in the name of another.
      if (isLate()) return undefined;
      const answer = await send(omitUndefined({ ...request, token, locale, signal: closed }));
      // A transport may ignore the signal, and does not know about accounts.
      if (isLate()) return undefined;
      if (answer.status !== 401) return answer;
      if (renewed || token === undefined) {
        // Something on the way may have answered in the server's place. The problem's `detail` says what is wrong with the token.
        if (isProblem(answer.body)) {
          onSetupError(token === undefined ? 'token-missing' : 'token-refused', answer.body);
        }
        return answer;
      }
      tokens.reject(token);
    }
  }

  const sendJson: Send = async (request) => {
    const cancel = ports.after(UNANSWERED_MS, () => onDoubt('unanswered'));
    const onFailure = watchFailure('server-unreachable');
    try {
      return await transport.request(request);
    } catch (error) {
      if (!closed.aborted) {
        onDoubt('unreachable');
        if (!answered) onFailure(error);
      }
      throw error;
    } finally {
      cancel();
    }
  };

  return async <Body>(request: ApiRequest, check: Check<Body>, send: Send = sendJson): Promise<ApiAnswer<Body>> => {
    const onFailure = watchFailure('not-sidecard');
    try {
      const answer = await attempt(request, send);
      if (!answer) return { ok: false, error: { code: 'closed' }, retryable: false };
      const { status } = answer;
      const body = status === 204 ? {} : answer.body;
      const succeeded = status >= 200 && status < 300;
      if ((succeeded && check(body)) || isProblem(body)) answered = true;
      else if (!answered && !isPassing(status)) onFailure();
      if (succeeded && check(body)) {
        options.onAnswer();
        return { ok: true, body };
      }
      // A captive portal or proxy may answer 200 with its own page, so an invalid body is worth a retry.
      const detail = `${request.method} ${request.path}: HTTP ${status}${succeeded ? ' with an invalid body' : ''}.`;
      const error: ClientRefusal = isProblem(body) && !succeeded ? body : { code: 'server-error', detail };
      const retryable = succeeded || isPassing(status);
      return omitUndefined({ ok: false, error, retryable, retryAfterMs: waitOf(answer, serverTime()) });
    } catch (cause) {
      return { ok: false, error: { code: closed.aborted ? 'closed' : 'network', cause }, retryable: !closed.aborted };
    }
  };
}
