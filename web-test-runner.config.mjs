// @ts-check
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { launchOptions } from './scripts/browser.mjs';
import { BUNDLE, bundleElementTests, bundleListed, isOfStories } from './scripts/engines/bundle.mjs';
import { findFirefox, findWebKit } from './scripts/engines/installed.mjs';
import { firefoxLauncher, webkitLauncher } from './scripts/engines/launchers.mjs';
import { sourcesForTestRunner } from './scripts/sources.mjs';
import { DIFFERING, SKIPPED } from './test/support/engines.mjs';

/** SIDECARD_ENGINE=firefox or webkit runs the tests there; SIDECARD_ENGINE_FILES=differing those in which engines differ, and =stories those of the stories. */
const engine = process.env.SIDECARD_ENGINE ?? 'chromium';

/** @type {Readonly<Record<string, () => import('@web/test-runner').BrowserLauncher>>} */
const launchers = {
  chromium: () => playwrightLauncher({ product: 'chromium', concurrency: 2, launchOptions: launchOptions() }),
  // with two browsers at once, a page that has frames or opens windows may stop
  firefox: () => firefoxLauncher(required(findFirefox()), 1),
  webkit: () => webkitLauncher(required(findWebKit()), 2),
};

/** @param {string | undefined} path */
function required(path) {
  if (path) return path;
  throw new Error(`No ${engine} found. npm test -- elements-${engine} installs it where it can.`);
}

const launcher = launchers[engine];
if (!launcher) throw new Error(`No engine "${engine}". There are: ${Object.keys(launchers).join(', ')}.`);

/** The source of a file that runs. @param {string} file */
const sourceOf = (file) =>
  file
    .replace(/^.*\/(?=test\/elements\/)/, '')
    .replace(new RegExp(`^.*/?${BUNDLE}/(.*)\\.js$`), (_, name) =>
      name.endsWith('.stories') ? `stories/${name}.ts` : `test/elements/${name}.ts`,
    );

/** What this engine skips of a file, by its full titles. @param {string} file */
const skippedOf = (file) =>
  SKIPPED.filter(
    (entry) => sourceOf(file) === `test/elements/${entry.file}` && entry.engines.some((name) => name === engine),
  ).map(({ test }) => test);
/** @type {import('@web/test-runner').TestRunnerPlugin} */
const skipsListed = {
  name: 'skips-listed',
  transform(context) {
    const skipped = skippedOf(context.path);
    if (skipped.length === 0) return undefined;
    // an import runs before what follows
    const setting = `data:text/javascript,${encodeURIComponent(`globalThis.__sidecardEngine = ${JSON.stringify({ skipped })};`)}`;
    return `import ${JSON.stringify(setting)}; import '/test/support/browser/engine.mjs'; ${String(context.body)}`;
  },
};

/**
 * Writes the results for scripts/test.mjs. No built-in reporter does.
 *
 * @param {string} file
 * @returns {import('@web/test-runner').Reporter}
 */
function numbers(file) {
  /** @type {{ passed: number, failed: number, skipped: number, failures: string[] }} */
  const results = { passed: 0, failed: 0, skipped: 0, failures: [] };
  /** @type {Set<string>} */
  const skipped = new Set();
  /** @type {(suite: import('@web/test-runner').TestSuiteResult | undefined, path: string[]) => void} */
  const count = (suite, path) => {
    for (const test of suite?.tests ?? []) {
      if (test.skipped) {
        results.skipped++;
        skipped.add([...path.slice(1), test.name].join(' '));
      } else if (test.passed) results.passed++;
      else {
        results.failed++;
        results.failures.push([...path, test.name].join(' › '));
      }
    }
    for (const child of suite?.suites ?? []) count(child, [...path, child.name]);
  };
  return {
    onTestRunFinished({ sessions }) {
      for (const session of sessions) {
        const before = results.failed;
        const name = sourceOf(session.testFile);
        skipped.clear();
        count(session.testResults, [name]);
        for (const title of session.testResults ? skippedOf(session.testFile) : []) {
          if (skipped.has(title)) continue;
          results.failed++;
          results.failures.push(`${name} › no test to skip is called “${title}”`);
        }
        // A file that failed to load, or threw outside its tests.
        if (!session.passed && results.failed === before) {
          results.failed++;
          results.failures.push(name);
        }
      }
      writeFileSync(file, JSON.stringify(results));
    },
  };
}

/** WebKit reports a loop as an error when an observed element has a fraction of a pixel, whatever its observer does. */
const IGNORE_RESIZE_LOOPS = `<script>
      addEventListener('error', (event) => {
        if (event.message.startsWith('ResizeObserver loop')) event.stopImmediatePropagation();
      });
    </script>`;

const resultsFile = process.env.SIDECARD_TEST_RESULTS;

/** `executeServerCommand('wheel', { x, y, deltaY })` turns the wheel of a real mouse. @type {import('@web/test-runner').TestRunnerPlugin} */
const wheel = {
  name: 'wheel',
  async executeCommand({ command, payload, session }) {
    if (command !== 'wheel') return undefined;
    const { x, y, deltaY } = /** @type {{ x: number, y: number, deltaY: number }} */ (payload);
    const { browser, id } = /** @type {any} */ (session);
    const page = browser.getPage(id);
    // ours, in Firefox and WebKit
    if (page.wheel) await page.wheel(x, y, deltaY);
    else {
      await page.mouse.move(x, y);
      await page.mouse.wheel(0, deltaY);
    }
    return true;
  },
};

/** What `npm test` runs is bundled; one file that is tried by hand is not, in Chromium. Storybook's own runner tests the stories there. */
async function testFiles() {
  if (engine === 'chromium')
    return resultsFile ? bundleElementTests((path) => path.endsWith('.test.ts')) : ['test/elements/**/*.test.ts'];
  const which = process.env.SIDECARD_ENGINE_FILES;
  if (which === 'differing') return bundleListed(DIFFERING);
  return bundleElementTests((path) => isOfStories(path) === (which === 'stories'));
}

/** @type {import('@web/test-runner').TestRunnerConfig} */
export default {
  rootDir: '.',
  files: await testFiles(),
  nodeResolve: { exportConditions: ['browser', 'development'] },
  browsers: [launcher()],
  plugins: [
    sourcesForTestRunner,
    // Vite's compiler and browsers keep decorators; esbuild compiles them with this tsconfig.
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./test/elements/tsconfig.json', import.meta.url)),
    }),
    skipsListed,
    wheel,
  ],
  reporters: [defaultReporter(), ...(resultsFile ? [numbers(resultsFile)] : [])],
  testFramework: { config: { ui: 'bdd', timeout: 30_000 } },
  // a browser drawn by software is slower
  testsFinishTimeout: engine === 'chromium' ? 120_000 : 300_000,
  // nanostores reads process.env.NODE_ENV, which browsers do not have.
  testRunnerHtml: (testFramework) => `<!doctype html>
<html lang="en">
  <head>
    <title>tests</title>
    <script>globalThis.process = { env: { NODE_ENV: 'development' } };</script>
    ${engine === 'webkit' ? IGNORE_RESIZE_LOOPS : ''}
  </head>
  <body>
    <script type="module" src="${testFramework}"></script>
  </body>
</html>`,
  filterBrowserLogs: ({ args }) => !String(args[0]).includes('Lit is in dev mode'),
};
