// @ts-check
// node scripts/baseline.mjs <revision> stores client, server and elements of a revision in test/client/previous, bundled and compressed. The test of
// versions plays its story with them and the present ones. Run it with the tag of each release, once the next one is being made.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { sourcesIn, unpackRevision } from './revision.mjs';
import { root } from './run.mjs';

const FOLDER = join(root, 'test/client/previous');
/** What each part exports all of. Elements come with the client that they were released with. */
const PARTS = {
  client: ['@sidecard/client'],
  server: ['@sidecard/server', '@sidecard/server/memory'],
  elements: ['@sidecard/elements', '@sidecard/client'],
};

const [revision] = process.argv.slice(2);
if (!revision) throw new Error('Name the revision: node scripts/baseline.mjs v1.2.0');
const { commit, tree } = await unpackRevision(revision, 'baseline', ['tsconfig.base.json']);
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
    plugins: [sourcesIn(tree)],
  });
  const packed = gzipSync(outputFiles[0]?.contents ?? '', { level: 9 });
  writeFileSync(join(FOLDER, `${part}.mjs.gz`), packed);
  console.log(`${part}: ${Math.round(packed.byteLength / 1024)} KB`);
}
writeFileSync(join(FOLDER, 'revision.txt'), `${commit}\n`);
