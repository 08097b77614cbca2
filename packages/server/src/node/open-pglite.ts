import { readdir, readFile, statfs } from 'node:fs/promises';
import type { PGlite } from '@electric-sql/pglite';
import type { Dialect } from 'kysely';
import { isDiskFull, MIN_FREE_BYTES } from '../readiness.js';
import type { SidecardDatabase } from '../storage/kysely/database.js';
import { listenForBackups, writeBackup } from './backup.js';
import { lockFolder } from './folder-lock.js';
import { forgetHistory, openHistoryFile } from './history-file.js';
import { createPgliteDialect } from './pglite-dialect.js';
import { closeContents, FolderNotWritableError, makePrivate } from './private-folder.js';

/** An embedded database, ready to be given to `createSidecardServer`. */
export interface PgliteDatabase extends SidecardDatabase {
  /** The data folder; `undefined` in memory. */
  readonly folder: string | undefined;
  /** Writes a backup to a file, while the database is in use. Restore it with {@link restorePglite}. Needs memory for all of it. */
  backUp(file: string): Promise<void>;
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
 * @throws {FolderNotWritableError} `folder-not-writable` if it cannot be created or written, or its disk is full
 */
export async function openPglite(folder?: string): Promise<PgliteDatabase> {
  // Installations with another database do not have it.
  const { PGlite, ...parts } = await import('@electric-sql/pglite');
  if (folder === undefined) {
    const client = await PGlite.create();
    const { exclusively, ...database } = createPgliteDialect(client, parts);
    return { ...database, folder, backUp: (file) => writeBackup(file, () => exclusively(() => dump(client))) };
  }
  await makePrivate(folder);
  const lock = await lockFolder(folder);
  try {
    await closeContents(folder);
    const { PrivateNodeFS } = await import('./private-file-system.js');
    const client = await PGlite.create({ fs: new PrivateNodeFS(folder) });
    // Nobody is online at the beginning: a process that was killed leaves its accounts behind.
    await client.exec(`do $$ begin if to_regclass('presence') is not null then delete from presence; end if; end $$`);
    const { exclusively, ...database } = createPgliteDialect(client, parts);
    const history = await openHistoryFile(folder, () =>
      exclusively(async () => {
        const { rows } = await client.query<{ at: string }>(`select pg_current_wal_flush_lsn() - '0/0' as at`);
        return Number(rows[0]?.at);
      }),
    );
    const dumpNow = () => exclusively(() => dump(client));
    const backups = await listenForBackups(folder, dumpNow);
    return {
      ...database,
      backUp: (file) => writeBackup(file, dumpNow),
      dialect: afterCommits(database.dialect, () => history.advanced()),
      ...{ folder, freeBytes: () => freeBytesOf(folder) },
      history: () => Promise.resolve(history.name),
      close: () =>
        backups
          .close()
          .then(() => history.close())
          .then(() => database.close())
          .finally(() => lock.release()),
    };
  } catch (error) {
    await lock.release();
    // The database itself does not always say why.
    if (!isDiskFull(error) && (await freeBytesOf(folder)) >= MIN_FREE_BYTES) throw error;
    throw new FolderNotWritableError(
      folder,
      'has no space left. Free some, and start again: what was stored is kept.',
      {
        cause: error,
      },
    );
  }
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** The database as a file: what it would find after a crash at this moment, whose last commits it recovers. */
async function dump(client: PGlite): Promise<Blob> {
  await client.exec('checkpoint');
  return client.dumpDataDir('gzip');
}

/**
 * Restores a backup into a new folder. Its readers will be told that the history is another.
 *
 * @param folder - must be empty, or not exist
 * @throws {FolderInUseError} `folder-in-use`
 * @throws if the folder contains anything
 */
export async function restorePglite(file: string, folder: string): Promise<void> {
  const { PGlite } = await import('@electric-sql/pglite');
  await makePrivate(folder);
  const lock = await lockFolder(folder);
  try {
    if ((await readdir(folder)).length > 0)
      throw new Error(`The folder ${folder} is not empty. Restore into a new one.`);
    const { PrivateNodeFS } = await import('./private-file-system.js');
    const loadDataDir = new Blob([await readFile(file)], { type: 'application/x-gzip' });
    const client = await PGlite.create({ fs: new PrivateNodeFS(folder), loadDataDir });
    await client.close();
    await forgetHistory(folder);
  } finally {
    await lock.release();
  }
}

/** A dialect that calls a function after each transaction. */
function afterCommits(dialect: Dialect, call: () => void): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver() {
      const driver = dialect.createDriver();
      return Object.assign(Object.create(driver) as typeof driver, {
        commitTransaction: async (connection: Parameters<typeof driver.commitTransaction>[0]) => {
          await driver.commitTransaction(connection);
          call();
        },
      });
    },
  };
}
