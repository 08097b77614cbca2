import type { Client } from '@sidecard/client';
import type { Session } from '@sidecard/core';
import type { Followable } from './store-controller.js';

/** How a client stands, as far as every card shows it. */
export interface Standing {
  readonly session: Session | undefined;
  /** Until when what is shown was true, while the server is out of reach: milliseconds since the Unix epoch. */
  readonly offlineSinceMs: number | undefined;
}

const known = new WeakMap<Client, Followable<Standing>>();

/**
 * How a client stands, for elements that come by the thousand: one listener at the client for all of them, and news only when something differs
 * that a reader can see. (Every word from the server moves the connection's time.)
 */
export function standingOf(client: Client): Followable<Standing> {
  const found = known.get(client) ?? createStanding(client);
  known.set(client, found);
  return found;
}

function createStanding(client: Client): Followable<Standing> {
  const listeners = new Set<(standing: Standing) => void>();
  let standing: Standing = { session: undefined, offlineSinceMs: undefined };
  let stop: (() => void) | undefined;

  function read(): boolean {
    const session = client.session.get();
    const { state, asOfMs } = client.connection.get();
    const offlineSinceMs = state === 'offline' ? asOfMs : undefined;
    const same = offlineSinceMs === standing.offlineSinceMs && isSame(session, standing.session);
    standing = { session, offlineSinceMs };
    return !same;
  }
  function tell(): void {
    if (read()) for (const listener of [...listeners]) listener(standing);
  }

  return {
    get: () => standing,
    listen(listener) {
      listeners.add(listener);
      if (!stop) {
        const undo = [client.session.listen(tell), client.connection.listen(tell)];
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
