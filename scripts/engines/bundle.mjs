// @ts-check
// Bundles the element tests: unbundled, each file loads hundreds of modules, which took most of the time in Firefox and WebKit.
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../run.mjs';
import { sourcesForEsbuild } from '../sources.mjs';
import { HELPERS, patient } from './patience.mjs';

/** Below the root, so that the test server serves it. */
export const BUNDLE = 'node_modules/.cache/sidecard/element-tests';

/** @type {import('esbuild').Plugin} */
const patience = {
  name: 'patience',
  setup(build) {
    build.onLoad({ filter: HELPERS }, ({ path }) => ({ contents: patient(readFileSync(path, 'utf8'), path) }));
  },
};

/** @returns {Promise<string[]>} the bundled files, in the order of their tests */
export async function bundleElementTests() {
  const tests = readdirSync(join(root, 'test/elements')).filter((name) => name.endsWith('.test.ts'));
  const outdir = join(root, BUNDLE);
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: tests.map((name) => `test/elements/${name}`),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['browser', 'development'],
    sourcemap: 'inline',
    tsconfig: 'test/elements/tsconfig.json',
    external: ['/__web-dev-server__web-socket.js'],
    plugins: [sourcesForEsbuild, patience],
    logLevel: 'error',
  });
  return tests.map((name) => `${BUNDLE}/${name.replace(/\.ts$/, '.js')}`);
}
