// @ts-check
// Many deadlines of one shop that are due at once: until all have fired, and what a reader and a writer wait meanwhile.
// `node test/bench/deadlines.mjs [count] [--postgres]` measures this alone; `npm run bench:server -- --only deadlines` measures both databases.
import { fileURLToPath } from 'node:url';
import { createKyselyStore } from '@sidecard/server';
import {
  cpuOf,
  line,
  openEmbedded,
  printStatements,
  seedTickets,
  startPostgres,
  startServer,
} from './server-world.mjs';
import { median } from './statistics.mjs';

const SHOP = 'rush';
/** How often each of the others asks. */
const ASKS_MS = 25;

/**
 * @param {import('./server-world.mjs').Database} database
 * @param {number} count
 */
export async function deadlines(database, count) {
  const { server, clock, advance, create, command, send, take } = await startServer(database);
  const tickets = await seedTickets(database, SHOP, count, clock.now());
  const other = await create('other', 'order-other');
  const token = 'merchant.main.other';
  await command('other', other.id, { command: 'claim' });
  const due = tickets[0]?.deadlines[0]?.dueAtMs ?? 0;
  /** @type {Record<'read' | 'write', number[]>} */
  const waits = { read: [], write: [] };
  let done = false;
  const asking = async (/** @type {'read' | 'write'} */ which, /** @type {() => Promise<unknown>} */ ask) => {
    while (!done) {
      const from = performance.now();
      await ask();
      waits[which].push(performance.now() - from);
      await new Promise((resolve) => void setTimeout(resolve, ASKS_MS));
    }
  };
  let claims = 0;
  // What it does once an hour is not measured.
  const HOUR_MS = 3_600_000;
  advance(due - clock.now() - HOUR_MS / 2);
  await server.start();
  await new Promise((resolve) => void setTimeout(resolve, 2_000));
  take();
  advance(due - clock.now() - 500);
  const others = [
    asking('read', () => send(token, 'GET', `/v1/tickets/${other.id}`)),
    // A claim may have ended by its own deadline.
    asking('write', () =>
      command('other', other.id, { command: ++claims % 2 ? 'release' : 'claim' }).catch(() => undefined),
    ),
  ];
  const store = createKyselyStore(database.dialect);
  while (clock.now() < due) await new Promise((resolve) => void setTimeout(resolve, 5));
  waits.read = [];
  waits.write = [];
  const from = performance.now();
  let tookMs = 0;
  const cpu = await cpuOf(async () => {
    while (((await store.nextDeadline(0)) ?? Infinity) <= due + 1_000) {
      await new Promise((resolve) => void setTimeout(resolve, 20));
    }
    tookMs = performance.now() - from;
  });
  done = true;
  await Promise.all(others);
  const counted = take();
  const { statements } = counted;
  printStatements(counted, count);
  await server.stop();
  return {
    ...{ seconds: tookMs / 1000, cpuSeconds: cpu / 1000, statements: statements / count },
    ...{ longestRead: Math.max(...waits.read), longestWrite: Math.max(...waits.write) },
    ...{ medianRead: median(waits.read), medianWrite: median(waits.write) },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const count = Number(process.argv[2] ?? 10_000);
  const postgres = process.argv.includes('--postgres') ? await startPostgres() : undefined;
  const database = postgres ? await postgres.open('bench_deadlines') : await openEmbedded();
  for (const [name, value] of Object.entries(await deadlines(database, count))) line(name, value);
  await database.close();
  await postgres?.stop();
}
