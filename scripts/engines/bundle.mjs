// @ts-check
// Bundles the element tests: unbundled, each file loads hundreds of modules, which took most of the time in Firefox and WebKit.
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { root } from '../run.mjs';
import { sourcesForEsbuild } from '../sources.mjs';
import { HELPERS, patient } from './patience.mjs';

/** Below the root, so that the test server serves it. */
export const BUNDLE = `node_modules/.cache/sidecard/element-tests-${process.env.SIDECARD_ENGINE ?? 'chromium'}`;

/** @type {import('esbuild').Plugin} */
const patience = {
  name: 'patience',
  setup(build) {
    build.onLoad({ filter: HELPERS }, ({ path }) => ({ contents: patient(readFileSync(path, 'utf8'), path) }));
  },
};

/** Before the path of a file of stories, it means their tests. */
const AXE = 'axe:';

/** A test of axe with the stories of each file: Storybook's own runner does not run in these engines. @type {import('esbuild').Plugin} */
const storyTests = {
  name: 'story-tests',
  setup(build) {
    build.onResolve({ filter: /^axe:/ }, ({ path }) => ({
      path: path.slice(AXE.length),
      namespace: 'story-tests',
    }));
    build.onLoad({ filter: /./, namespace: 'story-tests' }, ({ path }) => ({
      contents: `import { axeStories } from './test/support/stories/axe-stories.ts';
        import * as stories from './${path}';
        axeStories(${JSON.stringify(path)}, stories);`,
      resolveDir: root,
    }));
    // The address of a file, which the test server serves.
    build.onResolve({ filter: /\?url$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace(/\?url$/, '')),
      namespace: 'url',
    }));
    build.onLoad({ filter: /./, namespace: 'url' }, ({ path }) => ({
      contents: `export default ${JSON.stringify(`/${relative(root, path)}`)};`,
    }));
  },
};

/**
 * @param {readonly string[]} [wanted] - their names, instead of all
 * @returns {Promise<string[]>} the bundled files: the element tests, and a test of the stories of each file
 */
export async function bundleElementTests(wanted) {
  const all = [
    ...readdirSync(join(root, 'test/elements')).flatMap((name) =>
      name.endsWith('.test.ts') ? [`test/elements/${name}`] : [],
    ),
    ...readdirSync(join(root, 'stories')).flatMap((name) =>
      name.endsWith('.stories.ts') ? [`${AXE}stories/${name}`] : [],
    ),
  ];
  const missing = wanted?.find((name) => !all.some((path) => path.endsWith(`/${name}`)));
  if (missing) throw new Error(`There is no file ${missing}, which test/support/engines.mjs lists.`);
  const tests = all.filter((path) => !wanted || wanted.some((name) => path.endsWith(`/${name}`)));
  const outdir = join(root, BUNDLE);
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: tests.map((path) => ({ in: path, out: outOf(path) })),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['browser', 'development'],
    sourcemap: 'inline',
    tsconfig: 'test/elements/tsconfig.json',
    external: ['/__web-dev-server__web-socket.js'],
    plugins: [sourcesForEsbuild, storyTests, patience],
    logLevel: 'error',
  });
  return tests.map((path) => `${BUNDLE}/${outOf(path)}.js`);
}

/** @param {string} path */
function outOf(path) {
  return path.replace(/^.*\//, '').replace(/\.ts$/, '');
}
