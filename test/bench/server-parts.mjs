// @ts-check
// What is measured of the server. Each part sets up once, and is measured in rounds.
import { Kysely, sql } from 'kysely';
import { deadlines } from './deadlines.mjs';
import { atOnce, cpuOf, MANY, printStatements, seedTickets, startServer } from './server-world.mjs';
import { median, shuffled } from './statistics.mjs';

/**
 * `round` returns what it measured; ratios are made of figures of one round.
 *
 * @typedef {{ round: (number: number) => Promise<Record<string, number>>, close: () => Promise<unknown> }} Part
 * @typedef {import('./server-world.mjs').Database & Partial<Pick<import('@sidecard/server/node').PostgresDatabase, 'openBus'>>} Database
 * @typedef {{ commands: number, back: number, due: number, tickets: number, streams: number, seconds: number }} Sizes
 */

const CLIENTS = 16;
const shop = (/** @type {number} */ client) => `shop-${client}`;
const pause = (/** @type {number} */ ms) => new Promise((resolve) => void setTimeout(resolve, ms));

/** Wall time of `times` calls by sixteen clients, in milliseconds each; the database may be another process. */
async function each(
  /** @type {number} */ times,
  /** @type {(client: number, round: number) => Promise<unknown>} */ work,
) {
  const began = performance.now();
  await atOnce(CLIENTS, times, work);
  return (performance.now() - began) / times;
}

/** A ticket in each of sixteen shops, and a command on it. @param {Awaited<ReturnType<typeof startServer>>} world @param {string} orders */
async function ticketsOf({ create, command }, orders = 'order') {
  /** @type {{ id: string }[]} */
  const tickets = [];
  for (let client = 0; client < CLIENTS; client++) tickets.push(await create(shop(client), `${orders}-${client}`));
  return (/** @type {number} */ client, /** @type {number} */ round) =>
    command(shop(client), tickets[client]?.id ?? '', { command: round % 2 ? 'release' : 'claim' });
}

/** Commands by sixteen clients over sixteen shops, against inserts of one row by the same driver. @param {Database} database @param {Sizes} sizes @returns {Promise<Part>} */
async function commands(database, sizes) {
  const times = sizes.commands * CLIENTS;
  const world = await startServer(database);
  const act = await ticketsOf(world);
  const db = new Kysely({ dialect: database.dialect });
  await sql`create table raw (merchant_id text, id bigint, body jsonb, primary key (merchant_id, id))`.execute(db);
  let rows = 0;
  const body = JSON.stringify({ text: 'x'.repeat(300) });
  const insert = (/** @type {number} */ client) =>
    sql`insert into raw (merchant_id, id, body) values (${shop(client)}, ${++rows}, ${body})`.execute(db);
  await each(4 * CLIENTS, insert);
  await each(4 * CLIENTS, act);
  const readers = Array.from({ length: CLIENTS }, (_, client) => [
    `merchant.main.${shop(client)}`,
    `staff.officer.${shop(client)}`,
    `buyer.buyer-1.${shop(client)}`,
  ]).flat();
  return {
    async round() {
      const ms = { row: 0, command: 0, rowCpu: 0, commandCpu: 0 };
      world.take();
      // in turn, so that what else the machine does is shared
      for (let half = 0; half < 2; half++) {
        ms.rowCpu += await cpuOf(async () => (ms.row += (await each(times / 2, insert)) / 2));
        ms.commandCpu += await cpuOf(async () => (ms.command += (await each(times / 2, act)) / 2));
      }
      const counted = world.take();
      printStatements(counted, times);
      const streams = await Promise.all(readers.map((token) => world.stream(token)));
      await pause(300);
      let read = 0;
      const readCpu = await cpuOf(async () => (read = await each(times, act)));
      await Promise.all(streams.map((one) => one.close()));
      await pause(300);
      return {
        ...{ row: ms.row, command: ms.command, read },
        ...{ rowCpu: ms.rowCpu / times, commandCpu: ms.commandCpu / times, readCpu: readCpu / times },
        ...{ statements: counted.statements / times, roundTrips: counted.roundTrips / times },
      };
    },
    close: () => world.server.stop(),
  };
}

