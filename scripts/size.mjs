// @ts-check
// npm run size: what a page loads, part by part, bundled by Vite and esbuild with code splitting.
// Own code instead of size-limit, which measures an entry with one bundler: what a card or a panel loads later is a part of its own here, in each
// language and with two bundlers, and what must not be in it is looked for.
// Each part is an app built from the published files. It counts the files that it loads, each compressed on its own.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { loaded, withEsbuild, withVite } from './bundlers.mjs';
import { root } from './run.mjs';

/** @typedef {import('./bundlers.mjs').Bundle} Bundle */

const CLIENT =
  "import { createClient, httpTransport } from '@sidecard/client'; globalThis.sdk = [createClient, httpTransport];";

/** What a page loads at start. */
const APPS = {
  card: "import '@sidecard/elements/card';",
  'card + client': `import '@sidecard/elements/card'; ${CLIENT}`,
  'provider + client': `import '@sidecard/elements'; ${CLIENT}`,
  workbench: `import '@sidecard/elements'; import '@sidecard/elements/workbench'; ${CLIENT}`,
};

/** What the card loads once there is a client. */
const LIVE = /elements\/dist\/card\/live-card\.js$/;
const PANEL = /elements\/dist\/task\/task\.define\.js$/;
/** What the client loads by itself as soon as a card is live: a ticket that is read, a stream, storage, and other pages of the same reader. */
const AT_WORK = [
  /client\/dist\/stream\/connect\.js$/,
  /client\/dist\/transport\/sse\.js$/,
  /client\/dist\/on-demand\.js$/,
  /client\/dist\/storage\/indexed-db\.js$/,
  /client\/dist\/tabs\/shared-drafts\.js$/,
];
const FORMS = /elements\/dist\/task\/forms-part\.js$/;
/** Texts come in the reader's language alone; only the card brings its Chinese along. A part weighs what the heavier language does. */
const LANGUAGES = /** @type {const} */ (['zh-CN', 'en']);
/** The card's own texts, which it loads at once in any language but Chinese. */
export const cardTexts = (/** @type {string} */ language) =>
  new RegExp(`elements/dist/locales/card\\.${language}\\.js$`);
const FOREIGN = { 'zh-CN': /\.en\.js$/, en: /locales\/(?!card\.).*\.zh-CN\.js$/ };

/**
 * Kilobytes of 1,000 bytes. `target` is what the design asks for; `limit`, where there is one, is what today's code may weigh until it
 * gets there. `lazy` are the modules that have been loaded on demand by then, and `texts` the catalogues; `beyond` subtracts what another part
 * has loaded already.
 *
 * @type {{ name: string, app: keyof typeof APPS, lazy?: RegExp[], texts?: string[], beyond?: string, target?: number, limit?: number, without?: keyof typeof ABSENT }[]}
 */
export const PARTS = [
  { name: 'card', app: 'card', target: 13, limit: 17.7, without: 'core' },
  { name: '+ client', app: 'card + client', beyond: 'card', target: 8, limit: 13.8, without: 'rules' },
  { name: 'provider + client', app: 'provider + client', limit: 37.7, without: 'rules' },
  {
    name: '+ live card',
    app: 'provider + client',
    lazy: [LIVE],
    texts: ['live'],
    beyond: 'provider + client',
    limit: 9.5,
    without: 'rules',
  },
  {
    name: '+ client at work',
    app: 'provider + client',
    lazy: [LIVE, ...AT_WORK],
    texts: ['live'],
    beyond: '+ live card',
    limit: 15.8,
  },
  {
    name: 'page with a live card',
    app: 'provider + client',
    lazy: [LIVE, ...AT_WORK],
    texts: ['live'],
    limit: 62.7,
  },
  {
    name: '+ panel at first open',
    app: 'provider + client',
    lazy: [LIVE, PANEL],
    texts: ['live', 'panel'],
    beyond: '+ live card',
    target: 24,
    limit: 30.7,
    without: 'later',
  },
  {
    name: '+ forms',
    app: 'provider + client',
    lazy: [LIVE, PANEL, FORMS],
    texts: ['live', 'panel', 'form'],
    beyond: '+ panel at first open',
    target: 10,
    limit: 17.1,
  },
  {
    name: '+ workbench',
    app: 'workbench',
    texts: ['live', 'panel', 'workbench'],
    beyond: 'provider + client',
    limit: 46,
  },
];

