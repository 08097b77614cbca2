import type { Bus, Hint } from './bus.js';
import { decodeHints, HintQueue } from './hint-queue.js';

/** A bus over something that carries texts between servers. */
export interface SharedBus extends Bus {
  /** Call it with each text that comes, also with the server's own. */
  receive(text: string): void;
}

/** A bus with a connection. */
export interface ClosableBus extends Bus {
  /** Call it after the server's `stop`. */
  close(): Promise<void>;
}

/** What {@link createSharedBus} takes. */
export interface SharedBusOptions {
  /** Sends a text to the other servers. One at a time; meanwhile further hints are collected. A rejection loses its hints. */
  readonly send: (text: string) => Promise<void>;
  /** Maximum size of a text, in bytes. */
  readonly maxBytes: number;
}

/**
 * Creates a bus that tells its own server at once, and the others by texts of many hints. While one is under way, further hints are
 * collected, and those about one thing become one: under load, fewer and larger texts are sent.
 */
export function createSharedBus({ send, maxBytes }: SharedBusOptions): SharedBus {
  const node = crypto.randomUUID();
  const listeners = new Set<(hint: Hint) => void>();
  const queue = new HintQueue();
  let sending = false;

  const tell = (hint: Hint) => {
    for (const listener of listeners) listener(hint);
  };
  const sendAll = async () => {
    try {
      // What the same turn publishes goes together.
      await Promise.resolve();
      for (let text = queue.take(node, maxBytes); text !== undefined; text = queue.take(node, maxBytes)) {
        await send(text).catch(() => undefined);
      }
    } finally {
      sending = false;
    }
  };

  return {
    publish(hint) {
      tell(hint);
      queue.add(hint);
      if (sending) return;
      sending = true;
      void sendAll();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    receive(text) {
      for (const hint of decodeHints(text, node)) tell(hint);
    },
  };
}
