import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSidecardServer } from '@sidecard/server';
import { FolderNotPrivateError, openPglite } from '@sidecard/server/node';
import { Kysely, sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

let root: string;
let umask: number;
const warnings: string[] = [];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sidecard-private-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(() => {
  // nothing of the modes below may come from the environment
  umask = process.umask(0);
  warnings.length = 0;
  vi.spyOn(console, 'warn').mockImplementation((text: string) => void warnings.push(text));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.umask(umask);
});

/** How many folders and files there are of each mode, the folder itself included. */
async function modesIn(folder: string): Promise<Record<string, string[]>> {
  const paths = [folder, ...(await readdir(folder, { recursive: true })).map((name) => join(folder, name))];
  const modes: Record<string, string[]> = {};
  for (const path of paths) {
    const info = await stat(path);
    const kind = `${info.isDirectory() ? 'folder' : 'file'} ${(info.mode & 0o777).toString(8)}`;
    (modes[kind] ??= []).push(path);
  }
  return modes;
}

/** Opens the database, creates tables and rows, and closes it. */
async function useDatabase(folder: string, whileOpen?: () => Promise<void>): Promise<void> {
  const database = await openPglite(folder);
  const server = createSidecardServer({
    database,
    verify: () => Promise.resolve(undefined),
    orders: () => Promise.resolve(undefined),
  });
  await server.tick();
  const db = new Kysely<unknown>({ dialect: database.dialect });
  await sql`create table if not exists later (a text)`.execute(db);
  await sql`insert into later select repeat('x', 1000) from generate_series(1, 1000)`.execute(db);
  await sql`vacuum full`.execute(db);
  await sql`checkpoint`.execute(db);
  await whileOpen?.();
  await server.stop();
  await database.close();
}

const PRIVATE = ['file 600', 'folder 700'];

describe('the folder of the embedded database', () => {
  it('is readable by its owner alone, with all files, those that come later included', async () => {
    const folder = join(root, 'new', 'data');
    await useDatabase(folder, async () => expect(Object.keys(await modesIn(folder)).sort()).toEqual(PRIVATE));
    await useDatabase(folder);
    expect(Object.keys(await modesIn(folder)).sort()).toEqual(PRIVATE);
    expect(warnings).toEqual([]);
  });

  it('is closed, with a warning, when it was open to other users', async () => {
    const folder = join(root, 'new', 'data');
    for (const name of await readdir(folder, { recursive: true })) {
      const path = join(folder, name);
      await chmod(path, (await stat(path)).isDirectory() ? 0o777 : 0o666);
    }
    await chmod(folder, 0o755);
    await useDatabase(folder);
    expect(Object.keys(await modesIn(folder)).sort()).toEqual(PRIVATE);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(folder);
    expect(warnings[0]).toContain('0755');
  });

  it('is closed when it was empty', async () => {
    const folder = join(root, 'empty');
    await mkdir(folder, { mode: 0o755 });
    await (await openPglite(folder)).close();
    expect(Object.keys(await modesIn(folder)).sort()).toEqual(PRIVATE);
    expect(warnings).toHaveLength(1);
  });

  it('is refused, and left as it is, when it is open to other users and holds something else', async () => {
    const folder = join(root, 'home');
    await mkdir(folder, { mode: 0o755 });
    await writeFile(join(folder, 'diary.txt'), '');
    const error = await openPglite(folder).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(FolderNotPrivateError);
    expect(error).toMatchObject({ code: 'folder-not-private', folder, message: expect.stringContaining('0755') });
    expect(await modesIn(folder)).toEqual({ 'folder 755': [folder], 'file 666': [join(folder, 'diary.txt')] });
  });

  it('is refused when it belongs to another user', async () => {
    // the root folder is root's: no other user can close it; root can, so it gets a folder of another user
    let folder = '/';
    if (process.geteuid?.() === 0) {
      folder = join(root, 'theirs');
      await mkdir(folder, { mode: 0o755 });
      await chown(folder, 65_534, 65_534);
    }
    const error = await openPglite(folder).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(FolderNotPrivateError);
    expect(error).toMatchObject({ code: 'folder-not-private', folder, message: expect.stringContaining('owner') });
    expect((await stat(folder)).mode & 0o777).toBe(0o755);
  });

  it('is refused in words when it cannot be created', async () => {
    const file = join(root, 'a-file');
    await writeFile(file, '');
    const error = await openPglite(join(file, 'data')).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'folder-not-writable', message: expect.stringContaining('cannot be created') });
  });
});
