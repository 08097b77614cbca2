// @ts-check
// npm run size: what a page loads, part by part, bundled by Vite and esbuild with code splitting.
// Own code instead of size-limit, which measures an entry with one bundler: what a card or a panel loads later is a part of its own here, in each
// language and with two bundlers, and what must not be in it is looked for.
// Each part is an app built from the published files. It counts the files that it loads, each compressed on its own.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import { root } from './run.mjs';

/** @typedef {{ text: string | Uint8Array, entry: string, imports: string[], lazy: string[], modules: string[] }} Chunk - `lazy` is loaded on demand */
/** @typedef {Map<string, Chunk>} Bundle - Chunks by their names; the app's first one is `app.js`. */

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
const FORMS = /elements\/dist\/task\/forms-part\.js$/;
/** Texts come in the reader's language alone; only the card brings its Chinese along. A part weighs what the heavier language does. */
const LANGUAGES = /** @type {const} */ (['zh-CN', 'en']);
const FOREIGN = { 'zh-CN': /\.en\.js$/, en: /locales\/(?!card\.).*\.zh-CN\.js$/ };

/**
 * Kilobytes of 1,000 bytes. `target` is what the design asks for; `limit`, where there is one, is what today's code may weigh until it
 * gets there. `lazy` are the modules that have been loaded on demand by then, and `texts` the catalogues; `beyond` subtracts what another part
 * has loaded already.
 *
 * @type {{ name: string, app: keyof typeof APPS, lazy?: RegExp[], texts?: string[], beyond?: string, target?: number, limit?: number, without?: keyof typeof ABSENT }[]}
 */
const PARTS = [
  { name: 'card', app: 'card', target: 13, limit: 17.6, without: 'core' },
  { name: '+ client', app: 'card + client', beyond: 'card', target: 8, limit: 12.1, without: 'rules' },
  { name: 'provider + client', app: 'provider + client', limit: 36.0, without: 'rules' },
  {
    name: '+ live card',
    app: 'provider + client',
    lazy: [LIVE],
    texts: ['live'],
    beyond: 'provider + client',
    limit: 10.1,
    without: 'rules',
  },
  {
    name: '+ panel at first open',
    app: 'provider + client',
    lazy: [LIVE, PANEL],
    texts: ['live', 'panel'],
    beyond: '+ live card',
    target: 24,
    limit: 30.2,
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
    limit: 45,
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

const BUNDLERS = { vite: withVite, esbuild: withEsbuild };

/** Prints every part's size. @returns {Promise<boolean>} whether each is within its limit and free of forbidden modules */
export async function sizes() {
  // Inside the project, so that package names resolve.
  const folder = mkdtempSync(join(root, 'node_modules/.cache/size-'));
  try {
    const results = await Promise.all(Object.values(BUNDLERS).map((bundler) => measure(folder, bundler)));
    console.log(['kB, gzip', ...Object.keys(BUNDLERS), 'target', 'limit'].map(cell).join(''));
    const heavy = PARTS.filter(({ name, target, limit = target }) => {
      const weights = results.map(({ weights }) => weights.get(name) ?? Infinity);
      const over = Math.max(...weights) > (limit ?? Infinity);
      console.log(
        [name, ...weights.map((kB) => kB.toFixed(2)), target ?? '', limit ?? ''].map(cell).join('') +
          (over ? '  OVER' : ''),
      );
      return over;
    });
    const misplaced = results.flatMap(({ problems }) => problems);
    for (const problem of misplaced) console.error(problem);
    return heavy.length === 0 && misplaced.length === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder @param {(file: string) => Promise<Bundle>} bundler */
async function measure(folder, bundler) {
  const app = async (/** @type {string} */ source) => {
    const file = join(folder, `${bundler.name}.js`);
    writeFileSync(file, source);
    return bundler(file);
  };
  /** @type {Map<string, Bundle>} */
  const bundles = new Map();
  for (const [name, source] of Object.entries(APPS)) bundles.set(name, await app(source));
  /** @type {Map<string, number>} */
  const totals = new Map();
  /** @type {Map<string, number>} */
  const weights = new Map();
  /** @type {Set<string>} */
  const problems = new Set();
  for (const { name, app: host, lazy = [], texts = [], beyond, without } of PARTS) {
    const bundle = /** @type {Bundle} */ (bundles.get(host));
    for (const language of LANGUAGES) {
      const catalogues = texts.map((of) => new RegExp(`elements/dist/locales/${of}\\.${language}\\.js$`));
      const chunks = loaded(bundle, [...lazy, ...catalogues]);
      const total = chunks.reduce((sum, { text }) => sum + gzipSync(text, { level: 9 }).length, 0) / 1000;
      totals.set(`${name} ${language}`, total);
      const weight = total - (totals.get(`${beyond} ${language}`) ?? 0);
      weights.set(name, Math.max(weights.get(name) ?? 0, weight));
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

/**
 * Returns the chunks that a page loads: the app's own, and those of the modules it loads on demand. @param {Bundle} bundle @param
 * {RegExp[]} lazy
 */
function loaded(bundle, lazy) {
  const names = new Set(['app.js']);
  for (const name of names) {
    const { imports, lazy: later } = /** @type {Chunk} */ (bundle.get(name));
    const asked = later.filter((next) => lazy.some((module) => module.test(bundle.get(next)?.entry ?? '')));
    for (const next of [...imports, ...asked]) if (bundle.has(next)) names.add(next);
  }
  const chunks = [...names].flatMap((name) => bundle.get(name) ?? []);
  const missing = lazy.find((module) => !chunks.some(({ entry }) => module.test(entry)));
  if (missing) throw new Error(`No part loads ${missing} on demand. Correct it in scripts/size.mjs.`);
  return chunks;
}

/** @param {string} file @returns {Promise<Bundle>} */
async function withVite(file) {
  const result = await vite({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: { input: file, output: { entryFileNames: 'app.js', chunkFileNames: '[name]-[hash].js' } },
    },
  });
  const { output } = /** @type {import('vite').Rolldown.RolldownOutput} */ (result);
  return new Map(
    output.flatMap((chunk) =>
      chunk.type === 'chunk'
        ? [
            [
              chunk.fileName,
              {
                text: chunk.code,
                entry: chunk.facadeModuleId ?? '',
                imports: chunk.imports,
                lazy: chunk.dynamicImports,
                modules: chunk.moduleIds,
              },
            ],
          ]
        : [],
    ),
  );
}

/** @param {string} file @returns {Promise<Bundle>} */
async function withEsbuild(file) {
  const { outputFiles, metafile } = await esbuild({
    entryPoints: { app: file },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    outdir: '/',
    absWorkingDir: root,
    write: false,
    metafile: true,
  });
  const name = (/** @type {string} */ path) => path.slice(path.lastIndexOf('/') + 1);
  return new Map(
    Object.entries(metafile.outputs).map(([path, { entryPoint = '', imports, inputs }]) => [
      name(path),
      {
        entry: entryPoint,
        text: outputFiles.find((output) => name(output.path) === name(path))?.contents ?? '',
        imports: imports.filter(({ kind }) => kind === 'import-statement').map(({ path: to }) => name(to)),
        lazy: imports.filter(({ kind }) => kind === 'dynamic-import').map(({ path: to }) => name(to)),
        modules: Object.keys(inputs).filter((input) => (inputs[input]?.bytesInOutput ?? 0) > 0),
      },
    ]),
  );
}

/** @param {string | number} text @param {number} index */
function cell(text, index) {
  return index === 0 ? String(text).padEnd(23) : String(text).padStart(9);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = (await sizes()) ? 0 : 1;
}
