// @ts-check
// Bundles the element tests: unbundled, each file loads hundreds of modules, which took most of the time in Firefox and WebKit.
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../run.mjs';
import { sourcesForEsbuild } from '../sources.mjs';

/** Below the root, so that the test server serves it. */
export const BUNDLE = 'node_modules/.cache/sidecard/element-tests';

/** Waits longer than its second for what is to become true: two of these browsers fill a machine. @type {import('esbuild').Plugin} */
const patience = {
  name: 'patience',
  setup(build) {
    build.onLoad({ filter: /testing-helpers\/src\/helpers\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const contents = source.replace('timeout = 1000', 'timeout = 8000');
      if (contents === source) throw new Error(`${path} has no default of waitUntil any more.`);
      return { contents };
    });
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
