// @ts-check
// Many deadlines of one shop that are due at once: until all have fired, and what a reader and a writer wait meanwhile.
// `node test/bench/deadlines.mjs [count] [--postgres]` measures this alone; `npm run bench:server deadlines` measures both databases.
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

const SHOP = 'rush';
/** How often each of the others asks. */
const ASKS_MS = 25;

/**
 * @param {string} name
 * @param {import('./server-world.mjs').Database} database
 * @param {number} count
 */
export async function deadlines(name, database, count) {
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
  line(
    `${name}: ${count} deadlines at once`,
    tookMs / 1000,
    `s, ${(cpu / 1000).toFixed(2)} s of CPU, ${statements} statements`,
  );
  printStatements(counted, count);
  for (const [which, all] of Object.entries(waits)) {
    all.sort((a, b) => a - b);
    const at = (/** @type {number} */ share) => all[Math.min(all.length - 1, Math.floor(all.length * share))] ?? 0;
    line(`${name}: longest wait of a ${which} meanwhile`, at(1), `ms; median ${at(0.5).toFixed(0)}, of ${all.length}`);
  }
  await server.stop();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const count = Number(process.argv[2] ?? 10_000);
  const postgres = process.argv.includes('--postgres') ? await startPostgres() : undefined;
  const database = postgres ? await postgres.open('bench_deadlines') : await openEmbedded();
  await deadlines(postgres ? 'PostgreSQL' : 'embedded', database, count);
  await database.close();
  await postgres?.stop();
}
