// @ts-check
// npm test: all tests but the long ones, from a fresh clone. npm test -- core elements runs some. npm test -- --long adds the documentation
// site, the server on PostgreSQL, the messenger, the hosts (1 GB; one in Firefox), and those element tests in which Firefox and WebKit differ; npm test -- --engines adds all
// element tests there, axe on every story, and the hosts in Firefox.
// npm test -- stories --pictures also compares what the stories show with the stored pictures. Their accessibility trees are always compared.
// npm run pictures is npm test -- stories --update: what the stories show is stored anew, instead of being compared.
// Each runner writes its results to a file; the last line sums them up. A runner without any test counts as failed.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackages, compile, demoPages } from './build.mjs';
import { buildMessenger } from './messenger.mjs';
import { buildHosts } from './hosts.mjs';
import { installLocked } from './installs.mjs';
import { root, runTool, say, tools } from './run.mjs';
import { site } from './site.mjs';
import { checkNode, installPackages, setUpBrowser, setUpEngines, setUpPostgres, setUpServers } from './setup.mjs';

/** Longer than any runner takes on a slow machine, so that a hanging one does not block the build server; its large runs take longer. */
const RUNNER_LIMIT_MS = (process.env['CI'] ? 24 : 12) * 60_000;
const resultsFolder = join(root, 'node_modules/.cache/sidecard/results');

/** @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Numbers */
/**
 * @typedef {object} Runner
 * @property {(file: string) => ReturnType<typeof runTool>} run
 * @property {(file: string) => Numbers} read
 * @property {boolean} [browser]
 * @property {readonly string[]} [only] - Runs only with one of these options, or by its name.
 * @property {boolean} [maySkip] - Whether it may skip all its tests.
 * @property {() => Promise<boolean | string>} [before] - false: it has failed; a text: why the runner is left out
 */

const ENGINES = ['--long', '--engines'];
/** The page that is the quickest to build and to test. */
const FIREFOX_HOST = 'chatscope';

/** @type {Promise<boolean> | undefined} */
let built;
/** Several runners need the built packages, which no test changes. */
const buildOnce = () => (built ??= buildPackages());

/** @type {Record<string, Runner>} */
const runners = {
  core: vitest('core'),
  client: vitest('client'),
  server: vitest('server'),
  // Installs PostgreSQL and NATS where it can. Without PostgreSQL all is skipped, without NATS what needs it.
  'server-processes': { ...vitest('server-processes'), maySkip: true, before: setUpServers },
  exporters: { ...vitest('exporters'), browser: true },
  scripts: vitest('scripts'),
  simulation: vitest('simulation'),
  elements: elements('chromium'),
  stories: { ...vitest('stories-light', 'stories-dark', 'read-aloud'), browser: true },
  react: { ...vitest('react'), browser: true },
  built: { ...vitest('built'), browser: true, before: buildOnce },
  e2e: { ...vitest('e2e'), browser: true, before: async () => (await compile()) && demoPages() },
  // Builds the documentation site, which takes a minute and installs what builds it.
  docs: {
    ...vitest('docs'),
    browser: true,
    only: ['--long'],
    before: async () => (await buildOnce()) && (await site()).ok,
  },
  // Left out where the browser cannot be installed, but not on a build server.
  'elements-firefox': { ...elements('firefox'), only: ENGINES, before: setUpEngines },
  'elements-webkit': { ...elements('webkit'), only: ENGINES, before: setUpEngines },
  // Axe on every story; in Chromium, Storybook's own runner does it.
  'stories-firefox': { ...elements('firefox', 'stories'), only: ['--engines'], before: setUpEngines },
  'stories-webkit': { ...elements('webkit', 'stories'), only: ['--engines'], before: setUpEngines },
  // Left out where Prosody cannot be installed, but not on a build server.
  messenger: { ...vitest('messenger'), browser: true, only: ['--long'], before: buildMessenger },
  // Hono, Express, Fastify and Next.js (300 MB), each with the server inside.
  mounts: {
    ...vitest('mounts'),
    only: ['--long'],
    before: async () => (await buildOnce()) && installLocked(join(root, 'examples/mounts'), 'web frameworks'),
  },
  // Five chat kits, with what they need: 1 GB; SIDECARD_HOSTS=chatscope,chatui chooses some. With --long, one of them in Firefox, too.
  hosts: {
    ...hosts('chromium'),
    browser: true,
    only: ['--long'],
    before: () => buildHosts(process.env['SIDECARD_HOSTS']?.split(','), buildOnce),
  },
  'hosts-firefox': {
    ...hosts('firefox'),
    only: ENGINES,
    before: async () => {
      const ready = await setUpEngines();
      return ready === true ? buildHosts(allInFirefox ? undefined : [FIREFOX_HOST], buildOnce) : ready;
    },
  },
  // The server's tests again, on PostgreSQL. Skipped as a whole without it.
  'server-postgres': { ...vitest('server-postgres'), only: ['--long'], maySkip: true, before: setUpPostgres },
};

function limited(env = {}) {
  return { timeoutMs: RUNNER_LIMIT_MS, env };
}

