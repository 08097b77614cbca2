import type { ServerOptions, SidecardServer } from './options.js';
import { createHandler } from './server.js';
import { createKyselyStore } from './storage/kysely/store.js';

/**
 * Creates the authoritative backend: one Fetch-API handler with its timers. It works from the first request; call
 * {@link SidecardServer.start} to run deadlines and heartbeats.
 */
export function createSidecardServer({ database, ...options }: ServerOptions): SidecardServer {
  const store = 'store' in database ? database.store : createKyselyStore(database.dialect, database.maintenance);
  return createHandler(store, options);
}
