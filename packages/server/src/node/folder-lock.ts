import { createHash } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Another process uses the folder. Two writers would silently overwrite each other's data. */
export class FolderInUseError extends Error {
  /** Stable; the message is not. */
  readonly code = 'folder-in-use';
  readonly folder: string;
  constructor(folder: string) {
    super(`The data folder ${folder} is in use by another process. Stop that process first, or choose another folder.`);
    this.name = 'FolderInUseError';
    this.folder = folder;
  }
}

/** A folder locked for this process. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Locks a folder for this process by listening at an address that only one process can hold. The kernel releases it however the process
 * ends, so a lock never goes stale. It works among processes of one machine or container; a folder mounted by several is not protected.
 *
 * @param folder - must exist
 * @throws {FolderInUseError} if another process, or this one, already holds it
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = await realpath(folder);
  const name = `sidecard-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`;
  const server = createServer((socket) => socket.destroy());
  if (!(await listen(server, name))) throw new FolderInUseError(path);
  // Do not keep the process running.
  server.unref();
  return { release: () => new Promise((resolve) => void server.close(() => resolve())) };
}

async function listen(server: Server, name: string): Promise<boolean> {
  // Abstract names exist only in the kernel, without a file.
  if (process.platform === 'linux') return tryListen(server, `\0${name}`);
  if (process.platform === 'win32') return tryListen(server, `\\\\.\\pipe\\${name}`);
  const file = join(tmpdir(), `${name}.sock`);
  if (await tryListen(server, file)) return true;
  if (await answers(file)) return false;
  // Left by a killed process.
  await rm(file, { force: true });
  return tryListen(server, file);
}

function tryListen(server: Server, address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', onError);
    server.listen(address, () => {
      server.off('error', onError);
      resolve(true);
    });
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
