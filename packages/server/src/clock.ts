import { sql } from 'kysely';
import type { Clock } from './options.js';
import type { Db } from './services.js';

/** The database's time, read now and then and carried on by this process's monotonic clock in between. */
export interface DatabaseClock extends Clock {
  /** Reads the database's time again. To be called before first use, and every few seconds. */
  refresh(): Promise<void>;
}

/** A clock that all servers over one database agree on, whatever their own machines say. */
export function createDatabaseClock(db: Db): DatabaseClock {
  let offsetMs = Date.now() - performance.now();
  return {
    now: () => Math.floor(performance.now() + offsetMs),
    async refresh() {
      const before = performance.now();
      // The one place where SQL tells the time: everywhere else it is a parameter.
      const { rows } = await sql<{
        ms: number;
      }>`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as ms`.execute(db);
      const after = performance.now();
      const [row] = rows;
      if (row) offsetMs = Number(row.ms) - (before + after) / 2;
    },
  };
}
