// @ts-check
// The sources of our packages as they were at a revision, for what compares it with the present.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.mjs';

/**
 * Unpacks the packages of a revision below node_modules, where they find the packages that they depend on.
 *
 * @param {string} revision
 * @param {string} folder - its name there; what it contained is deleted
 * @param {string[]} [also] - other files of the revision
 * @returns {Promise<{ commit: string, tree: string }>}
 */
export async function unpackRevision(revision, folder, also = []) {
  const commit = await outputOf('git', ['rev-parse', '--verify', `${revision}^{commit}`]);
  const tree = join(root, 'node_modules/.cache/sidecard', folder);
  rmSync(tree, { recursive: true, force: true });
  mkdirSync(tree, { recursive: true });
  await outputOf('git', ['archive', '--output', join(tree, 'tree.tar'), commit, 'packages', ...also]);
  await outputOf('tar', ['-xf', join(tree, 'tree.tar'), '-C', tree]);
  return { commit, tree };
}

/**
 * A plugin of esbuild that takes our packages from the sources in a tree.
 *
 * @param {string} tree
 * @returns {import('esbuild').Plugin}
 */
export function sourcesIn(tree) {
  const sources = new Map(
    readdirSync(join(tree, 'packages')).flatMap((folder) => {
      const { name, exports } = JSON.parse(readFileSync(join(tree, 'packages', folder, 'package.json'), 'utf8'));
      return Object.entries(exports).flatMap(([subpath, { default: built = '' }]) => {
        const stem = /^\.\/dist\/(.*)\.js$/.exec(built)?.[1];
        return stem
          ? [/** @type {const} */ ([join(name, subpath), join(tree, 'packages', folder, 'src', `${stem}.ts`)])]
          : [];
      });
    }),
  );
  return {
    name: 'sources',
    setup: ({ onResolve }) =>
      void onResolve({ filter: /^@sidecard\// }, ({ path }) => ({ path: sources.get(path) ?? path })),
  };
}

/** @param {string} command @param {string[]} args @returns {Promise<string>} @throws {Error} with what the command says, if it fails */
async function outputOf(command, args) {
  const { code, output } = await run(command, args, { quiet: true });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${output}`);
  return output.trim();
}
