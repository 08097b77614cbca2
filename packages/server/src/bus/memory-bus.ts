import type { Bus, Hint } from './bus.js';

/** Creates a bus within one process: for a single server, or for several over one database in tests. */
export function createMemoryBus(): Bus {
  const listeners = new Set<(hint: Hint) => void>();
  return {
    publish(hint) {
      for (const listener of listeners) listener(hint);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
