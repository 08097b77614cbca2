// @ts-check
// npm run bench:events: what an event costs the client, by how many tickets it knows, against parsing its frame; and its memory.
// Prints medians of CPU time in one process. `--long` adds the heap after 1,000,000 events.
import { createClient, memoryStorage } from '@sidecard/client';

/** @typedef {import('@sidecard/client').Client} Client */
/** @typedef {import('@sidecard/core/wire').TicketView} TicketView */

const SIZES = [100, 1000, 10_000];
const EVENTS = 300;
const ROUNDS = 5;
const LONG = process.argv.includes('--long');
const collect = /** @type {(() => void) | undefined} */ (globalThis.gc);
if (!collect) throw new Error('Run it with node --expose-gc.');

const median = (/** @type {number[]} */ values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
const heap = () => {
  collect();
  return process.memoryUsage().heapUsed;
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A ticket of about the size that one has. */
function ticket(/** @type {number} */ index, version = 1) {
  const id = `ticket-${index}`;
  return /** @type {TicketView} */ (
    /** @type {unknown} */ ({
      ...{ id, version, type: 'return-refund', typeVersion: '1', merchantId: 'shop', conversationId: `c-${index}` },
      ...{
        workflow: 'awaiting-merchant',
        intervention: 'none',
        settlement: 'none',
        displayStatus: 'awaiting-merchant',
      },
      ...{ createdAtMs: 1_780_000_000_000 + index, updatedAtMs: 1_780_000_000_000 + index + version },
      request: { reason: 'damaged', text: 'The rim is chipped.', amount: { amountMinor: 25_800, currency: 'CNY' } },
      order: {
        ...{ id: `order-${index}`, buyer: { id: `buyer-${index % 97}`, name: 'He Yiqing' }, facts: {} },
        items: [{ id: 'mug', title: 'Fog-blue mug', quantity: 2, paid: { amountMinor: 25_800, currency: 'CNY' } }],
        amounts: {},
      },
      deadlines: [{ key: 'answer', party: 'merchant', dueAtMs: 1_780_200_000_000 }],
      actions: Array.from({ length: 6 }, (_, i) => ({ command: `move-${i}`, needs: 'task.handle', fields: [] })),
      history: Array.from({ length: 8 }, (_, i) => ({
        id: `${id}-${i}`,
        kind: 'moved',
        atMs: i,
        by: { party: 'buyer' },
      })),
      ...{ rulings: [], budgets: {}, items: [] },
    })
  );
}

/** A server that has `size` tickets and sends what it is given. */
function serve(/** @type {number} */ size) {
  /** @type {((frame: string) => void)[]} */
  const listeners = [];
  let seq = 0;
  const frames = async function* () {
    /** @type {string[]} */
    const queue = [];
    let wake = () => {};
    listeners.push((frame) => {
      queue.push(frame);
      wake();
    });
    yield { event: 'ready', data: { head: `e.${seq}`, serverTimeMs: Date.now() } };
    for (;;) {
      for (let text = queue.shift(); text; text = queue.shift()) yield JSON.parse(text);
      await new Promise((resolve) => (wake = () => resolve(undefined)));
    }
  };
  const tickets = Array.from({ length: size }, (_, index) => ticket(index));
  return {
    frame: (/** @type {number} */ index, /** @type {number} */ version) =>
      JSON.stringify({ id: `e.${++seq}`, event: 'ticket', data: { ticket: ticket(index, version) } }),
    send: (/** @type {string} */ frame) => listeners.forEach((listener) => listener(frame)),
    transport: /** @type {import('@sidecard/client').Transport} */ (
      /** @type {unknown} */ ({
        name: 'bench',
        events: frames,
        async request(/** @type {{ path: string }} */ { path }) {
          const cursor = { epoch: 'e', seq };
          if (path.startsWith('/v1/session')) {
            const who = { party: 'merchant', accountId: 'main', merchantId: 'shop', permissions: ['task.handle'] };
            return { status: 200, body: { ...who, capabilities: [], serverTimeMs: Date.now() } };
          }
          const query = new URL(path, 'http://bench').searchParams;
          const from = Number(query.get('cursor') ?? 0);
          const page = tickets.slice(from, from + 100);
          const next = from + 100 < size ? { next: String(from + 100) } : {};
          if (path.startsWith('/v1/tickets?')) return { status: 200, body: { tickets: page, cursor, ...next } };
          const index = Number(path.slice('/v1/tickets/ticket-'.length));
          return { status: 200, body: { ticket: ticket(index), cursor } };
        },
      })
    ),
  };
}

/**
 * What a page shows: all tickets as a map, or a card of each.
 *
 * @type {Record<string, (client: Client, size: number) => Promise<void>>}
 */
const PAGES = {
  async 'all tickets'(client, size) {
    client.tickets.subscribe(() => {});
    while (client.tickets.get().size < Math.min(size, 100)) await turn();
    while (client.tickets.get().size < size) await client.loadMore();
  },
  async 'a card of each'(client, size) {
    for (let index = 0; index < size; index++) client.ticket(`ticket-${index}`).subscribe(() => {});
    for (let index = 0; index < size; index++) while (!client.ticket(`ticket-${index}`).get().view) await turn();
  },
};

async function measure(/** @type {string} */ name, /** @type {number} */ size) {
  const server = serve(size);
  const client = createClient({ transport: server.transport, storage: memoryStorage(), locale: 'en' });
  const empty = heap();
  await PAGES[name]?.(client, size);
  while (client.connection.get().state !== 'live') await turn();
  const each = (heap() - empty) / size;
  const costs = [];
  const parsing = [];
  let version = 1;
  for (let round = 0; round < ROUNDS; round++) {
    version++;
    const frames = Array.from({ length: EVENTS }, (_, i) => server.frame((i * 7919) % size, version + i));
    version += EVENTS;
    let began = process.cpuUsage();
    for (const frame of frames) JSON.parse(frame);
    parsing.push(process.cpuUsage(began).user / EVENTS);
    began = process.cpuUsage();
    for (const frame of frames) {
      server.send(frame);
      await turn();
    }
    costs.push(process.cpuUsage(began).user / EVENTS);
  }
  const after = (heap() - empty) / size;
  client.close();
  return { cost: median(costs), parse: median(parsing), each, after };
}

console.log('what is shown    tickets   µs an event   ÷ parsing   kB a ticket   kB a ticket, after the events');
for (const name of Object.keys(PAGES)) {
  for (const size of SIZES) {
    const { cost, parse, each, after } = await measure(name, size);
    const figures = [cost.toFixed(0).padStart(11), (cost / parse).toFixed(1).padStart(11)];
    const kilobytes = [each, after].map((bytes) => (bytes / 1000).toFixed(1).padStart(13));
    console.log(`${name.padEnd(15)} ${String(size).padStart(8)} ${[...figures, ...kilobytes].join(' ')}`);
  }
}

// A page of a long day: each of many tickets is shown for a while, and seen no more.
{
  const CARDS = 20_000;
  const server = serve(CARDS);
  const client = createClient({ transport: server.transport, storage: memoryStorage(), locale: 'en' });
  client.connection.subscribe(() => {});
  while (client.connection.get().state !== 'live') await turn();
  const before = heap();
  for (let index = 0; index < CARDS; index++) {
    const stop = client.ticket(`ticket-${index}`).subscribe(() => {});
    while (!client.ticket(`ticket-${index}`).get().view) await turn();
    stop();
    // A store without listeners lets go a second later.
    if (index % 1000 === 999) await new Promise((resolve) => setTimeout(resolve, 1100));
  }
  console.log(`kept of each card that was shown once: ${((heap() - before) / CARDS).toFixed(0)} bytes`);
  client.close();
}

if (LONG) {
  const server = serve(1000);
  const client = createClient({ transport: server.transport, storage: memoryStorage(), locale: 'en' });
  await PAGES['all tickets']?.(client, 1000);
  const before = heap();
  for (let event = 0; event < 1_000_000; event++) {
    server.send(server.frame(event % 1000, event + 2));
    if (event % 10 === 9) await turn();
    if (event % 200_000 === 199_999)
      console.log(`heap after ${event + 1} events: ${((heap() - before) / 1e6).toFixed(1)} MB more than before`);
  }
  client.close();
}
process.exit(0);
