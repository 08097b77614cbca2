// @ts-check
// npm run bench:list-page: the workbench in Chromium over a real server whose shop has 100,000 tickets. Prints the time of the page's main thread and its
// longest task, in the processor's time. `node test/bench/list-page.mjs folder 3`: a folder that `bench:lists` has filled, and how many rounds.
import { createServer } from 'node:http';
import { chromium } from 'playwright';
import { DEFAULT_POLICY } from '@sidecard/core';
import { createSidecardServer } from '@sidecard/server';
import { nodeListener, openPglite } from '@sidecard/server/node';
import { launchOptions } from '../../scripts/browser.mjs';
import { bundlePage } from './contenders.mjs';
import { counters } from './rig.mjs';
import { recordTasks } from './tasks.mjs';

const [folder, rounds = '3'] = process.argv.slice(2);
if (!folder) {
  console.error(
    'Fill a folder first: npm run bench:lists -- 100000 ../lists. Then: npm run bench:list-page -- ../lists',
  );
  process.exit(1);
}
const NOW_MS = Date.UTC(2026, 6, 1);
const SHOP = 'shop-1';
/** How many rows a reader may get to by scrolling. */
const DEEP = 10_000;
const KEYS = 100;
const FRAMES = 200;
const SEARCH = '马克杯';

const database = await openPglite(folder);
const server = createSidecardServer({
  database,
  policy: () => DEFAULT_POLICY,
  verify: () =>
    Promise.resolve(
      /** @type {never} */ ({
        ...{ merchantId: SHOP, accountId: 'agent-1', name: 'agent-1', party: 'merchant', main: true },
        ...{ issuedAtMs: NOW_MS, expiresAtMs: Infinity },
      }),
    ),
  orders: () => Promise.resolve(undefined),
  clock: { now: () => NOW_MS },
});
// It is not started: deadlines that have passed since would all be decided now.
const files = await bundlePage("export * from './list-page.ts';");
const answer = nodeListener(server);
const http = createServer((request, response) => {
  const { url = '/' } = request;
  if (url.startsWith('/v1/')) return answer(request, response);
  const script = files.get(url.slice(1));
  response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' });
  response.end(
    script ?? '<!doctype html><html lang="en"><meta charset="utf-8"><title>list</title><body style="margin:0">',
  );
});
await new Promise((resolve) => http.listen(0, '127.0.0.1', () => resolve(undefined)));
const { port } = /** @type {import('node:net').AddressInfo} */ (http.address());
const browser = await chromium.launch(launchOptions());

/** @type {Map<string, { cpu: number[], task: number[] }>} */
const results = new Map();
for (let round = 0; round < Number(rounds); round++) await measure();
for (const [name, { cpu, task }] of results) {
  const of = (/** @type {number[]} */ values) => {
    const [least = 0, middle = 0, most = 0] = [0, values.length >> 1, values.length - 1].map(
      (at) => values.sort((a, b) => a - b)[at],
    );
    return `${middle.toFixed(1).padStart(8)} (${least.toFixed(1)}–${most.toFixed(1)})`;
  };
  console.log(`${name.padEnd(52)} ${of(cpu)} ms   longest task ${of(task)} ms`);
}
await browser.close();
http.closeAllConnections();
http.close();
await server.stop();
await database.close();

async function measure() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.evaluate('import("/main.js").then((bench) => { globalThis.bench = bench; })');
  /** @type {(call: string) => Promise<any>} */
  const run = (call) => page.evaluate(`bench.${call}`);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });

  /** Measures what something costs, divided by how often it was done. @param {string} name @param {() => Promise<unknown>} act @param {number} [times] */
  async function cost(name, act, times = 1) {
    const tasks = await recordTasks(browser, page);
    const before = await counters(devtools);
    await act();
    await run('idle()');
    const { cpu } = await counters(devtools);
    const found = results.get(name) ?? { cpu: [], task: [] };
    results.set(name, found);
    found.cpu.push((cpu - before.cpu) / times);
    found.task.push(await tasks());
    console.error(`  ${name}`);
  }
  const type =
    (/** @type {string} */ key, times = KEYS) =>
    async () => {
      for (let time = 0; time < times; time++) await page.keyboard.press(key);
    };
  const wheel =
    (/** @type {number} */ pixels, times = FRAMES) =>
    async () => {
      for (let time = 0; time < times; time++) {
        await page.mouse.wheel(0, pixels);
        await run('frame()');
      }
    };
  const claim = async () => {
    const ticketId = await run('shown(3)');
    await run(`command('${ticketId}', 'claim')`);
    await run(`command('${ticketId}', 'release')`);
  };

  await cost('the first page of the open tickets', () => run("show('/open')"));
  await run('focusRow()');
  await cost(`j, of ${KEYS}`, type('j'), KEYS);
  await cost(`k, of ${KEYS}`, type('k'), KEYS);
  await cost('one ticket changes, 2 events', claim, 2);
  await page.mouse.move(640, 400);
  await cost(`a turn of the wheel, 3 rows, of ${FRAMES}`, wheel(171), FRAMES);
  await cost(`scrolling on until ${DEEP} rows are loaded, a page of 100`, () => run(`load(${DEEP})`), DEEP / 100);
  await cost('a turn of the wheel there', wheel(-171), FRAMES);
  await run('focusRow()');
  await cost('j there', type('j'), KEYS);
  await cost('one ticket changes there, 2 events', claim, 2);
  await cost('another queue', () => run("go('/open?queue=returns-and-exchanges')"));
  await cost('another order', () => run("go('/open?sort=changed')"));
  await run('focusSearch()');
  await cost('a search, typed and answered', async () => {
    await page.keyboard.type(SEARCH, { delay: 30 });
    await run('found()');
  });
  await context.close();
}
