import { PROTOCOL_VERSION } from '@sidecard/core/protocol';
import type { Session } from '@sidecard/core/wire';
import type { ReadableAtom } from 'nanostores';
import type { Ports } from '../ports/ports.types.js';
import type { ClientRefusal } from '../model/client-refusal.js';
import type { Api } from '../transport/api.js';
import { isSession } from '../transport/checks.js';
import type { RetryTimer } from '../util/retry-timer.js';
import { createObservedStore } from './observed-store.js';

/**
 * Announces this client's capabilities (R27) in the query, because an older server's CORS rules would reject an unknown header. Add
 * features beyond the first release here, as `&features=…`.
 */
const PATH = `/v1/session?protocol=${PROTOCOL_VERSION}`;

/** The account that the client acts for. */
export interface SessionStore {
  readonly store: ReadableAtom<Session | undefined>;
  readonly get: () => Session | undefined;
  /** Loads the session again. @returns whether it could be loaded */
  readonly refresh: () => Promise<boolean>;
  /** Loads the session unless it is known. @returns `undefined` if it could not be loaded */
  readonly ensure: () => Promise<Session | undefined>;
  /** Loads the session, again and again until it is known, or refused, or the client is closed. */
  readonly settle: () => Promise<Session | undefined>;
  /** Why it could not be loaded, if trying again may not help. */
  readonly refusal: () => ClientRefusal | undefined;
  /** Clears the session, because the token names another account. */
  readonly clear: () => void;
}

/** What {@link createSession} takes. */
export interface SessionOptions {
  readonly ports: Ports;
  readonly api: Api;
  readonly retryTimer: RetryTimer;
  readonly closed: AbortSignal;
  readonly retain: () => () => void;
  readonly onServerTime: (ms: number) => void;
  /** Called before the store changes. */
  readonly onSession: (session: Session | undefined, previous: Session | undefined) => void;
}

/** Creates a session that is not loaded yet. */
export function createSession(options: SessionOptions): SessionStore {
  const { ports, api, retryTimer, closed, retain, onServerTime, onSession } = options;
  const { store } = createObservedStore<Session | undefined>(undefined, retain, () => void ensure());
  let current: Session | undefined;
  let refusal: ClientRefusal | undefined;
  let inFlight: Promise<unknown> | undefined;
  let settling: Promise<Session | undefined> | undefined;
  let lastRequestId = 0;
  let answeredRequestId = 0;

  function set(session: Session | undefined): void {
    const previous = current;
    current = session;
    onSession(session, previous);
    store.set(session);
  }

  async function refresh(): Promise<boolean> {
    const requestId = ++lastRequestId;
    const sentAtMs = ports.monotonic();
    const answer = await api({ method: 'GET', path: PATH }, isSession);
    // Answers can arrive out of order; that of the latest request is the newest.
    if (requestId < answeredRequestId) return true;
    refusal = answer.ok || answer.retryable ? undefined : answer.error;
    if (!answer.ok) return false;
    answeredRequestId = requestId;
    onServerTime(answer.body.serverTimeMs + (ports.monotonic() - sentAtMs) / 2);
    set(answer.body);
    return true;
  }

  async function ensure(): Promise<Session | undefined> {
    if (!current) {
      const request = (inFlight ??= refresh());
      await request;
      if (inFlight === request) inFlight = undefined;
    }
    return current;
  }

  async function retry(): Promise<Session | undefined> {
    for (let failures = 0; !closed.aborted; failures++) {
      await ensure();
      if (current || refusal || closed.aborted) break;
      await retryTimer.wait(retryTimer.backoffMs(failures));
    }
    settling = undefined;
    return current;
  }

  return {
    store,
    get: () => current,
    refusal: () => refusal,
    refresh,
    ensure,
    settle: () => (settling ??= retry()),
    clear() {
      answeredRequestId = ++lastRequestId;
      inFlight = refusal = undefined;
      if (current) set(undefined);
    },
  };
}
