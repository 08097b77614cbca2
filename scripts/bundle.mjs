// The folder for <script type="module" src="…/sidecard.js">, and what each part of it weighs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { root } from './run.mjs';

/** What a host pays, in gzip kilobytes of 1,000 bytes; see docs/ for where the budgets come from. */
const BUDGETS = { 'card.js': 9, 'sidecard.js': 15, 'on first open': 24 };

/** Bundles packages/elements into dist/cdn: a folder and not one file, so that the panel stays a chunk loaded on first open. */
export async function bundle() {
  const outDir = join(root, 'packages/elements/dist/cdn');
  const { output } = await build({
    configFile: false,
    root: join(root, 'packages/elements'),
    logLevel: 'warn',
    // nanostores reads it, and a browser has no process
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      target: 'es2022',
      outDir,
      emptyOutDir: true,
      sourcemap: true,
      // library mode: no preload helper, which would write <link>s into the host's page
      lib: { entry: { sidecard: 'dist/index.js', card: 'dist/card/index.js' }, formats: ['es'] },
      rolldownOptions: {
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          minify: true,
        },
      },
    },
  }).then((result) => (Array.isArray(result) ? result[0] : result));
  report(
    outDir,
    output.filter(({ type }) => type === 'chunk'),
  );
}

/** Prints each entry with all it imports at once, and what is loaded on first open on top of that. */
function report(outDir, chunks) {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const closure = (name, seen = new Set()) => {
    if (seen.has(name) || !byName.has(name)) return seen;
    seen.add(name);
    for (const next of byName.get(name).imports) closure(next, seen);
    return seen;
  };
  const gzip = (names) =>
    [...names].reduce((sum, name) => sum + gzipSync(readFileSync(join(outDir, name)), { level: 9 }).length, 0);

  const rows = ['card.js', 'sidecard.js'].map((name) => [name, gzip(closure(name))]);
  const atOnce = closure('sidecard.js');
  const later = new Set(
    chunks
      .flatMap(({ dynamicImports }) => dynamicImports)
      .flatMap((name) => [...closure(name)])
      .filter((name) => !atOnce.has(name)),
  );
  rows.push(['on first open', gzip(later)]);
  console.log('Sizes, gzip:');
  for (const [name, bytes] of rows) {
    const over = bytes > BUDGETS[name] * 1000 ? '  OVER BUDGET' : '';
    console.log(`  ${name.padEnd(14)} ${(bytes / 1000).toFixed(1).padStart(6)} kB of ${BUDGETS[name]} kB${over}`);
  }
}
