import { randomBytes } from 'node:crypto';
import { access, constants, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** How often the file is written at most, in milliseconds. */
const WRITE_MS = 1_000;

/** What the file says. */
interface History {
  readonly name: string;
  /** Up to where the database's log had been written. */
  readonly position: number;
  /** The start of the machine in which it was written; missing where that is not known. */
  readonly boot?: string | undefined;
  /** Whether the database was closed then. */
  readonly closed?: boolean;
}

/** The name of an embedded database's history, kept in a file beside its folder. */
export interface HistoryFile {
  readonly name: string;
  /** Notes that the database has gone on. */
  advanced(): void;
  /** Writes what has been noted. */
  close(): Promise<void>;
}

/**
 * Opens the file `FOLDER.history`. It knows how far the database had come: one that is behind has lost commits, or was restored from a
 * backup, and gets a new name. In a folder whose parent cannot be written, the file is inside.
 *
 * @param positionOf - how far the database's log is written
 */
export async function openHistoryFile(folder: string, positionOf: () => Promise<number>): Promise<HistoryFile> {
  const path = await pathFor(resolve(folder));
  const known = await read(path);
  const position = await positionOf();
  const boot = await bootOf();
  // A machine that lost its power may have lost less than a second of commits, which no position tells.
  const isWhole = known && known.position <= position && (known.closed === true || known.boot === boot);
  const name = isWhole ? known.name : randomBytes(4).toString('hex');
  const write = async (closed = false) => {
    const history: History = { name, position: await positionOf(), boot, closed };
    await writeFile(`${path}.new`, JSON.stringify(history), { mode: 0o600 });
    await rename(`${path}.new`, path);
  };
  await write();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  return {
    name,
    advanced() {
      timer ??= setTimeout(() => {
        timer = undefined;
        // A full disk does not end the server. The next time is soon.
        writing = write().catch(() => undefined);
      }, WRITE_MS);
      timer.unref();
    },
    async close() {
      clearTimeout(timer);
      await writing;
      await write(true).catch(() => undefined);
    },
  };
}

/** Forgets the name of a folder's history, so that its database gets a new one. */
export async function forgetHistory(folder: string): Promise<void> {
  await rm(await pathFor(resolve(folder)), { force: true });
}

async function pathFor(folder: string): Promise<string> {
  try {
    await access(dirname(folder), constants.W_OK);
    return `${folder}.history`;
  } catch {
    return join(folder, 'sidecard.history');
  }
}

async function read(path: string): Promise<History | undefined> {
  try {
    const { name, position, boot, closed } = JSON.parse(await readFile(path, 'utf8')) as Partial<History>;
    return typeof name === 'string' && typeof position === 'number' && /^[\da-f]{8}$/.test(name)
      ? { name, position, boot, closed: closed === true }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Names the start of the machine, where the system tells it. */
const bootOf = () =>
  readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
