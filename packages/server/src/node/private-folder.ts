import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
/** The bits of a mode that give rights to users other than the owner. */
const OTHERS = 0o077;

/** Other users can read the data folder, and it cannot be closed to them. */
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

/**
 * Creates a folder that its owner alone can read, or closes one that other users can read, with a warning on the console. Windows has no
 * such modes; there a folder inherits the rights of the one that it lies in.
 *
 * @throws {FolderNotPrivateError} when it belongs to another user, cannot be closed, or is open to others and holds something else than a
 *   database: closing a home folder or `/tmp` would lock its users out
 */
export async function makePrivate(folder: string): Promise<void> {
  const created = await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  if (process.platform === 'win32') return;
  const { mode, uid } = await stat(folder);
  if (uid !== process.geteuid?.()) {
    throw new FolderNotPrivateError(
      folder,
      'belongs to another user. Start the server as its owner, or change the owner.',
    );
  }
  if ((mode & OTHERS) === 0) return;
  const names = await readdir(folder);
  const octal = `0${(mode & 0o777).toString(8)}`;
  if (names.length > 0 && !names.includes('PG_VERSION')) {
    throw new FolderNotPrivateError(
      folder,
      `is open to other users (mode ${octal}) and holds something else than a database. Choose a new folder, or set its mode to 0700.`,
    );
  }
  await chmod(folder, FOLDER_MODE).catch((cause: unknown) => {
    throw new FolderNotPrivateError(folder, `is open to other users (mode ${octal}), and its mode cannot be changed.`, {
      cause,
    });
  });
  if (created === undefined)
    console.warn(`The data folder ${folder} was open to other users (mode ${octal}). It is now closed to them.`);
}

/** Closes everything in a folder that is closed itself: files of an earlier version, which were readable to every user. */
export async function closeContents(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isDirectory() && !entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const mode = entry.isDirectory() ? FOLDER_MODE : FILE_MODE;
    if (((await stat(path)).mode & OTHERS) !== 0) await chmod(path, mode);
  }
}

/** What the database's file system passes to the operating system, as far as modes are concerned. */
interface FileSystemOperations {
  mknod: (parent: unknown, name: string, mode: number, device: number) => unknown;
  setattr: (node: unknown, attributes: { readonly mode?: number }) => void;
}

/**
 * PGlite's file system in a folder, which gives no rights to other users: PGlite asks for 0666 where it copies a new database, and sets
 * that mode whatever the process's umask is.
 */
export class PrivateNodeFS extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(...args);
    const preRun = [...(emscriptenOpts.preRun ?? []), keepPrivate];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }
}

function keepPrivate(module: PGlite['Module']): void {
  const { node_ops: nodes, stream_ops: streams } = module.NODEFS as unknown as {
    readonly node_ops: FileSystemOperations;
    readonly stream_ops: FileSystemOperations;
  };
  const { mknod } = nodes;
  nodes.mknod = (parent, name, mode, device) => mknod(parent, name, mode & ~OTHERS, device);
  for (const operations of [nodes, streams]) {
    const { setattr } = operations;
    operations.setattr = (node, attributes) =>
      setattr(node, attributes.mode === undefined ? attributes : { ...attributes, mode: attributes.mode & ~OTHERS });
  }
}
