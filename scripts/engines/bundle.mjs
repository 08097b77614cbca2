// @ts-check
// Bundles the element tests: unbundled, each file loads hundreds of modules, which took a sixth of the time in Chromium and most of it in
// Firefox and WebKit.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { root } from '../run.mjs';
import { sourcesForEsbuild } from '../sources.mjs';

/** Below the root, so that the test server serves it. */
export const BUNDLE = `node_modules/.cache/sidecard/element-tests-${process.env.SIDECARD_ENGINE ?? 'chromium'}`;

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

/** The element tests, and the stories' tests, whose paths begin with {@link AXE}. */
const all = () => [
  ...readdirSync(join(root, 'test/elements')).flatMap((name) =>
    name.endsWith('.test.ts') ? [`test/elements/${name}`] : [],
  ),
  ...readdirSync(join(root, 'stories')).flatMap((name) =>
    name.endsWith('.stories.ts') ? [`${AXE}stories/${name}`] : [],
  ),
];

/** Bundles those of a list of names, all of which must exist. @param {readonly string[]} names */
export function bundleListed(names) {
  const missing = names.find((name) => !all().some((path) => path.endsWith(`/${name}`)));
  if (missing) throw new Error(`There is no file ${missing}, which test/support/engines.mjs lists.`);
  return bundleElementTests((path) => names.some((name) => path.endsWith(`/${name}`)));
}

/** Whether a path means the tests of a file of stories. @param {string} path */
export const isOfStories = (path) => path.startsWith(AXE);

/**
 * @param {(path: string) => boolean} [isWanted]
 * @returns {Promise<string[]>} the bundled files: element tests, and a test of the stories of each file
 */
export async function bundleElementTests(isWanted = () => true) {
  const tests = all().filter(isWanted);
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
    plugins: [sourcesForEsbuild, storyTests],
    logLevel: 'error',
  });
  return tests.map((path) => `${BUNDLE}/${outOf(path)}.js`);
}

/** @param {string} path */
function outOf(path) {
  return path.replace(/^.*\//, '').replace(/\.ts$/, '');
}
