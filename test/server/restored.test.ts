import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKyselyStore, DatabaseNewerError } from '@sidecard/server';
import { openPglite, type PgliteDatabase, restorePglite } from '@sidecard/server/node';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../support/database.ts';
import { behind } from '../support/plant.ts';
import { MAIN, startTestServer, testClock, type TestServer } from '../support/server.ts';

let folder: string;
const clock = testClock();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecard-restored-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Opens the folder, works, and closes it. */
async function withServer<T>(work: (world: TestServer) => Promise<T>): Promise<T> {
  const database = await openPglite(join(folder, 'data'));
  const world = await startTestServer({ database, clock });
  try {
    return await work(world);
  } finally {
    await world.server.stop();
    await database.close();
  }
}

/** The cursor of the shop's stream. */
async function cursorOf(world: TestServer): Promise<string> {
  const stream = await world.stream(MAIN);
  const { data } = await stream.until('ready');
  await stream.close();
  return data.head;
}

/** What a reader with a cursor is told of its history. */
async function toldTo(world: TestServer, cursor: string) {
  const stream = await world.stream(MAIN, cursor);
  await stream.until('ready');
  const frames = await stream.pending();
  await stream.close();
  return frames.find(({ event }) => event === 'reset');
}

it(
  '[R28] readers are told that the embedded database was restored from a backup, however far it has come since',
  { timeout: 180_000 },
  async () => {
    const before = await withServer(async (world) => {
      await world.create();
      return cursorOf(world);
    });
    await cp(join(folder, 'data'), join(folder, 'backup'), { recursive: true });
    const cursor = await withServer(async (world) => {
      // a restart is none
      expect(await toldTo(world, before)).toBeUndefined();
      await world.create();
      return cursorOf(world);
    });

    await rm(join(folder, 'data'), { recursive: true });
    await cp(join(folder, 'backup'), join(folder, 'data'), { recursive: true });
    const told = await withServer(async (world) => {
      // past the reader's position, with other tickets
      for (let n = 0; n < 3; n++) await world.create();
      return toldTo(world, cursor);
    });
    expect(told).toMatchObject({ event: 'reset', data: { reason: 'epoch-changed' } });
  },
);

it(
  'a backup that is made while the embedded database is in use has what was committed, and another history',
  { timeout: 180_000 },
  async () => {
    const file = join(folder, 'backup.tar.gz');
    const { made, cursor } = await withServer(async (world) => {
      const before = (await world.create()).ticket.id;
      // others write meanwhile
      const [, later] = await Promise.all([(world.database as PgliteDatabase).backUp(file), world.create()]);
      return { made: [before, later.ticket.id], cursor: await cursorOf(world) };
    });
    await rm(join(folder, 'data'), { recursive: true });
    await restorePglite(file, join(folder, 'data'));
    await expect(restorePglite(file, join(folder, 'data'))).rejects.toThrow('is not empty');
    await withServer(async (world) => {
      expect((await world.get(MAIN, `/v1/tickets/${made[0]}`)).status).toBe(200);
      expect((await world.create()).ticket.version).toBe(1);
      expect(await toldTo(world, cursor)).toMatchObject({ event: 'reset' });
    });
  },
);

it('[R28] readers of open streams are told that the database has gone back', async () => {
  const world = await startTestServer({ clock });
  await world.create();
  const stream = await world.stream(MAIN);
  await stream.until('ready');
  await world.create();
  await stream.until('ticket');
  await sql`update stream set seq = seq - 1 where merchant_id = 'shop-1'`.execute(behind(world));
  await world.server.tick();
  expect(await stream.until('reset')).toMatchObject({ data: { reason: 'epoch-changed' } });
  await world.stop();
});

it(
  'nobody is online at the start of an embedded database, whoever was when its process was killed',
  { timeout: 180_000 },
  async () => {
    await withServer(async (world) => {
      await world.create();
      await sql`insert into presence (merchant_id, account_id, node, expires_at_ms)
      values ('shop-1', 'main', 'a killed process', ${clock.now() + 45_000})`.execute(behind(world));
    });
    const rows = await withServer(async (world) => (await sql`select * from presence`.execute(behind(world))).rows);
    expect(rows).toEqual([]);
  },
);

it('a release says in words that the database is that of a newer one', async () => {
  const database = await openDatabase();
  const store = createKyselyStore(database.dialect);
  await store.migrate();
  await sql`insert into sidecard_migration (name, timestamp) values ('2031-01-01-later', 'now')`.execute(
    behind({ database }),
  );
  await expect(store.migrate()).rejects.toThrow(DatabaseNewerError);
  await expect(store.migrate()).rejects.toThrow(/newer release of Sidecard .* 2031-01-01-later/);
  await database.close();
});
