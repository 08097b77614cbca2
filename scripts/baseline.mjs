// @ts-check
// node scripts/baseline.mjs <revision> stores client, server and elements of a revision in test/client/previous, bundled and compressed. The test of
// versions plays its story with them and the present ones. Run it with the tag of each release, once the next one is being made.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root, run } from './run.mjs';

const FOLDER = join(root, 'test/client/previous');
/** What each part exports all of. Elements come with the client that they were released with. */
const PARTS = {
  client: ['@sidecard/client'],
  server: ['@sidecard/server/memory'],
  elements: ['@sidecard/elements', '@sidecard/client'],
};

const [revision] = process.argv.slice(2);
if (!revision) throw new Error('Name the revision: node scripts/baseline.mjs v1.2.0');
const commit = await outputOf('git', ['rev-parse', '--verify', `${revision}^{commit}`]);
// inside the project, so that it finds the packages that it depends on
const tree = join(root, 'node_modules/.cache/sidecard/baseline');
rmSync(tree, { recursive: true, force: true });
mkdirSync(tree, { recursive: true });
await outputOf('git', ['archive', '--output', join(tree, 'tree.tar'), commit, 'packages', 'tsconfig.base.json']);
await outputOf('tar', ['-xf', join(tree, 'tree.tar'), '-C', tree]);

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
mkdirSync(FOLDER, { recursive: true });
for (const [part, entries] of Object.entries(PARTS)) {
  const { outputFiles } = await build({
    stdin: { contents: entries.map((entry) => `export * from '${entry}';`).join('\n'), resolveDir: tree },
    ...{
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      logLevel: 'error',
    },
    plugins: [
      {
        name: 'revision',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^@sidecard\// }, ({ path }) => ({ path: sources.get(path) ?? path })),
      },
    ],
  });
  const packed = gzipSync(outputFiles[0]?.contents ?? '', { level: 9 });
  writeFileSync(join(FOLDER, `${part}.mjs.gz`), packed);
  console.log(`${part}: ${Math.round(packed.byteLength / 1024)} KB`);
}
writeFileSync(join(FOLDER, 'revision.txt'), `${commit}\n`);

/** @param {string} command @param {string[]} args @throws {Error} with what the command says, if it fails */
async function outputOf(command, args) {
  const { code, output } = await run(command, args, { quiet: true });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${output}`);
  return output.trim();
}
