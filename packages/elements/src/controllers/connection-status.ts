import type { Client } from '@sidecard/client';
import type { Session } from '@sidecard/core/wire';
import type { Followable } from './store-controller.js';

/** The connection status that cards show. */
export interface ConnectionStatus {
  readonly session: Session | undefined;
  /** Since when the shown data may be out of date, while the server cannot be reached: milliseconds since the Unix epoch. */
  readonly offlineSinceMs: number | undefined;
}

const known = new WeakMap<Client, Followable<ConnectionStatus>>();

/**
 * Returns the status of a client's connection, for thousands of elements: it listens to the client once for all, and changes only if a user
 * can see the difference. (Every message from the server changes the connection's time.)
 */
export function connectionStatusOf(client: Client): Followable<ConnectionStatus> {
  const found = known.get(client) ?? createConnectionStatus(client);
  known.set(client, found);
  return found;
}

function createConnectionStatus(client: Client): Followable<ConnectionStatus> {
  const listeners = new Set<(status: ConnectionStatus) => void>();
  let status: ConnectionStatus = { session: undefined, offlineSinceMs: undefined };
  let stop: (() => void) | undefined;

  function read(): boolean {
    const session = client.session.get();
    const { state, asOfMs } = client.connection.get();
    const offlineSinceMs = state === 'offline' ? asOfMs : undefined;
    const same = offlineSinceMs === status.offlineSinceMs && isSame(session, status.session);
    status = { session, offlineSinceMs };
    return !same;
  }
  function notify(): void {
    if (read()) for (const listener of [...listeners]) listener(status);
  }

  return {
    get: () => status,
    listen(listener) {
      listeners.add(listener);
      if (!stop) {
        const undo = [client.session.listen(notify), client.connection.listen(notify)];
        stop = () => undo.forEach((end) => end());
        read();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = undefined;
      };
    },
  };
}

function isSame(one: Session | undefined, other: Session | undefined): boolean {
  return (
    one?.accountId === other?.accountId &&
    one?.party === other?.party &&
    String(one?.permissions) === String(other?.permissions)
  );
}
