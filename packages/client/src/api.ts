import type { Problem } from '@sidecard/core';
import type { ClientRefusal, Transport, TransportAnswer, TransportRequest } from './client.types.js';
import { given } from './given.js';
import type { Tokens } from './tokens.js';

/** An answer of the server, or why there is none. */
export type ApiAnswer<Body> =
  | { readonly ok: true; readonly body: Body }
  | {
      readonly ok: false;
      readonly error: ClientRefusal;
      /** The same request may well succeed later. */
      readonly again: boolean;
      readonly retryAfterMs?: number;
    };

/** Sends a request with the account's token. Never throws. */
export type Api = <Body>(request: Omit<TransportRequest, 'token' | 'signal'>) => Promise<ApiAnswer<Body>>;

/**
 * Makes the one way by which all parts of the client ask the server something.
 *
 * @param closed - aborts what is under way
 */
export function createApi(transport: Transport, tokens: Tokens, closed: AbortSignal): Api {
  async function attempt(request: Parameters<Api>[0]): Promise<TransportAnswer> {
    for (let renewed = false; ; renewed = true) {
      const turn = tokens.turn();
      const token = await tokens.get();
      closed.throwIfAborted();
      // What one account asked for must not go out in another's name.
      if (turn !== tokens.turn()) throw new Error('The account has changed.');
      const answer = await transport.request(given({ ...request, token, signal: closed }));
      if (answer.status !== 401 || renewed || token === undefined) return answer;
      tokens.spent(token);
    }
  }

  return async <Body>(request: Parameters<Api>[0]): Promise<ApiAnswer<Body>> => {
    try {
      const { status, body, retryAfterMs } = await attempt(request);
      if (status === 204) return { ok: true, body: body as Body };
      // A portal or a proxy may answer 200 with a page of its own.
      const ours = typeof body === 'object' && body !== null;
      if (status >= 200 && status < 300 && ours) return { ok: true, body: body as Body };
      const error: ClientRefusal = isProblem(body) ? body : { code: 'server-error', detail: `HTTP ${status}` };
      const again = status < 300 || status >= 500 || status === 408 || status === 425 || status === 429;
      return given({ ok: false, error, again, retryAfterMs });
    } catch (cause) {
      return { ok: false, error: { code: closed.aborted ? 'closed' : 'network', cause }, again: !closed.aborted };
    }
  };
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && typeof (body as Partial<Problem>).code === 'string';
}
