import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { AttachmentStorage } from '../attachments/ports.js';
import { makePrivate } from './private-folder.js';

/** As the port describes them. Nothing else becomes a path. */
const KEY = /^[0-9a-f]{32}\.[a-z]+$/;
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const HOUR_MS = 3_600_000;

/**
 * Stores pictures in a folder that only this process's user can read. A file is written under a temporary name, flushed and renamed, so
 * that a crash leaves a complete file or none.
 *
 * @param folder - created if it does not exist. Not the database's own.
 * @throws {FolderNotPrivateError} `folder-not-private` if other users can read the folder and its mode cannot be changed
 */
export async function openFolderAttachments(folder: string): Promise<AttachmentStorage> {
  await makePrivate(folder);
  const temporary = join(folder, 'incoming');
  await mkdir(temporary, { recursive: true, mode: FOLDER_MODE });
  await removeOld(temporary);
  const pathOf = (key: string): string => {
    if (!KEY.test(key)) throw new TypeError('The key is not one of the server’s.');
    return join(folder, key.slice(0, 2), key);
  };
  return {
    async put(key, bytes) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
      const incoming = join(temporary, randomUUID());
      try {
        const file = await open(incoming, 'wx', FILE_MODE);
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(incoming, path);
      } catch (error) {
        await rm(incoming, { force: true });
        throw error;
      }
      await flushFolder(dirname(path));
    },
    async get(key) {
      const file = await open(pathOf(key)).catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw error;
      });
      return file && (Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array>);
    },
    delete: (key) => rm(pathOf(key), { force: true }),
  };
}

/** Removes what a crash has left. Younger files can be those of another process. */
async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    // Missing if the other process has just renamed it.
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > HOUR_MS) await rm(path, { force: true });
  }
}

/** Makes a renamed file's name survive a power failure. Windows cannot open folders, and needs no flush. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
