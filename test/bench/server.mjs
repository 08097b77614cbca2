// @ts-check
// npm run bench:server: what the server costs, as ratios within one run, in CPU time where one process does the work. `--long` takes the
// large sizes; a word after it runs only the parts whose name contains it.
import { Kysely, sql } from 'kysely';
import { deadlines } from './deadlines.mjs';
import { atOnce, cpuOf, line, openEmbedded, printStatements, startPostgres, startServer } from './server-world.mjs';

const LONG = process.argv.includes('--long');
const ONLY = process.argv.slice(2).filter((one) => !one.startsWith('--'));
const CLIENTS = 16;
const shop = (/** @type {number} */ client) => `shop-${client}`;

/** Wall time of `times` calls by sixteen clients, in milliseconds each; the database may be another process. */
async function each(
  /** @type {number} */ times,
  /** @type {(client: number, round: number) => Promise<unknown>} */ work,
) {
  const began = performance.now();
  await atOnce(CLIENTS, times, work);
  return (performance.now() - began) / times;
}

/** Commands by sixteen clients over sixteen shops, against inserts of one row by the same driver. */
async function commands(/** @type {string} */ name, /** @type {import('./server-world.mjs').Database} */ database) {
  const rounds = (LONG ? 200 : 40) * CLIENTS;
  const { create, command, stream, take, server } = await startServer(database);
  /** @type {{ id: string }[]} */
  const tickets = [];
  for (let client = 0; client < CLIENTS; client++) tickets.push(await create(shop(client), `order-${client}`));
  const act = (/** @type {number} */ client, /** @type {number} */ round) =>
    command(shop(client), tickets[client]?.id ?? '', { command: round % 2 ? 'release' : 'claim' });
  const db = new Kysely({ dialect: database.dialect });
  await sql`create table raw (merchant_id text, id bigint, body jsonb, primary key (merchant_id, id))`.execute(db);
  let rows = 0;
  const body = JSON.stringify({ text: 'x'.repeat(300) });
  const insert = (/** @type {number} */ client) =>
    sql`insert into raw (merchant_id, id, body) values (${shop(client)}, ${++rows}, ${body})`.execute(db);
  await each(4 * CLIENTS, insert);
  await each(4 * CLIENTS, act);
  // In turn, so that what else the machine does is shared.
  const ms = { raw: 0, command: 0, cpu: 0, rawCpu: 0 };
  take();
  for (let part = 0; part < 4; part++) {
    ms.rawCpu += (await cpuOf(async () => (ms.raw += (await each(rounds / 4, insert)) / 4))) / rounds;
    ms.cpu += (await cpuOf(async () => (ms.command += (await each(rounds / 4, act)) / 4))) / rounds;
  }
  const counted = take();
  line(`${name}: one row`, ms.raw, `ms, ${ms.rawCpu.toFixed(2)} ms of CPU`);
  line(`${name}: a command`, ms.command, `ms, ${ms.cpu.toFixed(2)} ms of CPU`);
  line(
    `${name}: rate of commands ÷ rows`,
    ms.raw / ms.command,
    `by CPU of this process ${(ms.rawCpu / ms.cpu).toFixed(3)}`,
  );
  line(
    `${name}: statements, round trips per command`,
    `${counted.statements / rounds}, ${counted.roundTrips / rounds}`,
  );
  printStatements(counted, rounds);

  // Each shop's main account and the buyer read.
  const streams = [];
  for (let client = 0; client < CLIENTS; client++) {
    for (const token of [
      `merchant.main.${shop(client)}`,
      `staff.officer.${shop(client)}`,
      `buyer.buyer-1.${shop(client)}`,
    ]) {
      streams.push(await stream(token));
    }
  }
  await new Promise((resolve) => void setTimeout(resolve, 300));
  take();
  const on = { ms: 0, cpu: 0 };
  on.cpu = (await cpuOf(async () => (on.ms = await each(rounds, act)))) / rounds;
  const withStreams = take();
  const off = { ms: 0, cpu: 0 };
  await Promise.all(streams.map((one) => one.close()));
  await new Promise((resolve) => void setTimeout(resolve, 300));
  off.cpu = (await cpuOf(async () => (off.ms = await each(rounds, act)))) / rounds;
  line(
    `${name}: rate with streams open ÷ without`,
    off.ms / on.ms,
    `CPU ${on.cpu.toFixed(2)}, ${off.cpu.toFixed(2)} ms`,
  );
  line(`${name}: statements per command with streams open`, withStreams.statements / rounds);
  await server.stop();
}

