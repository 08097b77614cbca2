import type { Clock } from './context/ports.js';
import type { Store } from './storage/store.js';

/** The database's clock: read periodically, and advanced by this process's monotonic clock in between. */
export interface DatabaseClock extends Clock {
  /** Reads the database's clock again. Call it before first use, and every few seconds. */
  refresh(): Promise<void>;
  /** Whether the machine's time has moved against the process's since then, as when the machine slept: the clock may be wrong. */
  isDoubtful(): boolean;
}

/** By how much the two may differ, in milliseconds. Clocks are corrected by a little all the time. */
const MOVED_MS = 2_000;

/** Creates a clock that all servers on one database share, regardless of their machines' clocks. */
export function createDatabaseClock(store: Pick<Store, 'now'>): DatabaseClock {
  const difference = () => Date.now() - performance.now();
  let offsetMs = difference();
  let readAt = offsetMs;
  return {
    now: () => Math.floor(performance.now() + offsetMs),
    async refresh() {
      const before = performance.now();
      const differs = difference();
      const now = await store.now();
      offsetMs = now - (before + performance.now()) / 2;
      readAt = differs;
    },
    isDoubtful: () => Math.abs(difference() - readAt) > MOVED_MS,
  };
}
