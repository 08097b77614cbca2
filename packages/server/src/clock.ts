import type { Clock } from './context/ports.js';
import type { Store } from './storage/store.js';

/** The database's clock: read periodically, and advanced by this process's monotonic clock in between. */
export interface DatabaseClock extends Clock {
  /** Reads the database's clock again. Call it before first use, and every few seconds. */
  refresh(): Promise<void>;
}

/** Creates a clock that all servers on one database share, regardless of their machines' clocks. */
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
