// What a host's readers load, part by part, against the budgets:  node scripts/size.mjs
// Bundled and minified from what is built; each part counts what the parts before it do not have.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { esbuildSheets } from './minify-css.mjs';
import { root } from './run.mjs';

/**
 * Kilobytes of 1,000 bytes, gzip. `goal` is what the design asks for, `limit` what is not to be exceeded: where they differ, docs/decisions says why.
 */
const PARTS = [
  { name: 'card, as sent', entry: '@sidecard/elements/card', goal: 9, limit: 11 },
  { name: '+ client', entry: '@sidecard/client', take: '{ createClient, httpTransport }', goal: 6, limit: 15 },
  { name: '+ live card', entry: './packages/elements/dist/card/live-card.js', goal: 4, limit: 5.5 },
  { name: '+ provider', entry: '@sidecard/elements', goal: 3, limit: 4.5 },
  { name: '+ panel', entry: '@sidecard/elements/task', goal: 24, limit: 36 },
];

/** @returns {Promise<boolean>} whether every part is within its limit */
export async function sizes() {
  let contents = '';
  let before = 0;
  let ok = true;
  console.log('                 gzip     goal   limit');
  for (const { name, entry, take, goal, limit } of PARTS) {
    contents += take
      ? `export ${take} from '${entry}';\n`
      : `import * as part${contents.length} from '${entry}'; globalThis.keep = part${contents.length};\n`;
    const bytes = await gzipOf(contents);
    const kB = (bytes - before) / 1000;
    before = bytes;
    ok &&= kB <= limit;
    const row = [kB.toFixed(2), goal, limit].map((cell) => String(cell).padStart(6)).join('  ');
    console.log(`  ${name.padEnd(14)}${row} kB${kB > limit ? '  OVER' : ''}`);
  }
  return ok;
}

/** What is loaded on demand stays out until a part asks for it by name. */
async function gzipOf(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, sourcefile: 'size.js' },
    bundle: true,
    minify: true,
    charset: 'utf8',
    format: 'esm',
    write: false,
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    plugins: [esbuildSheets, { name: 'on-demand', setup: leaveOut }],
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

function leaveOut(build) {
  build.onResolve({ filter: /./ }, ({ kind, path }) =>
    kind === 'dynamic-import' ? { path: join('on-demand', path), external: true } : undefined,
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = (await sizes()) ? 0 : 1;
}
