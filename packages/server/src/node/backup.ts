import { rename, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { resolve } from 'node:path';

/** A socket's longest path, in bytes, on all systems. */
const MAX_PATH = 100;

/** Lets other processes of the same user back up an open database. */
export interface BackupSocket {
  close(): Promise<void>;
}

const NONE: BackupSocket = { close: () => Promise.resolve() };

/**
 * Listens beside the data folder for files to back up to. Only this user can connect. Where it cannot listen, nobody can ask.
 *
 * @param dump - returns the database as a file
 */
export async function listenForBackups(folder: string, dump: () => Promise<Blob>): Promise<BackupSocket> {
  const path = socketOf(folder);
  if (Buffer.byteLength(path) > MAX_PATH) return NONE;
  const open = new Set<Socket>();
  let running: Promise<unknown> = Promise.resolve();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    socket.setEncoding('utf8');
    let text = '';
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (!text.endsWith('\n')) return;
      running = writeBackup(text.trimEnd(), dump).then(
        () => socket.end('done'),
        (error: Error) => socket.end(error.message),
      );
    });
  });
  try {
    await rm(path, { force: true });
    const mask = process.umask(0o177);
    const listening = new Promise<void>((done, failed) => server.once('error', failed).listen(path, done));
    process.umask(mask);
    await listening;
  } catch {
    return NONE;
  }
  server.unref();
  return {
    async close() {
      const closed = new Promise<void>((done) => void server.close(() => done()));
      await running;
      // Those who have asked for nothing are not waited for.
      for (const socket of open) socket.destroySoon();
      await closed;
    },
  };
}

/**
 * Asks the server that has a folder open for a backup.
 *
 * @param file - where to write it
 * @returns whether there is such a server
 * @throws if it could not write the file
 */
export function askForBackup(folder: string, file: string): Promise<boolean> {
  return new Promise((done, failed) => {
    const socket = connect(socketOf(folder));
    let answer = '';
    socket.setEncoding('utf8');
    socket.once('connect', () => socket.write(`${resolve(file)}\n`));
    socket.on('data', (chunk: string) => (answer += chunk));
    socket.once('error', () => done(false));
    socket.once('end', () => (answer === 'done' ? done(true) : failed(new Error(`No backup was made: ${answer}`))));
  });
}

/** Writes a backup that only this user can read. An existing file is replaced when the new one is whole. */
export async function writeBackup(file: string, dump: () => Promise<Blob>): Promise<void> {
  const part = `${file}.part`;
  try {
    // On the disk before it replaces another.
    await writeFile(part, Buffer.from(await (await dump()).arrayBuffer()), { mode: 0o600, flush: true });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Beside the folder, of which a backup contains everything. */
const socketOf = (folder: string) => `${resolve(folder)}.sock`;