/** Modules that a part must not load, by file. */
const ABSENT = {
  core: {
    what: 'part of core that is not of the card',
    where: /core\/dist\/(authoring|commitments|fields|index|machine|policy|server|types|wire)\b/,
    proof: "import { decide } from '@sidecard/core/authoring'; globalThis.sdk = [decide];",
  },
  rules: {
    what: 'ticket type, rule, commitment or schema',
    where:
      /core\/dist\/(types\/|commitments\/(assess|built-in)|machine\/(decide|create|effects|find-transition|guards|limits|terms)\.js$)|node_modules\/valibot\//,
    /** This part contains them all: a pattern without a match here is out of date. */
    proof:
      "import { builtInTypes } from '@sidecard/core'; import { decide } from '@sidecard/core/authoring'; globalThis.sdk = [builtInTypes, decide];",
  },
  later: {
    what: 'form, menu, commitment, field kind or staff message',
    where:
      /elements\/dist\/(forms\/|fields\/(controls|parts|kinds\/.*\/control)|floating\/|staff-message\/|task\/(task-form|conflict|commitments))|core\/dist\/(fields|commitments)\//,
    proof: "import '@sidecard/elements/staff-message'; globalThis.sdk = [import('@sidecard/elements/task')];",
  },
};

/** @typedef {{ gzip: number, brotli: number }} Weight - kilobytes of 1,000 bytes */
/** @typedef {Record<string, (file: string, alias?: Record<string, string>) => Promise<Bundle>>} Bundlers */

/** @type {Bundlers} */
const BUNDLERS = { vite: withVite, esbuild: withEsbuild };

/** Prints every part's size. @returns {Promise<boolean>} whether each is within its limit, as the README says it, and free of forbidden modules */
export async function sizes() {
  const results = await partSizes(BUNDLERS);
  console.log(['kB, gzip', ...Object.keys(BUNDLERS), 'target', 'limit'].map(cell).join(''));
  const heavy = PARTS.filter(({ name, target, limit = target }) => {
    const weights = results.map(({ weights }) => weights.get(name)?.gzip ?? Infinity);
    const over = Math.max(...weights) > (limit ?? Infinity);
    console.log(
      [name, ...weights.map((kB) => kB.toFixed(2)), target ?? '', limit ?? ''].map(cell).join('') +
        (over ? '  OVER' : ''),
    );
    return over;
  });
  const faults = results.flatMap(({ problems }) => problems);
  for (const name of STATED) {
    const kB = Math.max(...results.map(({ weights }) => weights.get(name)?.gzip ?? Infinity));
    const fault = statedFault(readFileSync(join(root, 'README.md'), 'utf8'), name, kB);
    if (fault) faults.push(fault);
  }
  faults.push(...measuredFaults(results));
  for (const fault of faults) console.error(fault);
  return heavy.length === 0 && faults.length === 0;
}

/** Parts whose sizes the README states. */
const STATED = ['card', '+ client', 'page with a live card', '+ panel at first open', '+ forms'];
/** How much less a part may weigh than is stated: figures that follow every byte would be written too often. */
const SLACK_KB = 2;

/**
 * Compares what a page states about a part with what it weighs. A row of its table ends with the figure, as in `| … | 18 kB |`, after a
 * comment that names the part: `<!-- size: card -->`.
 *
 * @param {string} page
 * @param {string} name
 * @param {number} kB - what it weighs
 * @returns {string | undefined} what is wrong
 */
export function statedFault(page, name, kB) {
  const row = page.split('\n').find((line) => line.includes(`<!-- size: ${name} -->`));
  const stated = Number(/\| ([\d.]+) kB \|$/.exec(row ?? '')?.[1]);
  if (kB <= stated && kB > stated - SLACK_KB) return undefined;
  return `The README says that "${name}" is ${Number.isNaN(stated) ? 'no size' : `${stated} kB`}. It is ${kB.toFixed(1)}: write ${Math.ceil(kB)}.`;
}

