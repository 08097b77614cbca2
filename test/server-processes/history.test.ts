import { openPostgres } from '@sidecard/server/node';
import pg from 'pg';
import { expect, inject, it } from 'vitest';
import { createDatabase } from '../support/database.ts';
import { MAIN, startTestServer, testClock } from '../support/server.ts';

it('[R28] readers are told that the database is a restored one, and not that a server has restarted', async () => {
  const clock = testClock();
  const url = await createDatabase(inject('postgres'));
  const first = await openPostgres(url);
  const world = await startTestServer({ database: first, clock });
  await world.create();
  const head = await world.stream(MAIN);
  const cursor = (await head.until('ready')).data.head;
  await head.close();
  const toldAt = async (address: string) => {
    const database = await openPostgres(address);
    const server = await startTestServer({ database, clock });
    const stream = await server.stream(MAIN, cursor);
    await stream.until('ready');
    const frames = await stream.pending();
    await stream.close();
    await server.server.stop();
    await database.close();
    return frames.map((frame) => frame.data);
  };
  expect(await toldAt(url)).toEqual([]);
  await world.server.stop();
  await first.close();

  // a copy has the same rows and another history, as a dump that was restored
  const name = /\/(\w+)\?/.exec(url)?.[1] ?? '';
  const admin = new pg.Client({ host: inject('postgres'), user: 'sidecard', database: 'postgres' });
  await admin.connect();
  await admin.query(`create database ${name}_restored template ${name}`);
  await admin.end();
  expect(await toldAt(url.replace(`/${name}?`, `/${name}_restored?`))).toEqual([{ reason: 'epoch-changed' }]);
});
