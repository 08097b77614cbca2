// What a card costs:  npm run bench                       this tree against the floor and a plain Lit card
//                     BEFORE=/path npm run bench          and against another built checkout, in the same rounds
//                     npm run bench -- contained live     only the cases whose names have all of these words
// Measures main-thread CPU, not wall time: each case in a fresh page, cases in random order, medians of interleaved rounds with their quartiles.
// Only ratios within one run mean anything, and differences below a tenth mean nothing.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright';
import { launchOptions } from '../../scripts/browser.mjs';
import { root } from '../../scripts/run.mjs';

const CARDS = Number(process.env.CARDS ?? 1000);
const ROUNDS = Number(process.env.ROUNDS ?? 7);
const UPDATES = 200;
/** Trace events that are script. */
const SCRIPT = ['FunctionCall', 'RunMicrotasks', 'EvaluateScript'];

const here = join(root, 'test/bench');
/** Where each contender's packages and helpers are taken from. */
const CONTENDERS = {
  floor: { file: 'floor', root },
  lit: { file: 'plain-lit', root },
  now: { file: 'sidecard', root },
  ...(process.env.BEFORE ? { before: { file: 'sidecard', root: process.env.BEFORE } } : {}),
};
const ours = Object.keys(CONTENDERS).filter((name) => CONTENDERS[name].file === 'sidecard');

