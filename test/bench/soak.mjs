// @ts-check
// npm run soak: 5,000 live cards of a page, and the server beside it, at 50 commands a second for 30 minutes.
//   npm run soak -- --minutes 2 --cards 1000 --rate 20
// Prints a line for each tenth of the time: memory of both after collecting what is unused, their CPU, and the time between frames. In the end
// the client has the last version of every ticket, or the run fails.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { launchOptions } from '../../scripts/browser.mjs';
import { compile } from '../../scripts/build.mjs';
import { bundlePage, here } from './contenders.mjs';
import { counters, heapOf } from './rig.mjs';
import { median, quantile } from './statistics.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    cards: { type: 'string', default: '5000' },
    rate: { type: 'string', default: '50' },
    built: { type: 'boolean', default: false },
  },
});
const LINES = 10;
/** How many tickets may have a command without an answer. */
const WAITING = 50;
const SHOP = 'shop-1';
const TOKEN = `merchant.main.${SHOP}`;
const [minutes, cards, rate] = [Number(values.minutes), Number(values.cards), Number(values.rate)];

if (!values.built) await compile();
const folder = mkdtempSync(join(tmpdir(), 'sidecard-soak-'));
for (const [name, bytes] of await bundlePage("export * from './soak-page.ts';")) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), bytes);
}
const child = fork(join(here, 'soak-server.mjs'), [folder, String(cards), SHOP], { execArgv: ['--expose-gc'] });
const browser = await chromium.launch({ ...launchOptions() });
try {
  const [{ port, ticketIds }] = await once(child, 'message');
  const origin = `http://127.0.0.1:${port}`;
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 }, reducedMotion: 'reduce' });
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(origin);
  await page.evaluate("import('/main.js').then((soak) => { globalThis.soak = soak; })");
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  /** @type {(name: string, ...values: unknown[]) => Promise<any>} */
  const call = (name, ...given) => page.evaluate(`soak.${name}(...${JSON.stringify(given)})`);
  await call('show', TOKEN, ticketIds);

  const ask = async () => {
    child.send('use');
    const [use] = await once(child, 'message');
    const heap = await heapOf(devtools);
    return { server: use, heap, page: await counters(devtools), atMs: performance.now() };
  };
  console.log(
    [
      'minutes',
      'answered',
      'page MB',
      'nodes',
      'page ms/s',
      'server MB',
      'rss MB',
      'server ms/s',
      'frame ms',
      '95 %',
      'longest',
    ]
      .map(cell)
      .join(''),
  );
  const beganMs = performance.now();
  const commands = send(origin, ticketIds, beganMs);
  let last = await ask();
  for (let line = 1; line <= LINES; line++) {
    await call('frames');
    // a busy machine may be late
    await wait(Math.max(500, beganMs + (line * minutes * 60_000) / LINES - performance.now()));
    const spans = await call('frames');
    const use = await ask();
    const seconds = (use.atMs - last.atMs) / 1000;
    const shown = [
      [(use.atMs - beganMs) / 60_000, 1],
      [commands.answered(), 0],
      [use.heap.all / 1e6, 2],
      [use.heap.nodes, 0],
      [(use.page.cpu - last.page.cpu) / seconds, 0],
      [use.server.heapUsed / 1e6, 2],
      [use.server.rss / 1e6, 0],
      [(use.server.cpu - last.server.cpu) / seconds, 0],
      [median(spans), 1],
      [quantile(spans, 0.95), 1],
      [Math.max(...spans), 1],
    ];
    console.log(shown.map(([value = NaN, digits]) => cell(value.toFixed(digits))).join(''));
    last = use;
  }
  const { sent, slow, later, versions } = await commands.stop();
  // what was sent last may be on its way
  let behind = await call('behind', versions);
  for (let tries = 0; behind.length > 0 && tries < 50; tries++) {
    await wait(100);
    behind = await call('behind', versions);
  }
  console.log(
    `${sent} commands of ${Object.keys(versions).length} tickets; ${behind.length} of them behind in the client; ${later} were told to come later; an answer took ${slow.toFixed(0)} ms at most`,
  );
  if (behind.length > 0 || sent === 0) process.exitCode = 1;
} finally {
  await browser.close();
  if (child.connected) {
    child.send('stop');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Sends commands at that rate until it is stopped: each claims or releases a ticket. Every fifth is of one on the first screen, as busy chats are.
 *
 * @param {string} origin @param {readonly string[]} ticketIds @param {number} beganMs
 */
function send(origin, ticketIds, beganMs) {
  /** @type {Record<string, number>} */
  const versions = {};
  /** Answers that are waited for, by ticket: a ticket is not asked twice at once. @type {Map<string, Promise<void>>} */
  const busy = new Map();
  const claimed = new Set();
  let [sent, answered, slow, later, running] = [0, 0, 0, 0, true];
  /** @type {unknown} */
  let failure;
  const one = async (/** @type {string} */ id, /** @type {string} */ key) => {
    const body = JSON.stringify({ command: claimed.has(id) ? 'release' : 'claim' });
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', 'idempotency-key': key };
    const began = performance.now();
    const ask = () => fetch(`${origin}/v1/tickets/${id}/commands`, { method: 'POST', headers, body });
    let response = await ask();
    // a server that is behind says so, and the same command is sent again
    for (; response.status === 429; response = await ask()) {
      later++;
      await response.text();
      await wait(1000);
    }
    const answer = await response.json();
    if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
    slow = Math.max(slow, performance.now() - began);
    answered++;
    if (!claimed.delete(id)) claimed.add(id);
    versions[id] = answer.ticket.version;
  };
  const done = (async () => {
    while (running) {
      const due = ((performance.now() - beganMs) / 1000) * rate;
      // what a busy machine has not answered yet is waited for
      for (; sent < due && busy.size < WAITING; sent++) {
        const index = sent % 5 === 0 ? (sent / 5) % 3 : (sent * 7919) % ticketIds.length;
        const id = ticketIds[index] ?? '';
        const key = `soak-${sent}`;
        const next = (busy.get(id) ?? Promise.resolve()).then(() => one(id, key));
        busy.set(id, next);
        void next.then(
          () => busy.get(id) === next && busy.delete(id),
          (error) => (failure ??= error),
        );
      }
      await wait(1000 / rate);
    }
    await Promise.allSettled(busy.values());
  })();
  return {
    answered: () => answered,
    async stop() {
      running = false;
      await done;
      if (failure) throw failure;
      return { sent, slow, later, versions };
    },
  };
}

/** @param {number} ms @returns {Promise<void>} */
function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** @param {string} text */
function cell(text) {
  return text.padStart(12);
}