/** @param {string} engine @param {string} [files] - all of them, unless only those that differ are wanted @returns {Runner} */
function elements(engine, files) {
  return {
    browser: engine === 'chromium',
    run: (file) =>
      runTool(
        tools.wtr,
        [],
        limited({ SIDECARD_TEST_RESULTS: file, SIDECARD_ENGINE: engine, SIDECARD_ENGINE_FILES: files ?? engineFiles }),
      ),
    read: readOwn,
  };
}

/** @param {string} engine @returns {Runner} */
function hosts(engine) {
  return {
    read: readVitest,
    run: (file) =>
      vitestWith(
        { SIDECARD_ENGINE: engine, ...(engine === 'firefox' && !allInFirefox && { SIDECARD_HOSTS: FIREFOX_HOST }) },
        'hosts',
      ).run(file),
  };
}

/** @param {string[]} projects */
function vitest(...projects) {
  return vitestWith({}, ...projects);
}

/** @param {Record<string, string>} env @param {string[]} projects @returns {Runner} */
function vitestWith(env, ...projects) {
  return {
    run: (file) =>
      runTool(
        tools.vitest,
        [
          'run',
          ...projects.map((name) => `--project=${name}`),
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${file}`,
        ],
        limited(env),
      ),
    read: readVitest,
  };
}

/** @param {string} file */
function readOwn(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** @param {string} file */
function readVitest(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const failures = [];
  for (const { name, status, assertionResults } of report.testResults) {
    const path = name.slice(root.length + 1);
    const failed = assertionResults.filter((/** @type {{ status: string }} */ test) => test.status === 'failed');
    for (const test of failed) failures.push([path, ...test.ancestorTitles, test.title].join(' › '));
    // A file that fails to load has no tests, and would go unnoticed.
    if (status === 'failed' && failed.length === 0) failures.push(path);
  }
  return {
    passed: report.numPassedTests,
    failed: failures.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  };
}

checkNode();
const names = process.argv.slice(2).filter((name) => !name.startsWith('--'));
const options = process.argv.slice(2).filter((name) => name.startsWith('--'));
if (options.includes('--pictures')) process.env['SIDECARD_PICTURES'] = '1';
if (options.includes('--update')) process.env['SIDECARD_UPDATE_PICTURES'] = '1';
const engineFiles =
  options.includes('--engines') || (names.length > 0 && !options.includes('--long')) ? 'all' : 'differing';
const allInFirefox = engineFiles === 'all';
const unknown = names.find((name) => !(name in runners));
if (unknown) {
  console.error(`Unknown test runner "${unknown}". Available: ${Object.keys(runners).join(', ')}.`);
  process.exit(1);
}
const chosen = Object.entries(runners).filter(([name, { only }]) =>
  names.length > 0 ? names.includes(name) : !only || only.some((option) => options.includes(option)),
);

await installPackages();
if (chosen.some(([, runner]) => runner.browser)) await setUpBrowser();
rmSync(resultsFolder, { recursive: true, force: true });
mkdirSync(resultsFolder, { recursive: true });

/** @type {(Numbers & { name: string, seconds?: number })[]} */
const summary = [];
for (const [name, runner] of chosen) {
  const started = Date.now();
  say(`Testing ${name}`);
  const ready = (await runner.before?.()) ?? true;
  if (ready !== true) {
    const missing = process.env['CI'] || ready === false;
    summary.push({ name, passed: 0, failed: missing ? 1 : 0, skipped: 0, failures: [ready || 'the build failed'] });
    continue;
  }
  const file = join(resultsFolder, `${name}.json`);
  const { code, timedOut } = await runner.run(file);
  summary.push({ name, ...judge(runner, file, code, timedOut), seconds: (Date.now() - started) / 1000 });
}

/**
 * Returns a runner's results, with an extra failure if they are incomplete. @param {Runner} runner @param {string} file @param {number}
 * code @param {boolean} timedOut
 */
function judge(runner, file, code, timedOut) {
  let results;
  try {
    results = runner.read(file);
  } catch {
    results = { passed: 0, failed: 0, skipped: 0, failures: [] };
  }
  const trouble = timedOut
    ? `took longer than ${RUNNER_LIMIT_MS / 60_000} minutes`
    : results.passed + results.failed + (runner.maySkip ? results.skipped : 0) === 0
      ? 'ran no tests'
      : code !== 0 && results.failed === 0 && `exited with code ${code} although no test failed`;
  return trouble
    ? { ...results, failed: results.failed + 1, failures: [...results.failures, `the runner ${trouble}`] }
    : results;
}

const total = { passed: 0, failed: 0 };
say('Results');
for (const { name, passed, failed, skipped, failures, seconds } of summary) {
  total.passed += passed;
  total.failed += failed;
  const counts = [`${passed} passed`, `${failed} failed`, ...(skipped ? [`${skipped} skipped`] : [])].join(', ');
  console.log(`  ${name.padEnd(15)} ${counts}${seconds ? `  (${seconds.toFixed(1)} s)` : ''}`);
  for (const failure of failures.slice(0, 20)) console.log(`                  ✗ ${failure}`);
  if (failures.length > 20) console.log(`                  … and ${failures.length - 20} more`);
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
