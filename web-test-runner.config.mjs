// @ts-check
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { launchOptions } from './scripts/browser.mjs';
import { sourcesForTestRunner } from './scripts/sources.mjs';

/**
 * Writes the results for scripts/test.mjs. No built-in reporter does.
 *
 * @param {string} file
 * @returns {import('@web/test-runner').Reporter}
 */
function numbers(file) {
  /** @type {{ passed: number, failed: number, skipped: number, failures: string[] }} */
  const results = { passed: 0, failed: 0, skipped: 0, failures: [] };
  /** @type {(suite: import('@web/test-runner').TestSuiteResult | undefined, path: string[]) => void} */
  const count = (suite, path) => {
    for (const test of suite?.tests ?? []) {
      if (test.skipped) results.skipped++;
      else if (test.passed) results.passed++;
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
        const name = session.testFile.replace(/^.*\/test\//, 'test/');
        count(session.testResults, [name]);
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

const resultsFile = process.env.SIDECARD_TEST_RESULTS;

/** @type {import('@web/test-runner').TestRunnerConfig} */
export default {
  rootDir: '.',
  files: ['test/elements/**/*.test.ts'],
  nodeResolve: { exportConditions: ['browser', 'development'] },
  browsers: [playwrightLauncher({ product: 'chromium', concurrency: 2, launchOptions: launchOptions() })],
  plugins: [
    sourcesForTestRunner,
    // Vite's compiler and browsers keep decorators; esbuild compiles them with this tsconfig.
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./test/elements/tsconfig.json', import.meta.url)),
    }),
  ],
  reporters: [defaultReporter(), ...(resultsFile ? [numbers(resultsFile)] : [])],
  testFramework: { config: { ui: 'bdd', timeout: 30_000 } },
  testsFinishTimeout: 120_000,
  // nanostores reads process.env.NODE_ENV, which browsers do not have.
  testRunnerHtml: (testFramework) => `<!doctype html>
<html lang="en">
  <head>
    <title>tests</title>
    <script>globalThis.process = { env: { NODE_ENV: 'development' } };</script>
  </head>
  <body>
    <script type="module" src="${testFramework}"></script>
  </body>
</html>`,
  filterBrowserLogs: ({ args }) => !String(args[0]).includes('Lit is in dev mode'),
};