/** A command on a ticket with a long history against one with a short one. */
async function history(/** @type {string} */ name, /** @type {import('./server-world.mjs').Database} */ database) {
  const { create, command, take, server } = await startServer(database);
  const short = await create('past', 'order-short');
  const long = await create('past', 'order-long');
  const claim = (/** @type {string} */ id, /** @type {number} */ n) =>
    command('past', id, { command: n % 2 ? 'release' : 'claim' });
  for (let n = 0; n < 8; n++) await claim(short.id, n);
  for (let n = 0; n < 1000; n++) await claim(long.id, n);
  const rounds = LONG ? 200 : 40;
  const cpu = { short: 0, long: 0 };
  take();
  /** @type {(import('../support/statements.mjs').Count)[]} */
  const counts = [];
  for (let part = 0; part < 4; part++) {
    for (const which of /** @type {const} */ (['short', 'long'])) {
      const { id } = which === 'short' ? await create('past', `order-short-${part}`) : long;
      if (which === 'short') for (let n = 0; n < 8; n++) await claim(id, n);
      take();
      cpu[which] += await cpuOf(async () => {
        for (let n = 0; n < rounds / 4; n++) await claim(id, n);
      });
      counts.push(take());
    }
  }
  line(`${name}: a command after 10 entries`, cpu.short / rounds, 'ms of CPU');
  line(`${name}: a command after 1,000 entries`, cpu.long / rounds, 'ms of CPU');
  line(`${name}: 1,000 entries ÷ 10`, cpu.long / cpu.short);
  for (const count of counts.slice(-2)) printStatements(count, rounds / 4);
  await server.stop();
}

/** One command on an order with 150 tickets: what readers get, and what it costs. */
async function siblings(/** @type {string} */ name, /** @type {import('./server-world.mjs').Database} */ database) {
  const { create, command, send, stream, take, server } = await startServer(database);
  const alone = await create('family', 'order-alone');
  let last = alone;
  for (let n = 0; n < 150; n++) {
    last = await create('family', 'order-many').catch(() => undefined);
    if (!last) break;
    await send('buyer.buyer-1.family', 'POST', `/v1/tickets/${last.id}/commands`, { command: 'withdraw' }).catch(
      () => {},
    );
  }
  if (!last) return line(`${name}: an order with many tickets`, 'refused');
  const cpu = { alone: 0, many: 0 };
  const reader = await stream('merchant.main.family');
  await new Promise((resolve) => void setTimeout(resolve, 300));
  const rounds = 20;
  for (const [which, ticket] of /** @type {const} */ ([
    ['alone', alone],
    ['many', last],
  ])) {
    const before = reader.state.bytes;
    take();
    cpu[which] = await cpuOf(async () => {
      for (let n = 0; n < rounds; n++)
        await command('family', ticket.id, { command: n % 2 ? 'release' : 'claim' }).catch(() => {});
      await new Promise((resolve) => void setTimeout(resolve, 100));
    });
    line(`${name}: bytes to a reader per command, ${which}`, (reader.state.bytes - before) / rounds);
    printStatements(take(), rounds);
  }
  line(`${name}: a command on an order with 150 tickets ÷ with 1`, cpu.many / cpu.alone);
  await reader.close();
  await server.stop();
}

/** Many streams that come back at once: how often the log is read. */
async function reconnecting(/** @type {string} */ name, /** @type {import('./server-world.mjs').Database} */ database) {
  const count = LONG ? 2000 : 200;
  const { create, command, stream, take, server, send } = await startServer(database);
  await server.start();
  const ticket = await create('busy', 'order-busy');
  const { cursor } = await send('merchant.main.busy', 'GET', '/v1/tickets?limit=1');
  for (let n = 0; n < 50; n++) await command('busy', ticket.id, { command: n % 2 ? 'release' : 'claim' });
  take();
  const began = performance.now();
  /** @type {Awaited<ReturnType<typeof stream>>[]} */
  const streams = [];
  const cpu = await cpuOf(async () => {
    streams.push(...(await Promise.all(Array.from({ length: count }, () => stream('merchant.main.busy', cursor)))));
    while (streams.some(({ state }) => state.frames < 51)) await new Promise((resolve) => void setTimeout(resolve, 5));
  });
  const counted = take();
  const reads = [...counted.texts]
    .filter(([text]) => /from "?log"?/.test(text))
    .reduce((sum, [, { times }]) => sum + times, 0);
  line(`${name}: ${count} streams come back: log reads each`, reads / count);
  line(
    `${name}: statements each`,
    counted.statements / count,
    `${(cpu / count).toFixed(2)} ms of CPU each, ${(performance.now() - began).toFixed(0)} ms`,
  );
  printStatements(counted, count);
  await Promise.all(streams.map((one) => one.close()));
  await server.stop();
}

const PARTS = /** @type {const} */ ({
  ...{ commands, history, siblings, reconnecting },
  deadlines: (/** @type {string} */ name, /** @type {import('./server-world.mjs').Database} */ database) =>
    deadlines(name, database, LONG ? 10_000 : 2_000),
});
const postgres = await startPostgres();
if (!postgres) console.log('PostgreSQL is not installed: only the embedded database is measured.');
for (const [part, measure] of Object.entries(PARTS)) {
  if (ONLY.length > 0 && !ONLY.some((one) => part.includes(one))) continue;
  const embedded = await openEmbedded('folder');
  await measure('embedded', embedded);
  await embedded.close();
  if (!postgres || process.argv.includes('--embedded')) continue;
  const database = await postgres.open(`bench_${part}`);
  await measure('PostgreSQL', database);
  await database.close();
}
await postgres?.stop();
