// @ts-check
// The browser and the pages that measurements are made in.
import { createServer } from 'node:http';
import { chromium } from 'playwright';
import { launchOptions } from '../../scripts/browser.mjs';
import { aliasesOf, bundlePage, CONTENDERS } from './contenders.mjs';

/** @typedef {import('playwright').Page} Page */
/** @typedef {import('playwright').CDPSession} DevTools */
/** @typedef {{ page: Page, devtools: DevTools, call: (expression: string) => Promise<any>, close: () => Promise<void> }} Opened */
/** @typedef {{ style: number, layout: number, cpu: number }} Cost - milliseconds of the main thread */

/**
 * Bundles what is asked for and starts a server and a browser.
 *
 * @param {readonly string[]} names - contenders; `live` is ours with a client
 * @param {{ plugins?: import('esbuild').Plugin[], others?: Record<string, import('esbuild').Plugin[]>, extra?: Record<string, () => Promise<Map<string, Buffer>>> }} [options] -
 *   `plugins` find our packages, by default the built ones; `others` are more trees of ours by name, with how each finds its packages; `extra`
 *   are more pages
 */
export async function startRig(names, { plugins: found = [], others = {}, extra = {} } = {}) {
  /** @type {Map<string, Map<string, Buffer>>} */
  const sites = new Map();
  sites.set(
    'source',
    await bundlePage("import { source } from './source-page.ts'; globalThis.bench = { source };", { plugins: found }),
  );
  const server = createServer((request, response) => {
    const [, site = '', file = ''] = (request.url ?? '').split('/');
    const script = sites.get(site)?.get(file);
    if (script) return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    const start = site.startsWith('start-') ? `<script type="module" src="/${site}/main.js"></script>` : '';
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title><body>${start}`);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const origin = `http://127.0.0.1:${port}`;
  const browser = await chromium.launch({ ...launchOptions() });

  /** Opens a page of a contender, fresh. @param {string} site @returns {Promise<Opened>} */
  async function open(site) {
    const context = await browser.newContext({ viewport: { width: 1000, height: 800 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(`${site}: ${error.message}`));
    await page.goto(`${origin}/${site}/`);
    await page.addScriptTag({ type: 'module', url: `/${site}/main.js` });
    await page.waitForFunction('globalThis.bench');
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    return {
      page,
      devtools,
      call: (expression) => page.evaluate(`bench.${expression}`),
      close: () => context.close(),
    };
  }

  async function close() {
    await browser.close();
    server.close();
  }

  const first = await open('source');
  /** @type {import('./content.ts').Source} */
  const source = await first.call('source()');
  await first.close();

  /** Bundles the pages of a contender. @param {string} name @param {boolean} [live] @param {import('esbuild').Plugin[]} [plugins] */
  async function add(name, live = false, plugins = found) {
    const file = CONTENDERS[name]?.file ?? CONTENDERS['ours']?.file;
    const alias = await aliasesOf(name, source);
    const contender = live
      ? `import { startLive } from './live.ts';
         const live = startLive(source);
         const { contender, provider: place } = live;
         document.body.append(place);`
      : `import { contender } from './${file}';
         const place = document.body;
         const live = undefined;`;
    sites.set(
      name,
      await bundlePage(
        `const source = JSON.parse(${JSON.stringify(JSON.stringify(source))});
         ${contender}
         import * as page from './page.ts';
         import * as measures from './measures.ts';
         const prepare = (count, options) => page.prepare(contender, source, count, options, place);
         globalThis.bench = { ...page, ...measures, live, prepare };`,
        { alias, plugins },
      ),
    );
    if (live) return;
    const content = JSON.stringify({ message: source.messages[0], texts: source.texts[0]?.[0] });
    sites.set(
      `start-${name}`,
      await bundlePage(
        `import { contender } from './${file}';
         const content = JSON.parse(${JSON.stringify(content)});
         if (contender.create) document.body.append(contender.create(content));
         else contender.fill(document.body.appendChild(document.createElement('div')), [content]);`,
        { alias, plugins },
      ),
    );
  }
  try {
    for (const name of names) await add(name, name === 'live');
    for (const [name, plugins] of Object.entries(others)) {
      await add(name, false, plugins);
      await add(`${name}-live`, true, plugins);
    }
    for (const [name, bundle] of Object.entries(extra)) sites.set(name, await bundle());
  } catch (error) {
    await close();
    throw error;
  }
  return { origin, browser, source, open, close };
}

/** @typedef {Awaited<ReturnType<typeof startRig>>} Rig */

/** What something costs the main thread of a page. @param {Opened} opened @param {() => Promise<unknown>} act @returns {Promise<Cost>} */
export async function costOf({ devtools }, act) {
  const before = await counters(devtools);
  await act();
  const after = await counters(devtools);
  return { style: after.style - before.style, layout: after.layout - before.layout, cpu: after.cpu - before.cpu };
}

/** The browser's own counters, in milliseconds of the main thread. @param {DevTools} devtools @returns {Promise<Cost>} */
export async function counters(devtools) {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const of = (/** @type {string} */ wanted) => 1000 * (metrics.find(({ name }) => name === wanted)?.value ?? 0);
  return { style: of('RecalcStyleDuration'), layout: of('LayoutDuration'), cpu: of('TaskDuration') };
}

/** The heap after everything unused has been collected, in bytes, and the nodes and listeners of the page. @param {DevTools} devtools */
export async function heapOf(devtools) {
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize = 0 } = /** @type {{ usedSize: number, embedderHeapUsedSize?: number }} */ (
    await devtools.send('Runtime.getHeapUsage')
  );
  const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters');
  return { script: usedSize, all: usedSize + embedderHeapUsedSize, nodes, listeners: jsEventListeners };
}
