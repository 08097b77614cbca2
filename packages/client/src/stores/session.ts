import { PROTOCOL_VERSION, type Session } from '@sidecard/core';
import { atom, type ReadableAtom } from 'nanostores';
import type { Api } from '../api.js';
import { whileShown } from './while-shown.js';

/**
 * With what this client can do (R27), in the query: a header that an older server does not know of would not pass a browser. Features
 * beyond those of the first release are to be named there, as `&features=…`.
 */
const PATH = `/v1/session?protocol=${PROTOCOL_VERSION}`;

/** Who the client speaks for. */
export interface SessionStore {
  readonly store: ReadableAtom<Session | undefined>;
  readonly get: () => Session | undefined;
  /** Loads it anew. @returns whether it could be loaded */
  readonly refresh: () => Promise<boolean>;
  /** Loads it unless it is known. */
  readonly ensure: () => Promise<Session | undefined>;
  /** Nobody is known: another account's token was given. */
  readonly forget: () => void;
}

/** What the session works with. */
export interface SessionOptions {
  readonly api: Api;
  readonly hold: () => () => void;
  readonly onServerTime: (ms: number) => void;
  /** Called before the store changes. */
  readonly onSession: (session: Session | undefined, before: Session | undefined) => void;
}

/** Makes a session that is not loaded yet. */
export function createSession({ api, hold, onServerTime, onSession }: SessionOptions): SessionStore {
  const store = atom<Session | undefined>();
  let current: Session | undefined;
  let flight: Promise<unknown> | undefined;
  let asked = 0;
  let answered = 0;

  whileShown(store, hold, () => void ensure());

  function put(session: Session | undefined): void {
    const before = current;
    current = session;
    onSession(session, before);
    store.set(session);
  }

  async function refresh(): Promise<boolean> {
    const turn = ++asked;
    const sentAtMs = Date.now();
    const answer = await api<Session>({ method: 'GET', path: PATH });
    // Answers can overtake each other; the one asked for last is the newest.
    if (turn < answered) return true;
    if (!answer.ok) return false;
    answered = turn;
    onServerTime(answer.body.serverTimeMs + (Date.now() - sentAtMs) / 2);
    put(answer.body);
    return true;
  }

  async function ensure(): Promise<Session | undefined> {
    if (!current) await (flight ??= refresh().finally(() => (flight = undefined)));
    return current;
  }

  return {
    store,
    get: () => current,
    refresh,
    ensure,
    forget() {
      answered = ++asked;
      if (current) put(undefined);
    },
  };
}
