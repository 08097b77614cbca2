import { mkdir } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import type { SidecardDatabase } from '../storage/kysely/database.js';
import { lockFolder } from './folder-lock.js';
import { createPgliteDialect } from './pglite-dialect.js';

/** An embedded database, ready to be given to `createSidecardServer`. */
export interface PgliteDatabase extends SidecardDatabase {
  /** Where it lives; `undefined` in memory. */
  readonly folder: string | undefined;
  /** Writes what is left and gives the folder free. To be called after the server's `stop`. */
  close(): Promise<void>;
}

/**
 * Opens the embedded database: PostgreSQL inside this process, for one machine. It takes about 300 MB of memory, and its first start in a
 * new folder takes some seconds.
 *
 * @param folder - is made if need be; without one the database is in memory and gone afterwards
 * @throws {FolderInUseError} `folder-in-use` when another process has the folder
 */
export async function openPglite(folder?: string): Promise<PgliteDatabase> {
  if (folder === undefined) {
    const client = await PGlite.create();
    return { dialect: createPgliteDialect(client), folder, close: () => client.close() };
  }
  await mkdir(folder, { recursive: true });
  const lock = await lockFolder(folder);
  try {
    const client = await PGlite.create(folder);
    const close = async () => {
      await client.close();
      await lock.release();
    };
    return { dialect: createPgliteDialect(client), folder, close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
