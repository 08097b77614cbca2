import { PROTOCOL_VERSION } from '@sidecard/core/protocol';
import type { EventsRequest, Transport, TransportFrame } from '../transport/transport.types.js';
import { type SharedEvents, shareEvents } from './shared-events.js';
import { watchWake } from './wake.js';

/** Version of what pages tell each other. Pages of other versions have a stream of their own. */
const NOTES_VERSION = 1;

/** What {@link createTabs} takes. */
export interface TabsOptions {
  readonly transport: Transport;
  /** Names the account, or `undefined` while it cannot be told from the token. */
  readonly account: () => string | undefined;
  /** The server's time, milliseconds since the Unix epoch. */
  readonly now: () => number;
  /**
   * The connection may be dead: after a sleep, or when the page was hidden and nothing was heard for longer than the server is ever
   * silent.
   */
  readonly onDoubt: (why: 'asleep' | 'unseen') => void;
  /** Another page has opened the stream, so that nothing needs to wait for the server. */
  readonly onOpen: () => void;
  readonly closed: AbortSignal;
}

/** Where the client's events come from. */
export interface Tabs {
  /** @param inDoubt - whether the former connection may be dead */
  readonly events: (request: EventsRequest, inDoubt: boolean) => AsyncIterable<TransportFrame>;
  /** Tells the account's other pages that a card or reply was acknowledged. */
  readonly acknowledged: (deliveryId: string) => void;
}

/**
 * Creates the source of events: one stream for all of the account's pages in this browser. Where the browser has no locks (an insecure
 * context, an opaque origin), or the account is unknown, this page has a stream of its own.
 */
export function createTabs({ transport, account, now, onDoubt, onOpen, closed }: TabsOptions): Tabs {
  let shared: { readonly name: string; readonly events: SharedEvents } | undefined;
  const leave = (): void => {
    shared?.events.close();
    shared = undefined;
  };
  const stopWatching = watchWake(onDoubt);
  const close = (): void => {
    leave();
    stopWatching();
  };
  if (closed.aborted) close();
  else closed.addEventListener('abort', close);

  function join(name: string): SharedEvents {
    if (shared?.name !== name) {
      leave();
      const open = (request: EventsRequest): AsyncIterable<TransportFrame> => transport.events(request);
      const events = shareEvents({ name, open, now, onDoubt: () => onDoubt('asleep'), onOpen });
      shared = { name, events };
    }
    return shared.events;
  }

  return {
    events(request, inDoubt) {
      const whose = account();
      const canShare = transport.sharesStream && whose !== undefined && globalThis.navigator?.locks && !closed.aborted;
      try {
        if (canShare) {
          const name = ['sidecard', NOTES_VERSION, PROTOCOL_VERSION, transport.name, whose].join(' ');
          return join(name).events(request, inDoubt);
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
