import type { Connection } from '../model/connection.js';
import { isPassing, type RetryAfter, waitOf } from '../transport/answer.js';
import { omitUndefined } from '../util/omit-undefined.js';
import type { ConnectionEvent, ConnectionMachine } from './connection-machine.js';

/** After so many attempts without any answer, a server that never answered is shown as unreachable. */
const UNREACHED = 3;

/**
 * Returns what is shown of a connection.
 *
 * @param asOfMs - when the server was last heard from; 0 before its first answer
 */
export function connectionOf(
  { trust, readBy: by, held, unreached }: ConnectionMachine,
  asOfMs: number,
  isOnline: boolean,
): Connection {
  // Before a first answer, one attempt without an answer says little, unless the device has no network.
  const isNew = asOfMs === 0 && (trust === 'stale' || (trust === 'offline' && unreached < UNREACHED && isOnline));
  const state = trust === 'checking' ? 'live' : isNew ? 'connecting' : trust;
  return omitUndefined({ state, asOfMs, by, reason: state === 'live' ? undefined : held });
}

/**
 * Returns how a connection ended that threw an error.
 *
 * @param begun - whether its first frame had come
 * @param serverMs - the server's time, if it is known
 */
export function endOf(
  error: unknown,
  begun: boolean,
  serverMs: number | undefined,
): {
  readonly type: ConnectionEvent['type'] & ('late' | 'silent' | 'broken' | 'refused' | 'unreachable');
  retryAfterMs?: number;
} {
  const { status, isLate, isSilent, ...retry } = error as RetryAfter & {
    readonly [Name in 'status' | 'isLate' | 'isSilent']?: unknown;
  };
  const refused = typeof status === 'number' && (status === 429 || !isPassing(status));
  const type = isLate ? 'late' : isSilent ? 'silent' : begun ? 'broken' : refused ? 'refused' : 'unreachable';
  return omitUndefined({ type, retryAfterMs: waitOf(retry, serverMs) });
}
