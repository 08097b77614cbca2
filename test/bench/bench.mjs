// @ts-check
// What a guest costs its host:  npm run bench                        everything, into docs/performance.md; takes hours on two busy cores
//                               npm run bench -- --quick             fewer rounds and shorter streams
//                               npm run bench -- --only bytes,mount  these rows, or cases such as 'mount/1000 open'; others stay as they are
//                               npm run bench -- --rounds 3          how many rounds
//                               npm run bench -- --add               more rounds of the same packages, beside those that the last runs measured
//                               npm run bench -- --built             of the packages as they have been built, without building them
//                               npm run bench -- --minutes 5         how long the stream of events lasts
//                               npm run bench -- --dry               prints, and writes nothing
//                               npm run bench -- --compare REV       our cards now against those of a revision, in the same rounds
// Measures main-thread CPU, not wall time: each case in a fresh page; in each round the cases of a table one after another, in random order.
// Only ratios within one run mean anything, and differences below a tenth mean nothing.
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compile } from '../../scripts/build.mjs';
import { weigh } from './bytes.mjs';
import { countdownCase, memoryCase, mountCase, scrollCase, startCase, streamCase, textFault } from './cards.mjs';
import { compareWith } from './compare.mjs';
import { CONTENDERS, here, installPeers, versionOf } from './contenders.mjs';
import { shares } from './modules.mjs';
import { panelCases, panelPage } from './panel.mjs';
import { writeReport } from './report.mjs';
import { append, machine, storedIn, textOf } from './results.mjs';
import { startRig } from './rig.mjs';
import { shuffled } from './statistics.mjs';

/** @typedef {import('./cards.mjs').Case} Case */
/**
 * What runs found: of each case and metric, what every round measured, with the `round` itself; and of each table, how. `packages` is what git
 * calls their tree, and `starts` has the first round of each run.
 *
 * @typedef {{ measured: Record<string, Record<string, number[]>>, runs: Record<string, Run> }} Results
 * @typedef {{ date: string, browser: string, node: string, cpu: string, cores: number, load: number, packages: string, versions: Record<string, string>, starts?: readonly number[] }} Run
 */

const RESULTS = join(here, 'results.json');
/** @returns {Results} */
const stored = () => storedIn(RESULTS);
const ROWS = ['bytes', 'mount', 'countdowns', 'memory', 'start', 'panel', 'scroll', 'stream'];

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: ROWS.join(',') },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    add: { type: 'boolean', default: false },
    built: { type: 'boolean', default: false },
    dry: { type: 'boolean', default: false },
    compare: { type: 'string' },
    report: { type: 'boolean', default: false },
  },
});
/** How long a case may take, besides its stream. */
const CASE_LIMIT_MS = (5 + Number(values.minutes ?? 1)) * 60_000;
const rounds = Number(values.rounds ?? (values.quick ? 3 : 7));
const rows = values.only.split(',');
const unknown = rows.filter((row) => !ROWS.includes(row.split('/', 1)[0] ?? ''));
if (unknown.length > 0) throw new Error(`No such rows: ${unknown.join(', ')}. There are ${ROWS.join(', ')}.`);

if (values.compare) await compareWith(values.compare, { rounds });
else if (values.report) writeReport(stored());
else await run();

async function run() {
  await installPeers();
  if (!values.built) await compile();
  const names = Object.keys(CONTENDERS);
  const timed = rows.filter((row) => row !== 'bytes');
  const rig = await startRig(timed.length > 0 ? [...names, 'live'] : [], { extra: { panel: panelPage } });
  try {
    const faults = [];
    for (const name of timed.length > 0 ? names : []) faults.push(await textFault(rig, name));
    const found = faults.filter(Boolean);
    if (found.length > 0) throw new Error(`Contenders do not show the same:\n${found.join('\n')}`);
    const results = stored();
    const about = {
      date: new Date().toISOString().slice(0, 10),
      browser: `Chromium ${rig.browser.version()}`,
      ...(await machine()),
      versions: Object.fromEntries(
        Object.values(CONTENDERS).flatMap((one) => one.packages.map((name) => [name, versionOf(one, name)])),
      ),
    };
    const first = 1 + Math.max(0, ...Object.values(results.measured).flatMap(({ round = [] }) => round));
    const note = (/** @type {string} */ key, /** @type {number} */ load) => {
      const former = values.add ? (results.runs[tableOf(key)]?.starts ?? []) : [];
      results.runs[tableOf(key)] = { ...about, load, starts: [...new Set([...former, first])] };
    };
    if (rows.includes('bytes')) {
      forget(results, 'bytes', 'parts', 'modules');
      for (const [key, weights] of Object.entries({ ...(await weigh(names, rig.source)), ...(await shares()) }))
        append(results, key, weights);
      note('bytes/one card', 0);
      save(results, ['bytes', 'parts', 'modules']);
    }
    const cases = casesOf(rig, names).filter(({ key }) => timed.some((row) => isOf(row, key)));
    if (!values.add) forget(results, ...timed);
    const other =
      values.add &&
      cases.find(({ key }) => (results.runs[tableOf(key)]?.packages ?? about.packages) !== about.packages);
    if (other) throw new Error(`${other.key} was measured of other packages. Measure it without --add.`);
    await inRounds(rig, cases, (key, record, round) => {
      append(results, key, { ...record, round: first + round });
      note(key, loadavg()[0] ?? NaN);
      // after each case: a run that is ended has measured something
      save(results, timed);
    });
    if (values.dry) console.log(JSON.stringify(results.measured, undefined, 1));
    else writeReport(stored());
  } finally {
    await rig.close();
  }
}