/** Commands at a server that tells others by `NOTIFY`, with one that hears it, and at one that tells nobody. @param {Database} database @param {Sizes} sizes @returns {Promise<Part>} */
async function hints(database, sizes) {
  const times = sizes.commands * CLIENTS;
  const bus = await database.openBus?.();
  const heard = await database.openBus?.();
  if (!bus || !heard) throw new Error('Only PostgreSQL has hints between servers.');
  const telling = await startServer(database, bus);
  const silent = await startServer(database, { publish: () => undefined, subscribe: () => () => undefined });
  const hearing = await startServer(database, heard);
  const act = { on: await ticketsOf(telling, 'on'), off: await ticketsOf(silent, 'off') };
  for (const work of Object.values(act)) await each(4 * CLIENTS, work);
  return {
    async round() {
      const ms = { on: 0, off: 0 };
      for (const which of shuffled(/** @type {('on' | 'off')[]} */ (['on', 'off', 'on', 'off'])))
        ms[which] += (await each(times / 2, act[which])) / 2;
      return ms;
    },
    async close() {
      for (const { server } of [telling, silent, hearing]) await server.stop();
      await bus.close();
      await heard.close();
    },
  };
}

/** A command on a ticket with a long history against one with a short one. @param {Database} database @param {Sizes} sizes @returns {Promise<Part>} */
async function history(database, sizes) {
  const { create, command, take, server } = await startServer(database);
  const long = await create('past', 'order-long');
  const claim = (/** @type {string} */ id, /** @type {number} */ n) =>
    command('past', id, { command: n % 2 ? 'release' : 'claim' });
  for (let n = 0; n < 1000; n++) await claim(long.id, n);
  const times = sizes.commands;
  return {
    async round(number) {
      const short = await create('past', `order-short-${number}`);
      for (let n = 0; n < 8; n++) await claim(short.id, n);
      const figures = { long: 0, short: 0, longCpu: 0, shortCpu: 0 };
      for (const which of shuffled(/** @type {('long' | 'short')[]} */ (['long', 'short', 'long', 'short']))) {
        const { id } = which === 'long' ? long : short;
        take();
        const began = performance.now();
        figures[`${which}Cpu`] += await cpuOf(async () => {
          // an even number, so that the next one may claim it again
          for (let n = 0; n < Math.min(10, times); n++) await claim(id, n);
        });
        figures[which] += performance.now() - began;
        printStatements(take(), times);
      }
      return figures;
    },
    close: () => server.stop(),
  };
}

/** One command on an order with 150 tickets: what readers get, and what it costs. @param {Database} database @returns {Promise<Part>} */
async function family(database) {
  const { create, command, stream, take, server } = await startServer(database);
  const alone = await create('family', 'order-of-many-alone', MANY[0]);
  let last = alone;
  for (const thing of MANY) last = await create('family', 'order-of-many', thing);
  const reader = await stream('merchant.main.family');
  await pause(300);
  return {
    async round() {
      /** @type {Record<string, number>} */
      const figures = {};
      for (const [which, ticket] of shuffled(Object.entries({ alone, many: last }))) {
        const before = reader.state.bytes;
        take();
        figures[which] = await cpuOf(async () => {
          for (let n = 0; n < 20; n++) await command('family', ticket.id, { command: n % 2 ? 'release' : 'claim' });
          await pause(100);
        });
        figures[`${which}Bytes`] = (reader.state.bytes - before) / 20;
        printStatements(take(), 20);
      }
      return figures;
    },
    async close() {
      await reader.close();
      await server.stop();
    },
  };
}

