import { PROTOCOL_VERSION } from '@sidecard/core/protocol';
import type { PortLocks, Ports } from '../ports/ports.types.js';
import type { EventsRequest, Transport, TransportFrame } from '../transport/transport.types.js';
import { type Doubt, type SharedEvents, shareEvents } from './shared-events.js';
import { watchWake } from './wake.js';

/** Version of what pages tell each other, and of what the stream tells. Pages of other versions have a stream of their own. */
const NOTES_VERSION = 3;

/** What {@link createTabs} takes. */
export interface TabsOptions {
  readonly ports: Ports;
  readonly transport: Transport;
  /** Names the account, or `undefined` while it cannot be told from the token. */
  readonly account: () => string | undefined;
  /** The server's time, milliseconds since the Unix epoch. */
  readonly now: () => number;
  /**
   * The connection may be dead: after a sleep, or when the page was hidden and nothing was heard for longer than the server is ever
   * silent; or another page says so (`shared`); or this page reads in place of another one (`taken-over`).
   */
  readonly onDoubt: (why: 'asleep' | 'unseen' | 'shared' | 'taken-over') => void;
  /** Another page has opened the stream, so that nothing needs to wait for the server. */
  readonly onOpen: () => void;
  readonly closed: AbortSignal;
}

/** Where the client's events come from. */
export interface Tabs {
  /** @param doubt - of the former connection */
  readonly events: (request: EventsRequest, doubt: Doubt) => AsyncIterable<TransportFrame>;
  /** Tells the account's other pages that a card or reply was acknowledged. */
  readonly acknowledged: (deliveryId: string) => void;
}

/**
 * Creates the source of events: one stream for all of the account's pages in this browser. Where the browser has no locks (an insecure
 * context, an opaque origin), or the account is unknown, this page has a stream of its own.
 */
export function createTabs({ ports, transport, account, now, onDoubt, onOpen, closed }: TabsOptions): Tabs {
  let shared: { readonly name: string; readonly events: SharedEvents } | undefined;
  const leave = (): void => {
    shared?.events.close();
    shared = undefined;
  };
  const stopWatching = watchWake(ports, onDoubt);
  const close = (): void => {
    leave();
    stopWatching();
  };
  if (closed.aborted) close();
  else closed.addEventListener('abort', close);

  function join(name: string, locks: PortLocks): SharedEvents {
    if (shared?.name !== name) {
      leave();
      const open = (request: EventsRequest): AsyncIterable<TransportFrame> => transport.events(request);
      const onSharedDoubt = (moved: boolean): void => onDoubt(moved ? 'asleep' : 'shared');
      const onTakeOver = (): void => onDoubt('taken-over');
      const events = shareEvents({ ports, locks, name, open, now, onDoubt: onSharedDoubt, onTakeOver, onOpen });
      shared = { name, events };
    }
    return shared.events;
  }

  return {
    events(request, doubt) {
      const whose = account();
      const { locks } = ports;
      try {
        if (transport.sharesStream && whose !== undefined && locks && !closed.aborted) {
          const name = ['sidecard', NOTES_VERSION, PROTOCOL_VERSION, transport.name, whose].join(' ');
          return join(name, locks).events(request, doubt);
        }
      } catch {
        // Some browsers refuse channels where a page may store nothing.
      }
      leave();
      return transport.events(request);
    },
    acknowledged: (deliveryId) => shared?.events.acknowledged(deliveryId),
  };
}
