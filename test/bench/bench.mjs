// What a card costs:  npm run bench                 this tree against the floor and a plain Lit card
//                     BEFORE=/path npm run bench    and against another built checkout, in the same rounds
// Main-thread CPU by the browser's own counters (thread ticks), not wall time. A fresh page for each case, cases in random order, medians of
// interleaved rounds. Only ratios within one run mean anything, and differences below a tenth mean nothing.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright';
import { launchOptions } from '../../scripts/browser.mjs';
import { root } from '../../scripts/run.mjs';

const CARDS = Number(process.env.CARDS ?? 1000);
const ROUNDS = Number(process.env.ROUNDS ?? 7);
const UPDATES = 200;

const here = join(root, 'test/bench');
/** Where each contender's packages and helpers are taken from. */
const CONTENDERS = {
  limit: { file: 'limit', root },
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
  const mount = await cost(() => page.evaluate(() => globalThis.bench.page.mount()));
  if (live) await page.waitForTimeout(500);
  const update = {};
  for (const where of ['off', 'on']) {
    const run = () => page.evaluate(([at, times]) => globalThis.bench.page.updateOne(at, times), [where, UPDATES]);
    await run();
    update[where] = (await cost(run)).TaskDuration / UPDATES;
  }
  const elements = await page.evaluate(() => globalThis.bench.page.elementsOf());
  const text = await page.evaluate(() => globalThis.bench.page.textOf());
  await context.close();
  return { mount, update, elements, text };
}

async function counters(devtools) {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const wanted = ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration', 'TaskDuration'];
  return Object.fromEntries(
    metrics.filter((one) => wanted.includes(one.name)).map((one) => [one.name, one.value * 1000]),
  );
}

function report() {
  const median = (values) =>
    values.toSorted((one, other) => one - other)[process.env.MIN ? 0 : Math.floor(values.length / 2)];
  const of = (key, pick) => (rounds.has(key) ? median(rounds.get(key).map(pick)) : NaN);
  const row = (cells) =>
    console.log(cells.map((cell, index) => String(cell)[index ? 'padStart' : 'padEnd'](index ? 11 : 24)).join(''));
  const number = (value, digits) => (Number.isNaN(value) ? '' : value.toFixed(digits));
  console.log(`\nMount ${CARDS} cards (ms of main-thread CPU, medians of ${ROUNDS})`);
  row(['', 'script', 'style', 'layout', 'CPU', 'script÷B', 'CPU÷B', 'elements']);
  for (const key of rounds.keys()) {
    const [, containment, state] = key.split(' ');
    const floor = `limit ${containment} sent`;
    const parts = ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration', 'TaskDuration'].map((part) =>
      of(key, ({ mount }) => mount[part]),
    );
    const base = ['ScriptDuration', 'TaskDuration'].map((part) => of(floor, ({ mount }) => mount[part]));
    row([
      key,
      ...parts.map((part) => number(part, 1)),
      number(parts[0] / base[0], 2),
      number(parts[3] / base[1], 2),
      rounds.get(key)[0].elements,
      state === '' ? '' : '',
    ]);
  }
  console.log('\nUpdate one card (ms of main-thread CPU with style and layout)');
  row(['', 'off screen', 'on screen']);
  for (const key of rounds.keys())
    row([
      key,
      ...['off', 'on'].map((where) =>
        number(
          of(key, ({ update }) => update[where]),
          3,
        ),
      ),
    ]);
  console.log('');
  for (const key of rounds.keys()) console.log(`${key}: ${rounds.get(key)[0].text}`);
  if (!process.env.BEFORE) return;
  console.log('\nNow ÷ before');
  for (const kind of ['open sent', 'contained sent', 'contained live']) {
    const ratio = (pick) => number(of(`now ${kind}`, pick) / of(`before ${kind}`, pick), 2);
    console.log(
      `  ${kind.padEnd(16)} script ${ratio(({ mount }) => mount.ScriptDuration)}  style ${ratio(({ mount }) => mount.RecalcStyleDuration)}  layout ${ratio(({ mount }) => mount.LayoutDuration)}` +
        `  CPU ${ratio(({ mount }) => mount.TaskDuration)}  update off ${ratio(({ update }) => update.off)}  on ${ratio(({ update }) => update.on)}`,
    );
  }
}

function shuffled(list) {
  return list
    .map((one) => [Math.random(), one])
    .sort(([one], [other]) => one - other)
    .map(([, one]) => one);
}
