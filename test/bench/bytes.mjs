// @ts-check
// What a page with one card loads, by contender and bundler, and what our parts weigh.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loaded, withEsbuild, withRolldown, withVite } from '../../scripts/bundlers.mjs';
import { cardTexts, PARTS, partSizes, weightOf } from '../../scripts/size.mjs';
import { aliasesOf, CONTENDERS, here, peers } from './contenders.mjs';

/** Bundlers by name. */
async function bundlers() {
  const { rolldown } = await import(pathToFileURL(join(peers, 'node_modules/rolldown/dist/index.mjs')).href);
  return { vite: withVite, esbuild: withEsbuild, rolldown: withRolldown(rolldown) };
}

/**
 * Weighs everything.
 *
 * @param {readonly string[]} names - contenders
 * @param {{ html: string, sheet: string }} drawn
 * @returns {Promise<Record<string, Record<string, number>>>} kilobytes by `bytes/what/who`, and by bundler
 */
export async function weigh(names, drawn) {
  /** @type {Record<string, Record<string, number>>} */
  const results = {};
  const all = await bundlers();
  const folder = join(here, 'peers/node_modules/.cache');
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    const alias = await aliasesOf(name, drawn);
    const file = join(folder, `${name}.js`);
    const source = join(here, CONTENDERS[name]?.file ?? '');
    writeFileSync(
      file,
      name === 'ours'
        ? "import '@sidecard/elements/card';"
        : `import { contender } from ${JSON.stringify(source)}; globalThis.contender = contender;`,
    );
    for (const [bundler, bundle] of Object.entries(all))
      results[`bytes/one card ${bundler}/${name}`] = weightOf(
        // all pages of the benchmark are English, and ours loads its English texts
        loaded(await bundle(file, alias), name === 'ours' ? [cardTexts('en')] : []),
      );
  }
  const parts = await partSizes(all);
  for (const [index, bundler] of Object.keys(all).entries())
    for (const { name } of PARTS)
      results[`parts/${name} ${bundler}/ours`] = parts[index]?.weights.get(name) ?? { gzip: NaN, brotli: NaN };
  return results;
}
