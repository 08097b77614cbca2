import { spawn, type ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { openPostgres, type PostgresDatabase } from '@sidecard/server/node';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { buildCommand } from '../support/command.ts';
import { createDatabase } from '../support/database.ts';
import { AUDIENCE, ISSUER, SECRET } from '../support/identity.ts';
import { behind, plantTickets } from '../support/plant.ts';
import { startTestServer, testClock } from '../support/server.ts';

// A server of its own process, killed without warning.

const DAY_MS = 86_400_000;
const TICKETS = 600;

let bin: string;
let url: string;
let database: PostgresDatabase;
const children: ChildProcess[] = [];

beforeAll(async () => {
  bin = await buildCommand();
  url = await createDatabase(inject('postgres'));
  database = await openPostgres(url);
});
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
});
afterAll(async () => {
  await database.close();
  await rm(bin);
});

function run(): ChildProcess {
  const child = spawn(process.execPath, [bin], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DATABASE_URL: url,
      SIDECARD_JWT_SECRET: SECRET,
      SIDECARD_ISSUER: ISSUER,
      SIDECARD_AUDIENCE: AUDIENCE,
      SIDECARD_ORDERS_URL: 'http://127.0.0.1:9/orders',
    },
  });
  children.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/** How many of a merchant's tickets have a deadline that is due, and in how many transactions others than this one are. */
async function stateOf(merchantId: string): Promise<{ readonly left: number; readonly transactions: number }> {
  const { rows } = await sql<{ left: number; transactions: number }>`select
    (select count(distinct ticket_id)::integer from deadline
      where merchant_id = ${merchantId} and due_at_ms <= ${Date.now()}::bigint) as left,
    (select count(*)::integer from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
      and application_name = 'sidecard' and xact_start is not null) as transactions`.execute(behind({ database }));
  return rows[0] ?? { left: 0, transactions: 0 };
}

it('[R16] a server that is killed while it fires many deadlines misses none and fires none twice', async () => {
  const past = testClock();
  past.set(Date.now() - 2 * DAY_MS - 60_000);
  const world = await startTestServer({ database, clock: past });
  await plantTickets(world, 'killed', TICKETS);
  await world.server.stop();

  const first = run();
  let state = await stateOf('killed');
  // Some have been fired, and two transactions fire others.
  while (first.exitCode === null && state.left > 0 && !(state.left < TICKETS && state.transactions >= 2)) {
    state = await stateOf('killed');
  }
  await kill(first);
  expect((await stateOf('killed')).left).toBeGreaterThan(0);
  const second = run();
  while (second.exitCode === null && (await stateOf('killed')).left > 0);

  const fired =
    await sql`select count(*)::integer as events, count(distinct ticket_id)::integer as tickets from ticket_event
    where merchant_id = 'killed' and kind = 'deadline-passed'`.execute(behind({ database }));
  expect(fired.rows).toEqual([{ events: TICKETS, tickets: TICKETS }]);
  const tickets = await sql`select version, intervention, count(*)::integer as tickets from ticket
    where merchant_id = 'killed' group by version, intervention`.execute(behind({ database }));
  expect(tickets.rows).toEqual([{ version: 2, intervention: 'requested', tickets: TICKETS }]);
  // No stream has a gap, or a line for one of them twice. One ticket also was created here.
  const streams = await sql<{
    twice: number;
    gaps: number;
  }>`select (count(*) - count(distinct ticket_id))::integer as twice,
      (max(seq) - min(seq) + 1 - count(*))::integer as gaps
    from log where merchant_id = 'killed' and frame = 'ticket' and at_ms > ${past.now()}::bigint
    group by stream`.execute(behind({ database }));
  expect(streams.rows.length).toBeGreaterThan(0);
  for (const row of streams.rows) expect(row).toEqual({ twice: 0, gaps: 0 });
});
