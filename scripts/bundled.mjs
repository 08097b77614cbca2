// @ts-check
// Bundles a script in TypeScript, with what it imports from the packages' sources.
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './run.mjs';
import { sourcesForEsbuild } from './sources.mjs';

/** Scripts stay where they are: they find the repository by their own place. @type {import('esbuild').Plugin} */
const scriptsInPlace = {
  name: 'scripts-in-place',
  setup(building) {
    building.onResolve({ filter: /^\..*\.mjs$/ }, ({ path, importer }) => ({
      path: pathToFileURL(resolve(dirname(importer), path)).href,
      external: true,
    }));
  },
};

/**
 * @param {string} entry - path in the repository
 * @param {string} name - of the file, besides the process
 * @param {import('esbuild').Plugin[]} [plugins]
 * @returns {Promise<string>} the file, inside the project so that it finds its packages; delete it after use
 */
export async function bundled(entry, name, plugins = []) {
  const folder = join(root, 'node_modules/.cache/sidecard');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${name}-${process.pid}.mjs`);
  await build({
    entryPoints: [join(root, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
    plugins: [...plugins, scriptsInPlace, sourcesForEsbuild],
  });
  return outfile;
}
