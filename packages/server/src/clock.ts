import type { Clock } from './context/ports.js';
import type { Store } from './storage/store.js';

/** The database's clock, read now and then and continued by this process's monotonic clock in between. */
export interface DatabaseClock extends Clock {
  /** Reads the database's clock again. Call it before first use, and every few seconds. */
  refresh(): Promise<void>;
}

/** Makes a clock that all servers over one database agree on, whatever their own machines say. */
export function createDatabaseClock(store: Pick<Store, 'now'>): DatabaseClock {
  let offsetMs = Date.now() - performance.now();
  return {
    now: () => Math.floor(performance.now() + offsetMs),
    async refresh() {
      const before = performance.now();
      const now = await store.now();
      offsetMs = now - (before + performance.now()) / 2;
    },
  };
}
