import { PGlite } from '@electric-sql/pglite';
import type { SidecardDatabase } from '../storage/kysely/database.js';
import { lockFolder } from './folder-lock.js';
import { createPgliteDialect } from './pglite-dialect.js';
import { closeContents, makePrivate, PrivateNodeFS } from './private-folder.js';

/** An embedded database, ready to be given to `createSidecardServer`. */
export interface PgliteDatabase extends SidecardDatabase {
  /** Where it lives; `undefined` in memory. */
  readonly folder: string | undefined;
  /** Writes what is left and gives the folder free. To be called after the server's `stop`. */
  close(): Promise<void>;
}

/**
 * Opens the embedded database: PostgreSQL inside this process, for one machine. It takes about 300 MB of memory, and its first start in a
 * new folder takes some seconds. The folder and its files are readable by this process's user alone (modes 0700 and 0600).
 *
 * @param folder - created if it does not exist; without one the database lives in memory and is lost when it is closed
 * @throws {FolderInUseError} `folder-in-use` when another process has the folder
 * @throws {FolderNotPrivateError} `folder-not-private` when other users can read the folder and it cannot be closed to them
 */
export async function openPglite(folder?: string): Promise<PgliteDatabase> {
  if (folder === undefined) {
    return { ...createPgliteDialect(await PGlite.create()), folder };
  }
  await makePrivate(folder);
  const lock = await lockFolder(folder);
  try {
    await closeContents(folder);
    const database = createPgliteDialect(await PGlite.create({ fs: new PrivateNodeFS(folder) }));
    return { ...database, folder, close: () => database.close().finally(() => lock.release()) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
