import { type ChildProcess, spawn } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InstalledPostgres } from './installed.ts';

/** A PostgreSQL in a folder of its own. */
export interface RunningPostgres {
  /** Where its socket is. It listens nowhere else. */
  readonly socket: string;
  /** Ends it at once, as a crash does, and starts it again on the same data. */
  restart(): Promise<void>;
  /** Ends it, and deletes its folder. */
  stop(): Promise<void>;
}

/** What {@link startPostgres} takes. */
export interface StartOptions {
  /** Whether commits reach the disk: slower, and of use only where the machine may lose power. @default 'off' */
  readonly fsync?: 'on' | 'off';
}

/** Starts PostgreSQL in a new folder. */
export async function startPostgres(
  installed: InstalledPostgres,
  { fsync = 'off' }: StartOptions = {},
): Promise<RunningPostgres> {
  const { uid, gid } = installed.user;
  const socket = await mkdtemp(join(tmpdir(), 'sidecard-postgres-'));
  await chown(socket, uid, gid);
  const data = join(socket, 'data');
  const settings = ['-U', 'sidecard', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'];
  await run(installed, socket, 'initdb', ['-D', data, ...settings]);
  let server = await start(installed, socket, data, fsync);
  process.once('exit', () => server.kill('SIGQUIT'));
  const end = async () => {
    const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    server.kill('SIGQUIT');
    await ended;
  };
  return {
    socket,
    async restart() {
      await end();
      server = await start(installed, socket, data, fsync);
    },
    async stop() {
      await end();
      await rm(socket, { recursive: true, force: true });
    },
  };
}

async function start({ bin, user }: InstalledPostgres, socket: string, data: string, fsync: string) {
  const settings = ['listen_addresses=', `unix_socket_directories=${socket}`, 'max_connections=300', `fsync=${fsync}`];
  const server: ChildProcess = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((one) => ['-c', one])], {
    ...user,
    cwd: socket,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    let log = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      if (log.length < 100_000) log += chunk.toString();
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${log}`)));
  });
  return server;
}

function run({ bin, user }: InstalledPostgres, cwd: string, name: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(bin, name), args, { ...user, cwd, stdio: ['ignore', 'ignore', 'pipe'] });
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${name} ended with ${code}: ${log}`))));
  });
}
