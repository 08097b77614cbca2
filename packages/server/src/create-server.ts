import type { ServerOptions, SidecardServer } from './options.js';
import { createHandler } from './server.js';
import { withHistory } from './storage/history.js';
import { createKyselyStore } from './storage/kysely/store.js';

/**
 * Creates the authoritative backend: one Fetch-API handler with its timers. It works from the first request; call
 * {@link SidecardServer.start} to run deadlines and heartbeats.
 */
export function createSidecardServer({ database, ...options }: ServerOptions): SidecardServer {
  if ('store' in database) return createHandler(database.store, options, database);
  const store = createKyselyStore(database.dialect, database.maintenance, database.migrationDialect);
  const { history } = database;
  return createHandler(history ? withHistory(store, history) : store, options, database);
}
