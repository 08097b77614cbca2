// @ts-check
// npm run bench:lists: lists of a shop with 100,000 tickets, over the embedded database, and the client that shows one of them.
// Prints medians of CPU time in one process. `node test/bench/lists.mjs 10000 folder` takes fewer tickets, and keeps them in a folder.
import { createClient, httpTransport, memoryStorage } from '@sidecard/client';
import { builtInTypes, DEFAULT_POLICY } from '@sidecard/core';
import { decideCreate, indexTypes } from '@sidecard/core/authoring';
import { LIST_SORTS, LIST_VIEWS } from '@sidecard/core/wire';
import { createKyselyStore, createSidecardServer } from '@sidecard/server';
import { openPglite } from '@sidecard/server/node';
import { Kysely, sql } from 'kysely';

const TICKETS = Number(process.argv[2] ?? 100_000);
const BATCH = 500;
const ROUNDS = 9;
const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 6, 1);
const SHOP = 'shop-1';

const types = indexTypes(builtInTypes);
const TITLES = [
  '景德镇手工雾蓝马克杯',
  '加厚玻璃茶壶 700ml',
  '棉麻长袖T恤',
  'Handmade mug, fog blue',
  '儿童保温杯 316不锈钢',
];
const TEXTS = [
  '收到时杯口有缺口，包装完好',
  '尺码偏小，想退货',
  '茶壶漏水',
  'The rim is chipped.',
  '一直没有发货，请尽快',
];
const NAMES = ['何依青', '李明', '王芳', 'Zhang Wei', '陈静'];
/** Most tickets of a shop have ended; of the others most wait for the shop. */
const STATES = [
  ...Array(60).fill(['resolved', 'none']),
  ...Array(20).fill(['awaiting-merchant', 'none']),
  ...Array(12).fill(['awaiting-return', 'none']),
  ...Array(3).fill(['declined', 'none']),
  ...Array(4).fill(['declined', 'reviewing']),
  ...Array(1).fill(['declined', 'collecting-evidence']),
];

let state = 7;
/** Picks that are the same in every run. */
const below = (/** @type {number} */ count) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * count);
};
/** @template T @param {readonly T[]} values @returns {T} */
const one = (values) => /** @type {T} */ (values[below(values.length)]);

/** A ticket as it can be in a shop. */
function change(/** @type {number} */ index, merchantId = SHOP) {
  const title = `${one(TITLES)} ${below(5000)}`;
  const order = /** @type {const} */ ({
    id: `26${String(below(1e9)).padStart(9, '0')}${String(index).padStart(7, '0')}`,
    buyer: { id: `buyer-${below(20_000)}`, name: one(NAMES) },
    conversationId: `conversation-${below(20_000)}`,
    items: [{ id: 'a', title, quantity: 2, paid: { amountMinor: 9900, currency: 'CNY' } }],
    paidAtMs: NOW_MS - 2000 * HOUR_MS,
    shippedAtMs: NOW_MS - 1990 * HOUR_MS,
    signedAtMs: NOW_MS - 1980 * HOUR_MS,
  });
  const now = NOW_MS - below(1500) * HOUR_MS - below(HOUR_MS);
  const request = { items: [{ itemId: 'a', quantity: 1 }], refundOnly: false, reason: 'damaged', text: one(TEXTS) };
  const amount = { amountMinor: 4950, currency: 'CNY' };
  const decision = decideCreate(
    { type: 'return-refund', merchantId, order, request: { ...request, amount } },
    { party: 'buyer', accountId: order.buyer.id, name: order.buyer.name, permissions: [] },
    {
      ...{ now, types, policy: DEFAULT_POLICY, related: [], number: `2607-${String(index).padStart(6, '0')}` },
      newId: () => crypto.randomUUID(),
    },
  );
  if (!decision.ok) throw new Error(JSON.stringify(decision.error));
  const [event] = decision.value;
  if (!event?.created) throw new Error('No ticket was created.');
  const [workflow, intervention] = one(STATES);
  const ended = workflow === 'resolved';
  const dueAtMs = NOW_MS + (below(200) - 20) * HOUR_MS + below(HOUR_MS);
  const of = intervention === 'reviewing' ? 'staff' : workflow === 'awaiting-return' ? 'buyer' : 'merchant';
  const accountId = `agent-${below(20)}`;
  const ticket = {
    ...event.created,
    ...{ workflow, intervention, updatedAtMs: now + below(100) * HOUR_MS },
    deadlines: ended ? [] : [{ key: 'answer', of, startedAtMs: dueAtMs - 100 * HOUR_MS, dueAtMs }],
    ...(below(3) > 0 ? { handledBy: { party: 'merchant', accountId, name: accountId } } : {}),
  };
  return { before: undefined, after: { ticket, events: 1 }, events: [event] };
}

/** CPU time in milliseconds. */
const time = async (/** @type {() => unknown} */ work) => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
async function median(/** @type {() => unknown} */ work, rounds = ROUNDS) {
  await work();
  const times = [];
  for (let round = 0; round < rounds; round++) times.push(await time(work));
  return times.sort((a, b) => a - b)[rounds >> 1] ?? NaN;
}
const line = (/** @type {string} */ name, /** @type {number} */ ms, note = '') =>
  console.log(`${name.padEnd(58)} ${ms.toFixed(1).padStart(9)} ms  ${note}`);

const database = await openPglite(process.argv[3]);
const store = createKyselyStore(database.dialect, database.maintenance);
await store.migrate();
const commit = (/** @type {unknown[]} */ changes) =>
  store.transaction(SHOP, (unit) =>
    unit.commit(/** @type {never} */ ({ changes, deliveries: [], entries: [], atMs: NOW_MS }), () => 'epoch'),
  );