/** @param {import('./rig.mjs').Rig} rig @param {readonly string[]} names @returns {Case[]} */
function casesOf(rig, names) {
  const seconds = values.minutes ? 60 * Number(values.minutes) : values.quick ? 20 : 60;
  const each = (/** @type {(name: string) => Case} */ make, /** @type {readonly string[]} */ who = names) =>
    who.map(make);
  const contained = names.filter((name) => !CONTENDERS[name]?.hasOwnLook);
  return [
    ...each((name) => mountCase(rig, name, 100, 'open')),
    ...each((name) => mountCase(rig, name, 1000, 'open'), [...names, 'live']),
    ...each((name) => mountCase(rig, name, 1000, 'contained'), [...names, 'live']),
    ...each((name) => mountCase(rig, name, 10_000, 'open'), ['floor']),
    ...each((name) => mountCase(rig, name, 10_000, 'contained'), contained),
    ...each((name) => mountCase(rig, name, 10_000, 'chunked'), [...contained, 'live']),
    ...each((name) => mountCase(rig, name, 1000, 'chunked'), [...contained, 'live']),
    ...each((name) => memoryCase(rig, name, 1000), [...names, 'live']),
    ...each((name) => startCase(rig, name)),
    ...each(
      (name) => countdownCase(rig, /** @type {'floor' | 'live'} */ (name), 1000, 'contained', 10),
      ['floor', 'live'],
    ),
    ...each((name) => countdownCase(rig, /** @type {'floor' | 'live'} */ (name), 1000, 'open', 10), ['floor', 'live']),
    ...each((name) => scrollCase(rig, name, 1000, 'contained'), [...names, 'live']),
    ...each((name) => scrollCase(rig, name, 10_000, 'chunked'), ['floor', 'ours', 'live']),
    ...panelCases(rig),
    streamCase(rig, 5000, 50, seconds),
  ];
}

/**
 * Takes cases in rounds. Those of one table follow each other in a round, so that what else the machine does takes part in all of them; tables, and
 * cases in them, are in another order in each round.
 *
 * @param {import('./rig.mjs').Rig} rig
 * @param {readonly Case[]} cases
 * @param {(key: string, record: Record<string, number>, round: number) => void} keep
 */
async function inRounds(rig, cases, keep) {
  const tables = [...new Set(cases.map(({ key }) => tableOf(key)))];
  for (let round = 0; round < rounds; round++) {
    const inOrder = shuffled(tables).flatMap((table) => shuffled(cases.filter(({ key }) => tableOf(key) === table)));
    for (const { key, measure, rounds: most = Infinity } of inOrder) {
      if (round >= most) continue;
      const began = Date.now();
      process.stderr.write(`${round + 1}/${rounds} ${key} … `);
      // a page that hangs or fails takes nothing else with it
      const limit = AbortSignal.timeout(CASE_LIMIT_MS);
      const ended = new Promise((_, reject) => (limit.onabort = () => reject(new Error('It took too long.'))));
      try {
        keep(key, await Promise.race([measure(), ended]), round);
      } catch (error) {
        process.exitCode = 1;
        process.stderr.write(`${/** @type {Error} */ (error).message} After `);
      }
      for (const context of rig.browser.contexts()) await context.close();
      process.stderr.write(`${((Date.now() - began) / 1000).toFixed(0)} s\n`);
    }
  }
}

/** The table that a case is in: its key without the contender. @param {string} key */
function tableOf(key) {
  return key.slice(0, key.lastIndexOf('/'));
}

/** Whether a case is of what a run was asked for: a row, a table of it or one case. @param {string} asked @param {string} key */
function isOf(asked, key) {
  return key === asked || key.startsWith(`${asked}/`) || key.startsWith(`${asked} `);
}

/** Forgets what was found in these rows. @param {Results} results @param {string[]} names */
function forget({ measured }, ...names) {
  for (const key of Object.keys(measured)) if (names.some((name) => isOf(name, key))) delete measured[key];
}

/** Stores these rows beside what others have. @param {Results} results @param {readonly string[]} names */
function save({ measured, runs }, names) {
  if (values.dry) return;
  // a table is noted without its contenders
  const isOurs = (/** @type {string} */ key) => names.some((name) => isOf(name, key) || isOf(key, name));
  const merge = (/** @type {object} */ former, /** @type {object} */ now) =>
    Object.fromEntries([
      ...Object.entries(former).filter(([key]) => !isOurs(key)),
      ...Object.entries(now).filter(([key]) => isOurs(key)),
    ]);
  const former = stored();
  const all = { measured: merge(former.measured, measured), runs: merge(former.runs, runs) };
  writeFileSync(RESULTS, textOf(all));
}