const bundles = Object.fromEntries(
  await Promise.all(Object.entries(CONTENDERS).map(async ([name, contender]) => [name, await bundle(contender)])),
);
const server = createServer((request, response) => {
  const [, name, file] = request.url.split('/');
  const script = bundles[name]?.get(file);
  if (script) response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
  else
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><html lang="en"><meta charset="utf-8"><body>');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch(launchOptions());

const cases = Object.keys(CONTENDERS)
  .flatMap((name) => [
    { name, contained: false, live: false },
    { name, contained: true, live: false },
    ...(ours.includes(name) ? [{ name, contained: true, live: true }] : []),
  ])
  .filter((one) => process.argv.slice(2).every((word) => keyOf(one).includes(word)));
/** By case, what each round measured. */
const rounds = new Map(cases.map((one) => [keyOf(one), []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const one of shuffled(cases)) rounds.get(keyOf(one)).push(await measure(one));
  process.stderr.write(`round ${round + 1} of ${ROUNDS}\n`);
}
await browser.close();
server.close();
report();

function keyOf({ name, contained, live }) {
  return [name, contained ? 'contained' : 'open', live ? 'live' : 'sent'].join(' ');
}

async function bundle({ file, root: from }) {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { contender } from './contenders/${file}.ts'; import * as page from './page.ts'; window.bench = { contender, page };`,
      resolveDir: here,
      loader: 'ts',
    },
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    write: false,
    outdir: '/',
    entryNames: 'main',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    conditions: ['production'],
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    plugins: [
      {
        name: 'from',
        setup(bundler) {
          bundler.onResolve({ filter: /^@sidecard\// }, ({ path, kind, pluginData }) =>
            pluginData === 'resolved'
              ? undefined
              : bundler.resolve(path, { kind, resolveDir: from, pluginData: 'resolved' }),
          );
          bundler.onResolve({ filter: /\/support\/browser\// }, ({ path }) => ({
            path: join(from, 'test/bench', path),
          }));
        },
      },
    ],
  });
  return new Map(outputFiles.map(({ path, contents }) => [path.slice(1), Buffer.from(contents)]));
}

async function measure({ name, contained, live }) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(name, error.message));
  await page.goto(`${origin}/${name}/`);
  await page.addScriptTag({ type: 'module', url: `/${name}/main.js` });
  await page.waitForFunction(() => globalThis.bench);
  await page.evaluate(
    ([count, options]) => globalThis.bench.page.prepare(globalThis.bench.contender, count, options),
    [CARDS, { contained, live }],
  );
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await devtools.send('HeapProfiler.collectGarbage');
  const cost = async (act) => {
    const before = await counters(devtools);
    await act();
    const after = await counters(devtools);
    return Object.fromEntries(Object.keys(after).map((key) => [key, after[key] - before[key]]));
  };
  await browser.startTracing(page, { categories: ['devtools.timeline', 'v8', 'v8.execute'] });
  const mount = await cost(() => page.evaluate(() => globalThis.bench.page.mount()));
  mount.script = scriptIn(JSON.parse(await browser.stopTracing()).traceEvents);
  if (live) await page.waitForTimeout(500);
  const update = {};
  for (const where of ['off', 'on']) {
    const run = () => page.evaluate(([at, times]) => globalThis.bench.page.updateOne(at, times), [where, UPDATES]);
    await run();
    update[where] = (await cost(run)).cpu / UPDATES;
  }
  const elements = await page.evaluate(() => globalThis.bench.page.elementsOf());
  const text = await page.evaluate(() => globalThis.bench.page.textOf());
  await context.close();
  return { mount, update, elements, text };
}

/** The browser's own counters, in milliseconds of the main thread. */
async function counters(devtools) {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const of = (wanted) => 1000 * metrics.find(({ name }) => name === wanted).value;
  return { style: of('RecalcStyleDuration'), layout: of('LayoutDuration'), cpu: of('TaskDuration') };
}

/**
 * Adds up what ran as script, in milliseconds of its thread. The counter `ScriptDuration` leaves out microtasks, in which Lit does most of its work.
 */
function scriptIn(events) {
  const main = events.find(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  let total = 0;
  let endOf = 0;
  const spans = events
    .filter(
      ({ ph, name, pid, tid }) =>
        ph === 'X' && SCRIPT.includes(name) && (!main || (pid === main.pid && tid === main.tid)),
    )
    .sort((one, other) => one.ts - other.ts);
  for (const { ts, dur, tdur } of spans) {
    // within another
    if (ts < endOf) continue;
    endOf = ts + dur;
    total += tdur ?? dur;
  }
  return total / 1000;
}

function report() {
  const row = (cells) =>
    console.log(cells.map((cell, index) => String(cell)[index ? 'padStart' : 'padEnd'](index ? 21 : 22)).join(''));
  console.log(`\nMount ${CARDS} cards: ms of main-thread CPU, medians of ${ROUNDS} (quartiles)`);
  row(['', 'script', 'style', 'layout', 'all', 'elements']);
  for (const [key, measured] of rounds)
    row([
      key,
      ...['script', 'style', 'layout', 'cpu'].map((part) => spread(measured, ({ mount }) => mount[part], 0)),
      measured[0].elements,
    ]);
  console.log('\nUpdate one card: ms of main-thread CPU, style and layout included');
  row(['', 'off screen', 'on screen']);
  for (const [key, measured] of rounds)
    row([key, ...['off', 'on'].map((where) => spread(measured, ({ update }) => update[where], 3))]);
  for (const base of ['before', 'floor', 'lit']) {
    const keys = [...rounds.keys()].filter((key) => key.startsWith('now') && rounds.has(counterpart(key, base)));
    if (keys.length > 0) console.log(`\nNow ÷ ${base}`);
    if (keys.length > 0) row(['', 'script', 'all', 'update off screen', 'update on screen']);
    for (const key of keys) {
      const ratio = (pick) =>
        (median(rounds.get(key).map(pick)) / median(rounds.get(counterpart(key, base)).map(pick))).toFixed(2);
      row([
        key,
        ratio(({ mount }) => mount.script),
        ratio(({ mount }) => mount.cpu),
        ratio(({ update }) => update.off),
        ratio(({ update }) => update.on),
      ]);
    }
  }
  console.log('\nWhat the second card says');
  for (const [key, [{ text }]] of rounds) console.log(`${key}: ${text}`);
}

/** The case of another contender that one is compared with: only our own cards are live. */
function counterpart(key, base) {
  const [, containment, state] = key.split(' ');
  return [base, containment, base === 'before' ? state : 'sent'].join(' ');
}

function median(values) {
  return quantile(values, 0.5);
}

function quantile(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.round((sorted.length - 1) * share)];
}

function spread(measured, pick, digits) {
  const values = measured.map(pick);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(values, share).toFixed(digits));
  return `${middle} (${low}–${high})`;
}

function shuffled(list) {
  return list
    .map((one) => [Math.random(), one])
    .sort(([one], [other]) => one - other)
    .map(([, one]) => one);
}
