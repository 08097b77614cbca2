// @ts-check
// Who is measured, and how each page is bundled.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { installLocked } from '../../scripts/installs.mjs';
import { root } from '../../scripts/run.mjs';

export const here = join(root, 'test/bench');
/** Where the packages of others are, apart from ours. */
export const peers = join(here, 'peers');
/** What is made for a run. */
const made = join(root, 'node_modules/.cache/sidecard/bench');

/**
 * `packages` are those whose versions a table names, and `sheet` is what a kit asks its hosts to load beside its code. One with a look
 * of its own draws the same text in its own card, in plain lines.
 *
 * @typedef {{ title: string, file: string, packages: string[], sheet?: string, isPeer?: boolean, hasOwnLook?: boolean }} Contender
 */

/** @type {Record<string, Contender>} */
export const CONTENDERS = {
  floor: { title: 'Floor', file: 'contenders/floor.ts', packages: [] },
  ours: { title: 'Sidecard', file: 'contenders/sidecard.ts', packages: [] },
  lit: { title: 'Lit', file: 'contenders/plain-lit.ts', packages: ['lit'] },
  preact: { title: 'Preact', file: 'peers/preact.mjs', packages: ['preact'], isPeer: true },
  react: { title: 'React', file: 'peers/react.mjs', packages: ['react'], isPeer: true },
  shoelace: {
    title: 'Shoelace',
    file: 'peers/shoelace.mjs',
    packages: ['@shoelace-style/shoelace'],
    sheet: '@shoelace-style/shoelace/dist/themes/light.css',
    isPeer: true,
    hasOwnLook: true,
  },
  webawesome: {
    title: 'Web Awesome',
    file: 'peers/webawesome.mjs',
    packages: ['@awesome.me/webawesome'],
    sheet: '@awesome.me/webawesome/dist/styles/themes/default.css',
    isPeer: true,
    hasOwnLook: true,
  },
  chatui: {
    title: 'ChatUI',
    file: 'peers/chatui.mjs',
    packages: ['@chatui/core'],
    sheet: '@chatui/core/dist/index.css',
    isPeer: true,
    hasOwnLook: true,
  },
  adaptivecards: {
    title: 'Adaptive Cards',
    file: 'peers/adaptivecards.mjs',
    packages: ['adaptivecards'],
    isPeer: true,
    hasOwnLook: true,
  },
};

/** Installs the packages of others. @throws {Error} if it fails */
export async function installPeers() {
  if (!(await installLocked(peers, 'what Sidecard is compared with')))
    throw new Error('The packages in test/bench/peers could not be installed.');
}

/** Version of a package that a contender uses. @param {Contender} contender @param {string} name */
export function versionOf({ isPeer = false }, name) {
  const { version } = JSON.parse(
    readFileSync(join(isPeer ? peers : root, 'node_modules', name, 'package.json'), 'utf8'),
  );
  return String(version);
}

/**
 * Bundles a page of its source.
 *
 * @param {string} contents
 * @param {{ alias?: Record<string, string>, plugins?: import('esbuild').Plugin[] }} [options]
 * @returns {Promise<Map<string, Buffer>>} its files by name; `main.js` is the entry
 */
export async function bundlePage(contents, { alias = {}, plugins = [] } = {}) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: here, loader: 'ts' },
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
    logLevel: 'error',
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    alias,
    plugins,
  });
  return new Map(outputFiles.map(({ path, contents: bytes }) => [path.slice(1), Buffer.from(bytes)]));
}

/**
 * Writes what contenders import under another name: our drawn card, and the sheet of a kit.
 *
 * @param {string} name
 * @param {{ html: string, sheet: string }} drawn
 * @returns {Promise<Record<string, string>>} files by those names
 */
export async function aliasesOf(name, { html, sheet }) {
  mkdirSync(made, { recursive: true });
  const card = join(made, 'drawn-card.mjs');
  const paths = [...html.matchAll(/<path d="([^"]*)"/g)].map(([, path]) => path);
  const exported = Object.entries({ html, sheet, paths });
  writeFileSync(card, exported.map(([what, value]) => `export const ${what} = ${JSON.stringify(value)};\n`).join(''));
  const own = CONTENDERS[name]?.sheet;
  if (!own) return { 'drawn-card': card };
  const { outputFiles } = await build({
    entryPoints: [join(peers, 'node_modules', own)],
    bundle: true,
    minify: true,
    write: false,
    loader: { '.woff': 'empty', '.woff2': 'empty', '.ttf': 'empty' },
    logLevel: 'error',
  });
  // A page of the benchmark asks nobody else for anything.
  const css = (outputFiles[0]?.text ?? '').replaceAll(/@font-face\s*\{[^}]*\}/g, '').replaceAll(/@import[^;]*;/g, '');
  const file = join(made, `${name}.css.mjs`);
  writeFileSync(file, `export default ${JSON.stringify(css)};\n`);
  return { 'drawn-card': card, 'own-sheet': file };
}
