import type { SidecardDatabase } from '../storage/kysely/database.js';
import { lockFolder } from './folder-lock.js';
import { createPgliteDialect } from './pglite-dialect.js';
import { closeContents, makePrivate } from './private-folder.js';

/** An embedded database, ready to be given to `createSidecardServer`. */
export interface PgliteDatabase extends SidecardDatabase {
  /** The data folder; `undefined` in memory. */
  readonly folder: string | undefined;
  /** Flushes the data and unlocks the folder. Call it after the server's `stop`. */
  close(): Promise<void>;
}

/**
 * Opens the embedded database: PostgreSQL inside this process, for one machine. It needs about 300 MB of memory, and its first start in a
 * new folder takes some seconds. Only this process's user can read the folder and its files (modes 0700 and 0600).
 *
 * @param folder - created if it does not exist; without one the data is in memory and lost on close
 * @throws {FolderInUseError} `folder-in-use` if another process uses the folder
 * @throws {FolderNotPrivateError} `folder-not-private` if other users can read the folder and its mode cannot be changed
 */
export async function openPglite(folder?: string): Promise<PgliteDatabase> {
  // Installations with another database do not have it.
  const { PGlite } = await import('@electric-sql/pglite');
  if (folder === undefined) {
    return { ...createPgliteDialect(await PGlite.create()), folder };
  }
  await makePrivate(folder);
  const lock = await lockFolder(folder);
  try {
    await closeContents(folder);
    const { PrivateNodeFS } = await import('./private-file-system.js');
    const database = createPgliteDialect(await PGlite.create({ fs: new PrivateNodeFS(folder) }));
    return { ...database, folder, close: () => database.close().finally(() => lock.release()) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
