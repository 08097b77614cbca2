// @ts-check
// Locates the source of every package's entry. Tests and stories run on sources, so they need no build and watch mode sees each change.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/**
 * Source of each entry by import name: `@sidecard/server/memory` → `packages/server/src/memory/index.ts`. Read from the exports maps, so
 * that tests import only what users can import.
 *
 * @type {ReadonlyMap<string, string>}
 */
export const sourceEntries = new Map(readdirSync(join(root, 'packages')).flatMap(entriesOf));

/** Aliases for Vite's `resolve.alias`. */
export const sourceAliases = [...sourceEntries].map(([name, path]) => ({
  find: new RegExp(`^${name}$`),
  replacement: join(root, path),
}));

/** Plugin for Web Test Runner and esbuild, which resolve imports by plugins. */
export const sourcesForTestRunner = {
  name: 'sources',
  /** @param {{ source: string }} request */
  resolveImport({ source }) {
    const path = sourceEntries.get(source);
    return path && `/${path}`;
  },
};

/** @type {import('esbuild').Plugin} */
export const sourcesForEsbuild = {
  name: 'sources',
  setup(build) {
    build.onResolve({ filter: /^@sidecard\// }, ({ path }) => {
      const source = sourceEntries.get(path);
      return source ? { path: join(root, source) } : undefined;
    });
  },
};

/** @param {string} folder */
function entriesOf(folder) {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'));
  return Object.entries(exports).flatMap(([subpath, target]) => {
    const [, stem] = /^\.\/dist\/(.*)\.js$/.exec(target.default ?? '') ?? [];
    /** @type {[string, string][]} */
    const entry = stem ? [[join(name, subpath), `packages/${folder}/src/${stem}.ts`]] : [];
    return entry;
  });
}
