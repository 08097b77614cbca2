import { access, chmod, constants, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
/** Mode bits that grant access to users other than the owner. */
export const OTHERS = 0o077;

/** Other users can read the data folder, and its mode cannot be changed. */
export class FolderNotPrivateError extends Error {
  /** Stable; the message is not. */
  readonly code = 'folder-not-private';
  readonly folder: string;
  constructor(folder: string, problem: string, options?: ErrorOptions) {
    super(`The data folder ${folder} ${problem}`, options);
    this.name = 'FolderNotPrivateError';
    this.folder = folder;
  }
}

/** The server cannot create its data folder, or cannot write in it. */
export class FolderNotWritableError extends Error {
  /** Stable; the message is not. */
  readonly code = 'folder-not-writable';
  readonly folder: string;
  constructor(folder: string, problem: string, options?: ErrorOptions) {
    super(`The data folder ${folder} ${problem}`, options);
    this.name = 'FolderNotWritableError';
    this.folder = folder;
  }
}

function notWritable(folder: string, what: string) {
  return (cause: NodeJS.ErrnoException): never => {
    const why = cause.code ?? cause.message;
    throw new FolderNotWritableError(
      folder,
      `${what} (${why}). Choose another folder, or let the user that starts the server write there.`,
      { cause },
    );
  };
}

/**
 * Creates a folder that only its owner can read, or restricts an existing one with a warning on the console. Windows has no such modes;
 * there a folder inherits the rights of its parent.
 *
 * @throws {FolderNotPrivateError} if it belongs to another user, cannot be restricted, or is open to others and contains something other
 *   than a database: restricting a home folder or `/tmp` would lock its users out
 * @throws {FolderNotWritableError} if it cannot be created, or nothing can be written in it
 */
export async function makePrivate(folder: string): Promise<void> {
  const created = await mkdir(folder, { recursive: true, mode: FOLDER_MODE }).catch(
    notWritable(folder, 'cannot be created'),
  );
  if (process.platform === 'win32') return;
  const { mode, uid } = await stat(folder);
  if (uid !== process.geteuid?.()) {
    throw new FolderNotPrivateError(
      folder,
      'belongs to another user. Start the server as its owner, or change the owner.',
    );
  }
  await access(folder, constants.W_OK | constants.X_OK).catch(notWritable(folder, 'cannot be written'));
  if ((mode & OTHERS) === 0) return;
  const names = await readdir(folder);
  const octal = `0${(mode & 0o777).toString(8)}`;
  if (names.length > 0 && !names.includes('PG_VERSION')) {
    throw new FolderNotPrivateError(
      folder,
      `is open to other users (mode ${octal}) and contains something other than a database. Choose a new folder, or set its mode to 0700.`,
    );
  }
  await chmod(folder, FOLDER_MODE).catch((cause: unknown) => {
    throw new FolderNotPrivateError(folder, `is open to other users (mode ${octal}), and its mode cannot be changed.`, {
      cause,
    });
  });
  if (created === undefined)
    console.warn(
      `The data folder ${folder} was open to other users (mode ${octal}). It is now restricted to its owner.`,
    );
}

/** Restricts everything in a restricted folder: files of an earlier version, which every user could read. */
export async function closeContents(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isDirectory() && !entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const mode = entry.isDirectory() ? FOLDER_MODE : FILE_MODE;
    if (((await stat(path)).mode & OTHERS) !== 0) await chmod(path, mode);
  }
}
