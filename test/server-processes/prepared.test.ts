import { openPostgres, type PostgresDatabase } from '@sidecard/server/node';
import { Kysely, sql } from 'kysely';
import { afterEach, expect, inject, it } from 'vitest';
import { createDatabase } from '../support/database.ts';
import { MAIN, startTestServer, type TestServer } from '../support/server.ts';

// Statements that recur are prepared on each connection. A proxy may hand the connection to another client, and they are gone.

let database: PostgresDatabase;
let world: TestServer;
afterEach(async () => {
  await world.server.stop();
  await database.close();
});

it.each([
  ['the account', /from account/],
  ['the lock', /for update/],
  ['what is written', /^with tickets/],
])('a command whose prepared statement of %s is gone is carried out once', async (_, pattern) => {
  database = await openPostgres(await createDatabase(inject('postgres')), { connections: 1 });
  world = await startTestServer({ database });
  const ticketId = (await world.create()).ticket.id;
  const send = (command: string) => world.command(MAIN, ticketId, { command });
  for (const command of ['claim', 'release', 'claim']) expect((await send(command)).status).toBe(200);
  const db = new Kysely<unknown>({ dialect: database.dialect });
  const { rows } = await sql<{
    name: string;
    statement: string;
  }>`select name, statement from pg_prepared_statements`.execute(db);
  const gone = rows.filter(({ statement }) => pattern.test(statement));
  expect(gone.length).toBeGreaterThan(0);
  for (const { name } of gone) await sql.raw(`deallocate ${name}`).execute(db);
  for (const command of ['release', 'claim']) expect((await send(command)).status).toBe(200);
  const { rows: events } = await sql<{ kinds: readonly string[] }>`
    select array_agg(kind order by position) as kinds from ticket_event where ticket_id = ${ticketId}`.execute(db);
  expect(events[0]!.kinds.slice(-5)).toEqual(['claimed', 'released', 'claimed', 'released', 'claimed']);
});
