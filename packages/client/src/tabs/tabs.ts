import { PROTOCOL_VERSION } from '@sidecard/core/protocol';
import type { EventsRequest, Transport, TransportFrame } from '../transport/transport.types.js';
import type { SharedEvents } from './shared-events.js';

/** What {@link createTabs} takes. */
export interface TabsOptions {
  readonly transport: Transport;
  /** Names the account, or `undefined` while it cannot be told from the token. */
  readonly account: () => string | undefined;
  readonly now: () => number;
  readonly onDoubt: () => void;
  readonly onReading: () => void;
  readonly closed: AbortSignal;
}

/** Where the client's events come from. */
export interface Tabs {
  /** @param inDoubt - whether the former connection may have died without a word */
  readonly events: (request: EventsRequest, inDoubt: boolean) => AsyncIterable<TransportFrame>;
  /** Tells the account's other pages that a card or reply was acknowledged. */
  readonly acknowledged: (deliveryId: string) => void;
}

/**
 * Creates the source of events: one stream for all of the account's pages in this browser. Where the browser has no locks (an insecure
 * context, an opaque origin), or the account is unknown, this page has a stream of its own.
 */
export function createTabs({ transport, account, now, onDoubt, onReading, closed }: TabsOptions): Tabs {
  let shared: { readonly name: string; readonly events: SharedEvents } | undefined;
  const leave = (): void => {
    shared?.events.close();
    shared = undefined;
  };
  closed.addEventListener('abort', leave);

  async function join(name: string): Promise<SharedEvents | undefined> {
    try {
      const { shareEvents } = await import('./shared-events.js');
      if (closed.aborted) return undefined;
      if (shared?.name !== name) {
        leave();
        const open = (request: EventsRequest): AsyncIterable<TransportFrame> => transport.events(request);
        shared = { name, events: shareEvents({ name, open, now, onDoubt, onReading }) };
      }
      return shared.events;
    } catch {
      return undefined;
    }
  }

  return {
    async *events(request, inDoubt) {
      const whose = account();
      const canShare = transport.sharesStream && whose !== undefined && globalThis.navigator?.locks;
      const name = ['sidecard', PROTOCOL_VERSION, transport.name, whose].join(' ');
      const tabs = canShare ? await join(name) : undefined;
      yield* tabs ? tabs.events(request, inDoubt) : transport.events(request);
    },
    acknowledged: (deliveryId) => shared?.events.acknowledged(deliveryId),
  };
}
