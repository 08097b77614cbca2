import { createHash } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder belongs to another process. Two writers would lose each other's data without a word. */
export class FolderInUseError extends Error {
  /** Stable; the message is not. */
  readonly code = 'folder-in-use';
  readonly folder: string;
  constructor(folder: string) {
    super(`The data folder ${folder} is in use by another process. Stop that one first, or choose another folder.`);
    this.name = 'FolderInUseError';
    this.folder = folder;
  }
}

/** A folder that is ours alone. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Takes a folder for this process alone, by listening where only one can listen. The kernel gives it free when the process ends, however
 * it ends, so there is nothing to go stale. It holds among the processes of one machine or container; a folder that several of those
 * mount is not protected.
 *
 * @param folder - exists
 * @throws {FolderInUseError} when another process, or this one, has it already
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = await realpath(folder);
  const name = `sidecard-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`;
  const server = createServer((socket) => socket.destroy());
  if (!(await listen(server, name))) throw new FolderInUseError(path);
  // it keeps others out, and no process running
  server.unref();
  return { release: () => new Promise((resolve) => void server.close(() => resolve())) };
}

async function listen(server: Server, name: string): Promise<boolean> {
  // Names without a file: of the kernel alone.
  if (process.platform === 'linux') return tryListen(server, `\0${name}`);
  if (process.platform === 'win32') return tryListen(server, `\\\\.\\pipe\\${name}`);
  const file = join(tmpdir(), `${name}.sock`);
  if (await tryListen(server, file)) return true;
  if (await answers(file)) return false;
  // left by a process that was killed
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
