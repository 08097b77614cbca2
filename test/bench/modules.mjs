// @ts-check
// What the bytes of a part consist of: minified, module by module, before compression.
import { existsSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { root } from '../../scripts/run.mjs';
import { keptOf } from '../../scripts/join-modules.mjs';

const CLIENT =
  "import { createClient, httpTransport } from '@sidecard/client'; globalThis.client = [createClient, httpTransport];";
const all = (/** @type {string[]} */ paths) =>
  paths
    .map((path, index) => `import * as m${index} from './packages/elements/dist/${path}.js';`)
    .concat(`globalThis.all = [${paths.map((_, index) => `m${index}`).join(', ')}];`)
    .join('');
const LIVE = ['index', 'card/live-card', 'locales/card.en', 'locales/live.en'];
const PANEL = [...LIVE, 'task/task.define', 'locales/panel.en'];
const FORMS = [...PANEL, 'task/forms-part', 'locales/form.en'];

/** Parts that have a budget, in English: what has been loaded with them, and before. @type {Record<string, readonly [loaded: string, before?: string]>} */
const PARTS = {
  card: [all(['card/index', 'locales/card.en'])],
  '+ client': [all(['card/index']) + CLIENT, all(['card/index'])],
  '+ panel at first open': [all(PANEL) + CLIENT, all(LIVE) + CLIENT],
  '+ forms': [all(FORMS) + CLIENT, all(PANEL) + CLIENT],
};

/** What modules are for; the first that fits. @type {readonly (readonly [string, RegExp])[]} */
const GROUPS = [
  ['Lit', /node_modules\/(?:@lit|lit)/],
  ['Nano Stores', /node_modules\/nanostores/],
  ['sheets and icons', /\.styles\.js$|theme\/icons/],
  ['texts', /locales\/[^/]*\.(?:en|zh-CN)\.js$/],
  ['times, amounts, languages', /elements\/dist\/(?:locales|context\/language)/],
  ['core: what a message and a form may say', /core\/dist/],
  ['client: tickets and the session', /client\/dist\/(?:client|stores\/(?:entity|tickets|session|loaded|observed))/],
  ['client: drafts', /client\/dist\/stores/],
  ['client: requests and the stream', /client\/dist\/(?:transport|stream|ports)/],
  ['client: the rest', /client\/dist/],
  ['elements: the card', /elements\/dist\/card/],
  ['elements: sections of the panel', /elements\/dist\/(?:task|ticket)/],
  ['elements: forms and fields', /elements\/dist\/(?:forms|fields)/],
  ['elements: the rest', /./],
];

/** @returns {Promise<Record<string, { minified: number }>>} kB by `modules/part/group` */
export async function shares() {
  /** @type {Record<string, { minified: number }>} */
  const results = {};
  for (const [part, [loaded, before]] of Object.entries(PARTS)) {
    const [now, former] = await Promise.all([bytesOf(loaded), before ? bytesOf(before) : new Map()]);
    for (const [path, bytes] of now) {
      const [group] = GROUPS.find(([, fits]) => fits.test(path)) ?? [''];
      const more = (bytes - (former.get(path) ?? 0)) / 1000;
      (results[`modules/${part}/${group}`] ??= { minified: 0 }).minified += more;
    }
  }
  return Object.fromEntries(Object.entries(results).filter(([, { minified }]) => minified > 0.05));
}

/** Bytes of each module that a page loads at once. @param {string} contents @returns {Promise<Map<string, number>>} */
async function bytesOf(contents) {
  const { metafile } = await build({
    stdin: { contents, resolveDir: root },
    absWorkingDir: root,
    outdir: '/',
    entryNames: 'app',
    ...{ bundle: true, minify: true, splitting: true, format: 'esm', target: 'es2022', write: false, metafile: true },
    plugins: [{ name: 'apart', setup: ({ onLoad }) => onLoad({ filter: /packages\/.*\.js$/ }, apart) }],
  });
  const names = new Set(Object.keys(metafile.outputs).filter((name) => name.endsWith('app.js')));
  /** @type {Map<string, number>} */
  const bytes = new Map();
  for (const name of names) {
    const { imports, inputs } = /** @type {import('esbuild').Metafile['outputs'][string]} */ (metafile.outputs[name]);
    for (const { kind, path } of imports) if (kind === 'import-statement') names.add(path);
    for (const [path, { bytesInOutput }] of Object.entries(inputs))
      bytes.set(path, (bytes.get(path) ?? 0) + bytesInOutput);
  }
  return bytes;
}

/** A module's own code, where it has been joined with others. @param {{ path: string }} module */
function apart({ path }) {
  const kept = keptOf(path);
  return /** @type {const} */ ({ contents: readFileSync(existsSync(kept) ? kept : path, 'utf8'), loader: 'js' });
}
