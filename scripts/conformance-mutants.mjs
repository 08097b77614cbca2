// @ts-check
// npm run mutation:conformance changes the server's protocol code in one place after the other, and reports the changes that
// @sidecard/conformance does not notice. It takes an hour or more; npm test does not include it.
//   npm run mutation:conformance -- --share 0.25           every fourth change
//   npm run mutation:conformance -- http/feed streams/     of these files only
//   npm run mutation:conformance -- --workers 2
import { fork } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { root } from './run.mjs';
import { sourcesForEsbuild } from './sources.mjs';

const SERVER = join(root, 'packages/server/src');
const FOLDERS = ['http', 'wire', 'streams'];
const CACHE = join(root, 'node_modules/.cache/sidecard');
const BUNDLE = join(CACHE, 'conformance-mutants.mjs');
/** How long a frame may take before a change counts as noticed, in milliseconds. */
const PATIENCE_MS = 4_000;
/** A change that hangs the process is noticed, too. */
const MUTANT_MS = 120_000;
/** Each change is a module of its own in memory, so a worker does not live long. */
const PER_WORKER = 40;

/** @typedef {{ id: string, fileName: string, mutatorName: string, replacement: string, location: { start: { line: number, column: number } } }} Mutant */
/** @typedef {{ id: string, noticed: string | undefined, covered: boolean }} Outcome */

/** Instruments the files, and bundles them with the kit. @returns {Promise<readonly Mutant[]>} */
async function prepare() {
  const { createInstrumenter } = await import('@stryker-mutator/instrumenter');
  const { createInjector } = await import('typed-inject');
  const quiet = () => undefined;
  const logger = {
    ...{ trace: quiet, debug: quiet, info: quiet, warn: quiet, error: console.error, fatal: console.error },
    ...{ isTraceEnabled: () => false, isDebugEnabled: () => false, isInfoEnabled: () => false },
    ...{ isWarnEnabled: () => false, isErrorEnabled: () => true, isFatalEnabled: () => true },
  };
  const injector = createInjector().provideValue('options', {}).provideValue('logger', logger);
  const instrumenter = injector.injectFunction(/** @type {any} */ (createInstrumenter));
  const files = FOLDERS.flatMap((folder) => readdirSync(join(SERVER, folder)).map((name) => join(SERVER, folder, name)))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name, mutate: true, content: readFileSync(name, 'utf8') }));
  const options = { plugins: null, excludedMutations: [], ignorers: [], noHeader: false };
  const instrumented = await /** @type {any} */ (instrumenter).instrument(files, options);
  const contents = new Map(instrumented.files.map((/** @type {any} */ file) => [file.name, file.content]));
  await build({
    entryPoints: [join(root, 'test/support/conformance.ts')],
    outfile: BUNDLE,
    ...{ bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' },
    plugins: [
      {
        name: 'instrumented',
        setup(building) {
          building.onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const content = contents.get(path);
            return content === undefined ? undefined : { contents: String(content), loader: 'ts' };
          });
        },
      },
      sourcesForEsbuild,
    ],
  });
  return instrumented.mutants;
}

/** What a worker is asked for. @typedef {{ id?: string, checks?: readonly string[] }} Job */

async function work() {
  const stryker = (/** @type {any} */ (globalThis).__stryker__ ??= {});
  process.on('message', async (/** @type {Job} */ { id, checks }) => {
    stryker.activeMutant = id;
    stryker.mutantCoverage = undefined;
    stryker.currentTestId = undefined;
    const { checkServer } = await import(`${pathToFileURL(BUNDLE).href}?${id ?? 'none'}`);
    const wanted = checks && new Set(checks);
    /** @type {string | undefined} */
    let noticed;
    try {
      stryker.currentTestId = 'set-up';
      const report = await checkServer({
        bail: id !== undefined,
        patienceMs: PATIENCE_MS,
        only: (/** @type {string} */ check) => {
          stryker.currentTestId = check;
          return !wanted || wanted.has(check);
        },
      });
      const failure = report.results.find((/** @type {any} */ { outcome }) => outcome === 'failed');
      noticed = failure && `${failure.id}: ${failure.why}`;
    } catch (error) {
      noticed = `did not run: ${error}`;
    }
    // A server that did not end would run on as the next change.
    process.send?.({ id, noticed, stuck: stillListens(), coverage: stryker.mutantCoverage });
  });
  process.on('uncaughtException', (error) => process.send?.({ crashed: String(error) }));
  process.on('unhandledRejection', () => undefined);
}

/** Whether a server still listens in this process. */
const stillListens = () => process.getActiveResourcesInfo().includes('TCPServerWrap');

