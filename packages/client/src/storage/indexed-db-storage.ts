import { createIndexedDbStorage } from './indexed-db.js';
import type { ClientStorage } from './storage.types.js';

/**
 * Creates a storage in the browser's IndexedDB, in a database of its own. Where IndexedDB is missing or refuses (Node, private windows,
 * blocked storage), every request rejects, and the client works in memory only.
 *
 * @param name - of the database. @default 'sidecard'
 */
export function indexedDbStorage(name?: string): ClientStorage {
  // In a separate file, because some bundlers would load the database code with every client.
  return createIndexedDbStorage(name);
}