/** Compares what the benchmark stored about parts with what they weigh. @param {readonly { weights: Map<string, Weight> }[]} results - by bundler */
function measuredFaults(results) {
  /** @type {{ measured: Record<string, { gzip?: number[] }> }} */
  const { measured } = JSON.parse(readFileSync(join(root, 'test/bench/results.json'), 'utf8'));
  return Object.keys(BUNDLERS).flatMap((bundler, index) =>
    [...(results[index]?.weights ?? [])].flatMap(([name, { gzip }]) => {
      const [stored = NaN] = measured[`parts/${name} ${bundler}/ours`]?.gzip ?? [];
      if (Math.abs(stored - gzip) < SLACK_KB) return [];
      return `docs/performance.md says that "${name}" is ${stored} kB with ${bundler}. It is ${gzip.toFixed(1)}: npm run bench -- --only bytes`;
    }),
  );
}

/** Weighs every part with several bundlers. @param {Bundlers} bundlers */
export async function partSizes(bundlers) {
  // Inside the project, so that package names resolve.
  const folder = mkdtempSync(join(root, 'node_modules/.cache/size-'));
  try {
    return await Promise.all(
      Object.entries(bundlers).map(([name, bundler]) => measure(join(folder, `${name}.js`), bundler)),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What chunks weigh, each compressed on its own. @param {readonly import('./bundlers.mjs').Chunk[]} chunks @returns {Weight} */
export function weightOf(chunks) {
  const sum = (/** @type {(text: string | Uint8Array) => Buffer} */ pack) =>
    chunks.reduce((total, { text }) => total + pack(text).length, 0) / 1000;
  return { gzip: sum((text) => gzipSync(text, { level: 9 })), brotli: sum((text) => brotliCompressSync(text)) };
}

/** @param {string} file - where the apps are written @param {Bundlers[string]} bundler */
async function measure(file, bundler) {
  const app = async (/** @type {string} */ source) => {
    writeFileSync(file, source);
    return bundler(file);
  };
  /** @type {Map<string, Bundle>} */
  const bundles = new Map();
  for (const [name, source] of Object.entries(APPS)) bundles.set(name, await app(source));
  /** @type {Map<string, Weight>} */
  const totals = new Map();
  /** @type {Map<string, Weight>} */
  const weights = new Map();
  /** @type {Set<string>} */
  const problems = new Set();
  for (const { name, app: host, lazy = [], texts = [], beyond, without } of PARTS) {
    const bundle = /** @type {Bundle} */ (bundles.get(host));
    for (const language of LANGUAGES) {
      const catalogues = texts.map((of) => new RegExp(`elements/dist/locales/${of}\\.${language}\\.js$`));
      if (language !== 'zh-CN') catalogues.push(cardTexts(language));
      const chunks = loaded(bundle, [...lazy, ...catalogues]);
      const total = weightOf(chunks);
      totals.set(`${name} ${language}`, total);
      const former = totals.get(`${beyond} ${language}`) ?? { gzip: 0, brotli: 0 };
      const weight = { gzip: total.gzip - former.gzip, brotli: total.brotli - former.brotli };
      if (weight.gzip > (weights.get(name)?.gzip ?? 0)) weights.set(name, weight);
      const modules = chunks.flatMap(({ modules }) => modules).flatMap(apart);
      const foreign = modules.filter((path) => without && ABSENT[without].where.test(path));
      if (without && foreign.length > 0)
        problems.add(`"${name}" loads a ${ABSENT[without].what}: ${foreign.join(', ')}`);
      const other = modules.filter((path) => FOREIGN[language].test(path));
      if (other.length > 0)
        problems.add(`"${name}" in ${language} loads texts in another language: ${other.join(', ')}`);
    }
  }
  for (const { what, where, proof } of Object.values(ABSENT)) {
    const modules = [...(await app(proof)).values()].flatMap(({ modules }) => modules).flatMap(apart);
    if (!modules.some((path) => where.test(path)))
      problems.add(`${where} no longer finds any ${what}. Correct it in scripts/size.mjs.`);
  }
  return { weights, problems: [...problems] };
}

/** Names the modules in a joined one. @param {string} path @returns {string[]} */
function apart(path) {
  if (!/dist\/joined\//.test(path)) return [path];
  const file = resolve(root, path);
  /** @type {{ sources: string[] }} */
  const { sources } = JSON.parse(readFileSync(`${file}.map`, 'utf8'));
  return sources.map((source) => resolve(dirname(file), source).replace('/src/', '/dist/').replace(/\.ts$/, '.js'));
}

/** @param {string | number} text @param {number} index */
function cell(text, index) {
  return index === 0 ? String(text).padEnd(23) : String(text).padStart(9);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = (await sizes()) ? 0 : 1;
}
