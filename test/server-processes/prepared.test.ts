import { openPostgres, type PostgresDatabase } from '@sidecard/server/node';
import { Kysely, sql } from 'kysely';
import { afterEach, expect, inject, it } from 'vitest';
import { createDatabase } from '../support/database.ts';
import { BUYER, MAIN, startTestServer, type TestServer } from '../support/server.ts';

// Statements that recur are prepared on each connection. A proxy may hand the connection to another client, and they are gone.

const databases: PostgresDatabase[] = [];
const worlds: TestServer[] = [];
afterEach(async () => {
  for (const { server } of worlds.splice(0)) await server.stop();
  for (const one of databases.splice(0)) await one.close();
});

/** A server with connections of its own. */
async function serverOn(address: string, connections: number) {
  const database = await openPostgres(address, { connections });
  databases.push(database);
  const world = await startTestServer({ database });
  worlds.push(world);
  return { world, db: new Kysely<unknown>({ dialect: database.dialect }) };
}

const preparedOn = async (db: Kysely<unknown>) =>
  (await sql<{ name: string; statement: string }>`select name, statement from pg_prepared_statements`.execute(db)).rows;

it.each([
  ['the account', /from account/],
  ['the lock', /for update/],
  ['what is written', /^with tickets/],
])('a command whose prepared statement of %s is gone is carried out once', async (_, pattern) => {
  const { world, db } = await serverOn(await createDatabase(inject('postgres')), 1);
  const ticketId = (await world.create()).ticket.id;
  const send = (command: string) => world.command(MAIN, ticketId, { command });
  for (const command of ['claim', 'release', 'claim']) expect((await send(command)).status).toBe(200);
  const gone = (await preparedOn(db)).filter(({ statement }) => pattern.test(statement));
  expect(gone.length).toBeGreaterThan(0);
  for (const { name } of gone) await sql.raw(`deallocate ${name}`).execute(db);
  for (const command of ['release', 'claim']) expect((await send(command)).status).toBe(200);
  const { rows: events } = await sql<{ kinds: readonly string[] }>`
    select array_agg(kind order by position) as kinds from ticket_event where ticket_id = ${ticketId}`.execute(db);
  expect(events[0]!.kinds.slice(-5)).toEqual(['claimed', 'released', 'claimed', 'released', 'claimed']);
});

it('a name stands for one statement, whichever a server needed first: a proxy shares connections among servers', async () => {
  const address = await createDatabase(inject('postgres'));
  const [one, other] = [await serverOn(address, 1), await serverOn(address, 1)];
  const path = `/v1/tickets/${(await one.world.create()).ticket.id}`;
  for (const who of [BUYER, MAIN]) await one.world.get(who, path);
  for (const who of [MAIN, BUYER]) await other.world.get(who, path);
  const names = new Map((await preparedOn(one.db)).map(({ name, statement }) => [name, statement]));
  const shared = (await preparedOn(other.db)).filter(({ name }) => names.has(name));
  expect(shared.length).toBeGreaterThan(1);
  expect(shared.map(({ name, statement }) => [name, statement])).toEqual(
    shared.map(({ name }) => [name, names.get(name)]),
  );
});

it('reads whose prepared statements are gone, several at once and in snapshots, are answered', async () => {
  const { world, db } = await serverOn(await createDatabase(inject('postgres')), 4);
  const path = `/v1/tickets/${(await world.create()).ticket.id}`;
  const atOnce = <T>(count: number, work: () => Promise<T>) => Promise.all(Array.from({ length: count }, work));
  const read = async () => (await world.get(MAIN, path)).status;
  for (let n = 0; n < 3; n++) await atOnce(12, read);
  // Each takes a connection of its own, because none is given back before all are there.
  let waiting = 4;
  let meet = (): void => undefined;
  const all = new Promise<void>((resolve) => (meet = resolve));
  await atOnce(4, () =>
    db.connection().execute(async (connection) => {
      if (--waiting === 0) meet();
      await all;
      await sql`deallocate all`.execute(connection);
    }),
  );
  expect(await atOnce(12, read)).toEqual(Array(12).fill(200));
});
