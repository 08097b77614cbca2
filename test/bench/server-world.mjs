// @ts-check
// What the measurements of the server share: databases, a server on one of them, its tickets, and CPU time.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInTypes, DEFAULT_POLICY } from '@sidecard/core';
import { decideCreate, indexTypes } from '@sidecard/core/authoring';
import { createKyselyStore, createSidecardServer } from '@sidecard/server';
import { openPglite, openPostgres } from '@sidecard/server/node';
import pg from 'pg';
import { counting } from '../support/statements.mjs';

export const START_MS = Date.UTC(2026, 6, 1);
const PACKAGES = '/usr/lib/postgresql';

/** CPU time of this process in milliseconds while `work` runs. */
export async function cpuOf(/** @type {() => unknown} */ work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** @param {string} name @param {number | string} value @param {string} [note] */
export function line(name, value, note = '') {
  const shown = typeof value === 'number' ? value.toFixed(value < 10 ? 3 : 1) : value;
  console.log(`${name.padEnd(64)} ${shown.padStart(10)}  ${note}`);
}

const VERBOSE = process.argv.includes('--statements');

/** With `--statements`: those of the database, the ones that took longest first. */
export function printStatements(
  /** @type {import('../support/statements.mjs').Count} */ { texts },
  /** @type {number} */ per,
) {
  if (!VERBOSE) return;
  const all = [...texts].sort(([, a], [, b]) => b.ms - a.ms);
  for (const [text, { times, ms }] of all.slice(0, 14)) {
    console.log(
      `    ${(times / per).toFixed(2)} × ${(ms / times).toFixed(2)} ms  ${text.replace(/\s+/g, ' ').slice(0, 150)}`,
    );
  }
}

/**
 * Starts PostgreSQL, with `fsync`, in a folder of its own. `undefined` where Debian's package is missing.
 *
 * @returns {Promise<{ open: (name: string) => Promise<import('@sidecard/server/node').PostgresDatabase>, stop: () => Promise<void> } | undefined>}
 */
export async function startPostgres() {
  const version = existsSync(PACKAGES) ? readdirSync(PACKAGES).sort((a, b) => Number(b) - Number(a))[0] : undefined;
  const entry = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  if (!version || !entry) return undefined;
  /** @type {{ uid?: number, gid?: number }} */
  const user = process.getuid?.() === 0 ? { uid: Number(entry[1]), gid: Number(entry[2]) } : {};
  const bin = join(PACKAGES, version, 'bin');
  const folder = mkdtempSync(join(tmpdir(), 'sidecard-bench-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const set = { ...user, cwd: folder };
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'sidecard', '-A', 'trust', '-E', 'UTF8', '--locale=C'],
    set,
  );
  if (made.status !== 0) throw new Error(String(made.stderr));
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`].flatMap((one) => ['-c', one]);
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings], {
    ...set,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  process.once('exit', () => server.kill('SIGQUIT'));
  await new Promise((resolve, reject) => {
    let log = '';
    server.stderr.on('data', (chunk) => {
      log += String(chunk);
      if (log.includes('ready to accept connections')) resolve(undefined);
    });
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${log}`)));
  });
  return {
    async open(name) {
      const admin = new pg.Client({ host: folder, user: 'sidecard', database: 'postgres' });
      await admin.connect();
      await admin.query(`create database ${name}`);
      await admin.end();
      return openPostgres(`postgres://sidecard@/${name}?host=${encodeURIComponent(folder)}`, { connections: 16 });
    },
    async stop() {
      server.kill('SIGQUIT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @typedef {import('@sidecard/server').SidecardDatabase & { close(): Promise<void> }} Database */

/** An embedded database: in memory, or with `folder` in a folder of its own, as an installation has it. */
export async function openEmbedded(/** @type {'folder' | undefined} */ kind = undefined) {
  if (!kind) return openPglite();
  const folder = mkdtempSync(join(tmpdir(), 'sidecard-bench-'));
  const database = await openPglite(join(folder, 'data'));
  return { ...database, close: () => database.close().finally(() => rmSync(folder, { recursive: true, force: true })) };
}

/**
 * A server of which it is counted what it asks of its database.
 *
 * @param {Database} database
 * @param {import('@sidecard/server').Bus} [bus]
 */
export async function startServer(database, bus) {
  let aheadMs = 0;
  const began = performance.now();
  const clock = { now: () => Math.floor(START_MS + performance.now() - began + aheadMs) };
  const { dialect, take } = counting(database.dialect);
  const server = createSidecardServer({
    ...(bus ? { bus } : {}),
    ...{ database: { ...database, dialect }, clock, limits: { requests: 'none', streams: UNLIMITED } },
    // A token is `party.account.merchant`.
    verify: (token) => {
      const [party = 'merchant', accountId = '', merchantId = ''] = token.split('.');
      const main = party === 'merchant' && accountId === 'main';
      const base = { party, accountId, merchantId, main, name: accountId };
      return Promise.resolve(/** @type {never} */ ({ ...base, issuedAtMs: START_MS, expiresAtMs: START_MS * 2 }));
    },
    orders: (_, orderId) => Promise.resolve(/** @type {never} */ (order(orderId))),
  });
  let keys = 0;
  // Several servers may share a database.
  const run = crypto.randomUUID();
  /** @param {string} token @param {string} method @param {string} path @param {unknown} [body] */
  async function send(token, method, path, body) {
    const response = await server.fetch(
      new Request(`http://bench.test${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': `${run}-${++keys}`,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }
  const create = async (/** @type {string} */ merchantId, /** @type {string} */ orderId, itemId = 'a') =>
    (
      await send(`host.host.${merchantId}`, 'POST', '/v1/tickets', {
        ...{ type: 'return-refund', orderId, locale: 'en' },
        request: {
          ...{ items: [{ itemId, quantity: 1 }], refundOnly: true, reason: 'damaged', text: 'It came broken.' },
          amount: { amountMinor: 9900, currency: 'CNY' },
        },
      })
    ).ticket;
  const command = (/** @type {string} */ merchantId, /** @type {string} */ id, /** @type {object} */ body) =>
    send(`merchant.main.${merchantId}`, 'POST', `/v1/tickets/${id}/commands`, body);
  /** Opens a stream, and reads it to nowhere. @param {string} token @param {string} [lastEventId] */
  async function stream(token, lastEventId) {
    const headers = { authorization: `Bearer ${token}`, ...(lastEventId ? { 'last-event-id': lastEventId } : {}) };
    const response = await server.fetch(new Request('http://bench.test/v1/events', { headers }));
    if (!response.body) throw new Error(`No stream: ${response.status}`);
    const reader = response.body.getReader();
    const state = { bytes: 0, frames: 0, text: '' };
    const done = (async () => {
      for (;;) {
        const { done: ended, value } = await reader.read();
        if (ended) return;
        state.bytes += value.byteLength;
        state.frames++;
      }
    })();
    return { state, done, close: () => reader.cancel().catch(() => undefined) };
  }
  return {
    ...{ server, clock, send, create, command, stream, take },
    advance: (/** @type {number} */ ms) => {
      aheadMs += ms;
    },
  };
}

const TYPES = indexTypes(builtInTypes);
/** How many tickets are stored at once. */
const SEEDED = 500;

/**
 * Stores tickets as they are just after their requests, without asking a server for each.
 *
 * @param {Database} database
 * @param {string} merchantId
 * @param {number} count
 * @param {number} now
 * @returns {Promise<readonly import('@sidecard/core/authoring').Ticket[]>}
 */
export async function seedTickets(database, merchantId, count, now) {
  const store = createKyselyStore(database.dialect);
  await store.migrate();
  const tickets = [];
  for (let from = 0; from < count; from += SEEDED) {
    /** @type {object[]} */
    const changes = [];
    for (let index = from; index < Math.min(from + SEEDED, count); index++) {
      const amount = { amountMinor: 9900, currency: 'CNY' };
      const request = { items: [{ itemId: 'a', quantity: 1 }], refundOnly: true, reason: 'damaged', text: 'Broken.' };
      const decision = decideCreate(
        {
          type: 'return-refund',
          merchantId,
          order: /** @type {never} */ (order(`order-${index}`)),
          request: { ...request, amount },
        },
        { party: 'buyer', accountId: 'buyer-1', name: 'Chen', permissions: [] },
        {
          ...{
            now,
            types: TYPES,
            policy: DEFAULT_POLICY,
            related: [],
            number: `2607-${String(index).padStart(6, '0')}`,
          },
          newId: () => crypto.randomUUID(),
        },
      );
      const event = decision.ok ? decision.value[0] : undefined;
      if (!event?.created) throw new Error(JSON.stringify(decision));
      tickets.push(event.created);
      changes.push({ before: undefined, after: { ticket: event.created, events: 1 }, events: [event] });
    }
    await store.transaction(merchantId, (unit) =>
      unit.commit(/** @type {never} */ ({ changes, deliveries: [], entries: [], atMs: now }), () => 'epoch'),
    );
  }
  return tickets;
}

const UNLIMITED = { perAccount: 1e6, perMerchant: 1e6, perProcess: 1e6 };

/** The things of a large order. */
export const MANY = Array.from({ length: 150 }, (_, index) => `thing-${index}`);

/** An order of one mug, or of 150 things if it is named so. */
export const order = (/** @type {string} */ id) => ({
  ...{ id, buyer: { id: 'buyer-1', name: 'Chen' }, conversationId: 'conversation-1', paidAtMs: START_MS - 9e8 },
  ...{ shippedAtMs: START_MS - 8e8, deliveredAtMs: START_MS - 7e8, signedAtMs: START_MS - 6e8 },
  items: (id.startsWith('order-of-many') ? MANY : ['a']).map((item) => ({
    ...{ id: item, title: 'Mug', quantity: 1, paid: { amountMinor: 9900, currency: 'CNY' } },
  })),
});

/** Runs `times` calls by `clients` at once. @param {number} clients @param {number} times @param {(client: number, round: number) => Promise<unknown>} work */
export async function atOnce(clients, times, work) {
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let round = 0; round < times / clients; round++) await work(client, round);
    }),
  );
}