/** Many streams that come back at once: how often the log is read. @param {Database} database @param {Sizes} sizes @returns {Promise<Part>} */
async function back(database, { back: count }) {
  const { create, command, stream, take, server, send } = await startServer(database);
  await server.start();
  const ticket = await create('busy', 'order-busy');
  return {
    async round() {
      const { cursor } = await send('merchant.main.busy', 'GET', '/v1/tickets?limit=1');
      for (let n = 0; n < 50; n++) await command('busy', ticket.id, { command: n % 2 ? 'release' : 'claim' });
      take();
      const began = performance.now();
      /** @type {Awaited<ReturnType<typeof stream>>[]} */
      const streams = [];
      const cpu = await cpuOf(async () => {
        streams.push(...(await Promise.all(Array.from({ length: count }, () => stream('merchant.main.busy', cursor)))));
        while (streams.some(({ state }) => state.frames < 51)) await pause(5);
      });
      const ms = performance.now() - began;
      const counted = take();
      const reads = [...counted.texts]
        .filter(([text]) => /from "?log"?/.test(text))
        .reduce((sum, [, { times }]) => sum + times, 0);
      printStatements(counted, count);
      await Promise.all(streams.map((one) => one.close()));
      await pause(300);
      return { reads: reads / count, statements: counted.statements / count, cpu: cpu / count, ms };
    },
    close: () => server.stop(),
  };
}

/** What lists, queues and streams of a large shop take, against those of a small one. @param {Database} database @param {Sizes} sizes @returns {Promise<Part>} */
async function lists(database, { tickets }) {
  const { server, clock, send, stream, take } = await startServer(database);
  const shops = { large: tickets, small: Math.max(10, tickets / 100) };
  for (const [name, count] of Object.entries(shops)) await seedTickets(database, name, count, clock.now());
  const db = new Kysely({ dialect: database.dialect });
  for (const statement of database.maintenance ?? ['vacuum analyze']) await sql.raw(statement).execute(db);
  const asks = {
    list: (/** @type {string} */ name) => send(`merchant.main.${name}`, 'GET', '/v1/summaries?view=open&sort=opened'),
    due: (/** @type {string} */ name) =>
      send(`merchant.main.${name}`, 'GET', '/v1/summaries?view=needs-answer&sort=deadline'),
    queues: (/** @type {string} */ name) => send(`merchant.main.${name}`, 'GET', '/v1/queues'),
    stream: async (/** @type {string} */ name) => {
      const opened = await stream(`merchant.main.${name}`);
      while (opened.state.frames === 0) await new Promise((resolve) => void setImmediate(resolve));
      await opened.close();
    },
  };
  return {
    async round() {
      /** @type {Record<string, number[]>} */
      const ms = {};
      for (let turn = 0; turn < 7; turn++)
        for (const [what, ask] of shuffled(Object.entries(asks)))
          for (const name of shuffled(Object.keys(shops))) {
            const began = performance.now();
            await ask(name);
            (ms[`${what}.${name}`] ??= []).push(performance.now() - began);
          }
      printStatements(take(), 7);
      return Object.fromEntries(Object.entries(ms).map(([name, values]) => [name, median(values)]));
    },
    close: () => server.stop(),
  };
}

/** What a server does that nobody asks. @param {Database} database @param {Sizes} sizes @returns {Promise<Part>} */
async function idle(database, { seconds }) {
  const world = await startServer(database);
  await (
    await ticketsOf(world)
  )(0, 0);
  await world.server.start();
  await pause(2_000);
  return {
    async round() {
      world.take();
      const cpu = await cpuOf(() => pause(seconds * 1_000));
      return { cpu: cpu / seconds, statements: world.take().statements / seconds };
    },
    close: () => world.server.stop(),
  };
}

/** By name. `fresh` parts have a new database in each round; `on` names the databases of others. @type {Record<string, { open: (database: Database, sizes: Sizes) => Promise<Part>, fresh?: true, on?: readonly string[] }>} */
export const PARTS = {
  commands: { open: commands },
  hints: { open: hints, on: ['PostgreSQL'] },
  history: { open: history },
  family: { open: family },
  back: { open: back },
  lists: { open: lists },
  idle: { open: idle },
  deadlines: {
    fresh: true,
    open: (database, { due }) =>
      Promise.resolve({ round: () => deadlines(database, due), close: () => Promise.resolve() }),
  },
};
