// How fast a panel opens and takes typing:  npm run bench:panel
// View task to the panel's paint, with its parts not loaded yet and loaded, at full speed and with a processor four times slower; typing in a
// form under a history of 500 entries; and the longest task that blocks the page, in the processor's time: a busy machine stretches a task,
// and takes part in none. Medians of several rounds, each in a fresh page.
// The backend is the one in memory, in the same thread: with a real one there is less to do here, and a network to wait for.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright';
import { launchOptions } from '../../scripts/browser.mjs';
import { root } from '../../scripts/run.mjs';
import { sourcesForEsbuild } from '../../scripts/sources.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 7);
const ENTRIES = 500;
const TEXT = 'We have looked at the photos and send a new mug today.';

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: { main: 'test/bench/panel-page.ts' },
  bundle: true,
  splitting: true,
  format: 'esm',
  minify: true,
  write: false,
  outdir: join(root, 'out'),
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"' },
  conditions: ['production'],
  tsconfig: 'test/elements/tsconfig.json',
  plugins: [sourcesForEsbuild],
});
const files = new Map(outputFiles.map(({ path, contents }) => [path.slice(join(root, 'out').length), contents]));
const server = createServer((request, response) => {
  const script = files.get(request.url ?? '');
  if (script) response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
  else
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><html lang="en"><meta charset="utf-8"><title>panel</title><body>');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const address = /** @type {import('node:net').AddressInfo} */ (server.address());
const origin = `http://127.0.0.1:${address.port}`;
const browser = await chromium.launch(launchOptions());

/** @type {Record<string, number[]>} */
const results = {};
/** @param {string} name @param {number} value */
const note = (name, value) => (results[name] ??= []).push(value);

for (let round = 0; round < ROUNDS; round++) {
  for (const slower of [1, 4]) {
    for (const entries of [0, ENTRIES]) await measure(slower, entries);
  }
  process.stderr.write(`round ${round + 1} of ${ROUNDS}\n`);
}
await browser.close();
server.close();

console.log(`\nMedian, and range, of ${ROUNDS} rounds, in milliseconds`);
for (const [name, values] of Object.entries(results)) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ index) => (sorted[index] ?? 0).toFixed(1);
  console.log(`  ${name.padEnd(72)} ${at(sorted.length >> 1).padStart(7)}  (${at(0)}–${at(sorted.length - 1)})`);
}

/** @param {number} slower @param {number} entries */
async function measure(slower, entries) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(origin);
  await page.evaluate('import("/main.js").then((bench) => { globalThis.bench = bench; })');
  /** @type {(call: string) => Promise<any>} */
  const run = (call) => page.evaluate(`bench.${call}`);
  await run(`show(${entries})`);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower });
  const where = `${slower === 1 ? '' : `, processor ${slower} × slower`}${entries ? `, ${entries} replies` : ''}`;
  const opening = slower === 1 && (await recordTasks(page));
  note(`View task to paint, parts not loaded${where}`, await run('openPanel()'));
  await run('closePanel()');
  note(`View task to paint, parts loaded${where}`, await run('openPanel()'));
  await run('idle()');
  if (opening) note(`Longest task while opening${where}`, await opening());
  if (entries) await run(`showHistory(${entries})`);
  await run("openForm('decline')");
  await run('idle()');
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const cpu = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
  };
  const before = await cpu();
  await page.keyboard.type(TEXT);
  note(`A key typed, main thread${where}`, ((await cpu()) - before) / TEXT.length);
  if (slower === 1) {
    const typing = await recordTasks(page);
    await page.keyboard.type(TEXT);
    await run('idle()');
    note(`Longest task while typing${where}`, await typing());
  }
  await context.close();
}

/**
 * Records what a page's main thread does.
 *
 * @param {import('playwright').Page} page
 * @returns {Promise<() => Promise<number>>} ends it, and returns the processor's time of the longest task in milliseconds
 */
async function recordTasks(page) {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  return async () => {
    /** @type {{ traceEvents: { name: string, pid: number, tid: number, tdur?: number, args?: { name?: string } }[] }} */
    const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
    const main = new Set(
      traceEvents.flatMap(({ name, pid, tid, args }) =>
        name === 'thread_name' && args?.name === 'CrRendererMain' ? [`${pid} ${tid}`] : [],
      ),
    );
    const tasks = traceEvents.flatMap(({ pid, tid, tdur }) => (tdur && main.has(`${pid} ${tid}`) ? [tdur / 1000] : []));
    return Math.max(...tasks);
  };
}