/** Starts workers one after the other, which take jobs. @param {(answer: any) => void} onAnswer */
function createWorker(onAnswer) {
  /** @type {ReturnType<typeof fork> | undefined} */
  let child;
  let jobs = 0;
  /** @param {Job} job */
  const run = async (job) => {
    if (!child || jobs >= PER_WORKER) {
      child?.kill('SIGKILL');
      child = fork(fileURLToPath(import.meta.url), ['--work'], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
      jobs = 0;
    }
    const isFirst = jobs++ === 0;
    const running = child;
    const answer = await new Promise((resolve) => {
      const timer = setTimeout(() => resolve({ ...job, noticed: 'hangs', ended: true }), MUTANT_MS);
      const done = (/** @type {any} */ told) => {
        clearTimeout(timer);
        resolve(told.crashed === undefined ? told : { ...job, noticed: `crashes: ${told.crashed}`, ended: true });
      };
      running.once('message', done);
      running.once('exit', () => done({ ...job, noticed: 'ends the process', ended: true }));
      running.send(job);
    });
    running.removeAllListeners('message');
    running.removeAllListeners('exit');
    if (answer.ended || answer.stuck) {
      running.kill('SIGKILL');
      child = undefined;
    }
    return { answer, isFirst, running };
  };
  /** @param {Job} job */
  return async (job) => {
    let { answer, isFirst, running } = await run(job);
    // What an earlier change left behind may have ended this one: it is tried again by itself.
    if (answer.ended && !isFirst) ({ answer, running } = await run(job));
    onAnswer(answer);
    return () => running.kill('SIGKILL');
  };
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { share: { type: 'string' }, workers: { type: 'string' } },
    allowPositionals: true,
  });
  mkdirSync(CACHE, { recursive: true });
  const all = await prepare();
  const every = Math.max(1, Math.round(1 / Number(values.share ?? 1)));
  const mutants = all
    .filter(({ fileName }) => positionals.length === 0 || positionals.some((text) => fileName.includes(text)))
    .filter((_, index) => index % every === 0);
  console.log(`${all.length} changes, of which ${mutants.length} are tried. First without one:`);

  /** Checks by mutant. @type {Map<string, Set<string>>} */
  const covering = new Map();
  /** @type {Set<string>} */
  const always = new Set();
  const end = await createWorker(({ noticed, coverage }) => {
    if (noticed) throw new Error(`The server fails without a change: ${noticed}`);
    for (const id of Object.keys(coverage.static ?? {})) always.add(id);
    for (const [check, hits] of Object.entries(coverage.perTest ?? {})) {
      // What happens when the server starts is there for all checks.
      if (check === 'set-up') for (const id of Object.keys(hits)) always.add(id);
      for (const id of Object.keys(hits)) covering.set(id, (covering.get(id) ?? new Set()).add(check));
    }
  })({});
  end();

  /** @type {(Mutant & { noticed?: string, uncovered?: true })[]} */
  const outcomes = [];
  const queue = [...mutants];
  const take = async () => {
    /** @type {(() => void) | undefined} */
    let stop;
    const worker = createWorker(({ id, noticed }) => {
      const mutant = mutants.find((one) => one.id === id);
      if (!mutant) return;
      outcomes.push({ ...mutant, noticed });
      if (!noticed) console.log(`not noticed: ${textOf(mutant)}`);
      if (outcomes.length % 50 === 0) console.log(sumOf(outcomes));
    });
    for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
      const checks = covering.get(mutant.id);
      // Run at the start of the process: any check may notice it.
      if (always.has(mutant.id)) stop = await worker({ id: mutant.id });
      else if (checks) stop = await worker({ id: mutant.id, checks: [...checks] });
      else {
        outcomes.push({ ...mutant, uncovered: true });
        console.log(`not reached: ${textOf(mutant)}`);
      }
    }
    stop?.();
  };
  await Promise.all(Array.from({ length: Number(values.workers ?? 1) }, take));
  console.log(sumOf(outcomes));
  writeFileSync(join(CACHE, 'conformance-mutants.json'), JSON.stringify(outcomes, undefined, 1));
}

/** @param {Mutant} mutant */
function textOf({ id, fileName, mutatorName, replacement, location: { start } }) {
  const place = `${fileName.slice(SERVER.length + 1)}:${start.line + 1}:${start.column + 1}`;
  return `${id} ${place} ${mutatorName} → ${replacement.replace(/\s+/g, ' ').slice(0, 80)}`;
}

/** Noticed by time alone, which a machine with too much to do looks like, too. */
const SLOW = /^hangs$|within [\d.]+ s|had no end after/;

/** @param {readonly { noticed?: string, uncovered?: true }[]} outcomes */
function sumOf(outcomes) {
  const noticed = outcomes.filter((one) => one.noticed).length;
  const reached = outcomes.filter((one) => !one.uncovered).length;
  const share = (/** @type {number} */ of) => `${((100 * noticed) / Math.max(1, of)).toFixed(1)} %`;
  const late = outcomes.filter(({ noticed: why }) => why !== undefined && SLOW.test(why)).length;
  const sum = `${noticed} of ${outcomes.length} noticed (${share(outcomes.length)}); of those that are reached ${share(reached)}`;
  return `${sum}; ${late} only because nothing came in time`;
}

if (process.argv.includes('--work')) await work();
else {
  await main();
  process.exit();
}
