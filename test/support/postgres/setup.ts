import { spawn } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findPostgres, type InstalledPostgres } from './installed.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where PostgreSQL's socket is. */
    postgres: string;
  }
}

/** Starts PostgreSQL in a folder of its own for a run of the tests. Stops it, and deletes the folder, at the end. */
export default async function setup({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  const installed = findPostgres();
  if (!installed) {
    console.warn(
      "\n⚠ PostgreSQL is not installed, so the server's tests on it are SKIPPED. Install Debian's package postgresql.\n",
    );
    return undefined;
  }
  const { uid, gid } = installed.user;
  const folder = await mkdtemp(join(tmpdir(), 'sidecard-postgres-'));
  await chown(folder, uid, gid);
  const data = join(folder, 'data');
  await run(installed, folder, 'initdb', [
    '-D',
    data,
    '-U',
    'sidecard',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C',
    '-N',
  ]);
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'max_connections=300', 'fsync=off'];
  const server = spawn(join(installed.bin, 'postgres'), ['-D', data, ...settings.flatMap((one) => ['-c', one])], {
    uid,
    gid,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  process.once('exit', () => server.kill('SIGQUIT'));
  await new Promise<void>((resolve, reject) => {
    let log = '';
    server.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${log}`)));
  });
  provide('postgres', folder);
  return async () => {
    server.kill('SIGQUIT');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
}

function run({ bin, user }: InstalledPostgres, cwd: string, name: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(bin, name), args, { ...user, cwd, stdio: ['ignore', 'ignore', 'pipe'] });
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${name} ended with ${code}: ${log}`))));
  });
}