console.log(`${TICKETS} tickets of one shop, ${TICKETS / 10} of another`);
const db = new Kysely({ dialect: database.dialect });
const { rows: stored } = await sql`select 1 from ticket limit 1`.execute(db);
if (stored.length === 0) {
  line(
    'seeding',
    await time(async () => {
      for (let from = 0; from < TICKETS * 1.1; from += BATCH) {
        const merchantId = from < TICKETS ? SHOP : 'shop-2';
        await commit(Array.from({ length: BATCH }, (_, index) => change(from + index, merchantId)));
      }
    }),
  );
}
const { rows: sizes } = await sql`select pg_size_pretty(pg_table_size('ticket')) as tickets,
  pg_size_pretty(pg_indexes_size('ticket')) as indexes, pg_size_pretty(pg_total_relation_size('ticket_term')) as terms,
  (select count(*) from ticket_term) as count`.execute(db);
console.log(sizes[0]);

const server = createSidecardServer({
  database,
  verify: (token) => {
    const [party = 'merchant', accountId = 'agent-1'] = token.split('.');
    const base = { accountId, merchantId: SHOP, main: party === 'merchant', name: accountId };
    return Promise.resolve(/** @type {never} */ ({ ...base, party, issuedAtMs: NOW_MS, expiresAtMs: Infinity }));
  },
  orders: () => Promise.resolve(undefined),
  clock: { now: () => NOW_MS },
  // The client reads a thousand pages one after the other.
  limits: { requests: 'none' },
});
const get = async (/** @type {string} */ path, token = 'merchant.agent-1') => {
  const headers = { authorization: `Bearer ${token}` };
  const response = await server.fetch(new Request(`http://bench.test${path}`, { headers }));
  const body = await response.json();
  if (response.status !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`);
  return body;
};
const list = async (/** @type {Record<string, string>} */ query, token = 'merchant.agent-1') => {
  const path = `/v1/summaries?${new URLSearchParams(query)}`;
  const { total, totalIsMore, summaries } = await get(path, token);
  const ms = await median(() => get(path, token));
  line(
    Object.entries(query)
      .map(([name, value]) => `${name}=${value.slice(0, 24)}`)
      .join('&'),
    ms,
    `${total}${totalIsMore ? '+' : ''}, ${summaries.length} rows`,
  );
};

async function measure() {
  for (const view of LIST_VIEWS) for (const sort of LIST_SORTS) await list({ view, sort });
  for (const view of ['needs-answer', 'due-soon']) await list({ view, sort: 'deadline' }, 'staff.officer');
  let cursor = '';
  for (let page = 0; page < 100; page++) {
    ({ next: cursor } = await get(`/v1/summaries?view=open&sort=deadline&limit=200${cursor && `&cursor=${cursor}`}`));
    if (!cursor) break;
  }
  if (cursor) await list({ view: 'open', sort: 'deadline', cursor });
  const { summaries } = await get('/v1/summaries?view=open&sort=opened');
  const row = summaries[7];
  await list({ view: 'open', queue: 'returns-and-exchanges', sort: 'deadline' });
  await list({ view: 'open', type: 'repair', sort: 'deadline' });
  await list({ buyerId: row.buyer.id, sort: 'opened' });
  await list({ view: 'open', owner: 'nobody', sort: 'deadline' });
  await list({ openedFromMs: String(NOW_MS - 24 * HOUR_MS), sort: 'opened' });
  await list({ openedFromMs: String(NOW_MS - 24 * HOUR_MS), sort: 'deadline' });
  for (const search of [
    row.number,
    row.order.id.slice(-6),
    '马克杯 1234',
    '漏水',
    '杯',
    '马克杯',
    'handmade',
    'z',
    '何依青 茶壶',
  ])
    await list({ search, sort: 'changed' });
  await list({ search: '马克杯', view: 'needs-answer', sort: 'deadline' });
  await list({ search: 'nothing' });
  line('GET /v1/queues', await median(() => get('/v1/queues')));
  // A folder has those of earlier runs.
  let next = TICKETS * 2 + Date.now();
  line('committing one new ticket', await median(() => commit([change(next++)]), 60));
}

line('maintenance', await time(() => store.forget({ idempotencyMs: 0, logMs: 0, auditMs: 0 })));
await measure();

console.log('\nThe client, with the whole list');
const client = createClient({
  transport: httpTransport({
    url: 'http://bench.test',
    fetch: (input, init) => server.fetch(new Request(input, init)),
  }),
  getToken: () => Promise.resolve('merchant.agent-1'),
  storage: memoryStorage(),
});
const rows = client.list({ sort: 'opened' });
rows.subscribe(() => {});
const until = async (/** @type {() => boolean} */ condition) => {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
};
line(
  'loading all pages',
  await time(async () => {
    await until(() => rows.get().status === 'ready');
    while (await rows.loadMore());
  }),
  `${rows.get().rows.length} rows`,
);
const first = rows.get().rows.find(({ moveOf }) => moveOf === 'merchant');
await until(() => client.connection.get().state === 'live');
let claimed = false;
line(
  'a command, until the list shows it',
  await median(async () => {
    const shown = new Promise((resolve) => {
      const stop = rows.listen(() => {
        stop();
        resolve(undefined);
      });
    });
    await client.send(first?.ticketId ?? '', { command: claimed ? 'release' : 'claim', unversioned: true });
    claimed = !claimed;
    await shown;
  }),
);
client.close();
await server.stop();
await database.close();
