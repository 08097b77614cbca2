// @ts-check
// What the server costs:  npm run bench:server                            everything, into docs/performance-server.md; 20 minutes
//                         npm run bench:server -- --only commands,lists   these parts; the others stay as they are
//                         npm run bench:server -- --rounds 3              how many rounds
//                         npm run bench:server -- --quick                 small sizes; prints, and writes nothing
//                         npm run bench:server -- --built                 the packages as they have been built, without building them
//                         npm run bench:server -- --statements            also prints what takes the database longest
// Ratios are of one round. Where one process does the work, CPU time is measured, else wall time.
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compile } from '../../scripts/build.mjs';
import { installLocked } from '../../scripts/installs.mjs';
import { here } from './contenders.mjs';
import { append, machine, storedIn, textOf } from './results.mjs';
import { PARTS } from './server-parts.mjs';
import { writeServerReport } from './server-report.mjs';
import { openEmbedded, startPostgres } from './server-world.mjs';
import { SERVER_PEERS, streams } from './streams.mjs';

/** @typedef {import('./server-report.mjs').ServerResults} ServerResults */

const RESULTS = join(here, 'server-results.json');
const NAMES = [...Object.keys(PARTS), 'streams'];

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: NAMES.join(',') },
    rounds: { type: 'string', default: '5' },
    quick: { type: 'boolean', default: false },
    built: { type: 'boolean', default: false },
    statements: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const only = values.only.split(',');
const unknown = only.filter((name) => !NAMES.includes(name));
if (unknown.length > 0) throw new Error(`No such parts: ${unknown.join(', ')}. There are ${NAMES.join(', ')}.`);
const SIZES = values.quick
  ? { commands: 10, back: 100, due: 500, tickets: 1_000, streams: 100, seconds: 2 }
  : { commands: 40, back: 2_000, due: 10_000, tickets: 100_000, streams: 2_000, seconds: 10 };

if (values.report) writeServerReport(storedIn(RESULTS));
else await run();

async function run() {
  if (only.includes('streams') && !(await installLocked(SERVER_PEERS, 'what the server is compared with')))
    throw new Error('The packages in test/bench/server-peers could not be installed.');
  if (!values.built) await compile();
  const postgres = await startPostgres();
  if (!postgres) console.log('PostgreSQL is not installed: only the embedded database is measured.');
  const about = { date: new Date().toISOString().slice(0, 10), ...(await machine()) };
  try {
    for (const name of only) {
      /** @type {ServerResults} */
      const found = { measured: {}, runs: {} };
      const keep = (
        /** @type {string} */ key,
        /** @type {Record<string, number>} */ record,
        /** @type {number} */ round,
      ) => {
        append(found, key, { ...record, round });
        found.runs[key] = { ...about, load: loadavg()[0] ?? NaN };
        console.log(`${key} ${round}/${rounds} ${text(record)}`);
      };
      const part = PARTS[name];
      if (!part)
        await inRounds(
          () => streams(SIZES),
          (record, round) => keep('streams/ours', record, round),
        );
      for (const kind of part ? (part.on ?? ['embedded', 'PostgreSQL']) : []) {
        if (kind === 'PostgreSQL' && !postgres) continue;
        for (let round = 1; round <= (part?.fresh ? Math.min(rounds, 3) : 1); round++) {
          const database = await (kind === 'PostgreSQL' && postgres
            ? postgres.open(`bench_${name}_${round}`)
            : openEmbedded('folder'));
          const keepHere = (/** @type {Record<string, number>} */ record, /** @type {number} */ of) =>
            keep(`${name}/${kind}`, record, part?.fresh ? round : of);
          await inRounds(
            async () => (await part?.open(database, SIZES)) ?? NOTHING,
            keepHere,
            part?.fresh ? 1 : rounds,
          );
          await database.close();
        }
      }
      if (!values.quick) save(found);
    }
  } finally {
    await postgres?.stop();
  }
  if (!values.quick) writeServerReport(storedIn(RESULTS));
}

const NOTHING = { round: () => Promise.resolve({}), close: () => Promise.resolve() };

/**
 * @param {() => Promise<import('./server-parts.mjs').Part>} open @param {(record: Record<string, number>, round: number) => void} keep
 * @param {number} [times]
 */
async function inRounds(open, keep, times = rounds) {
  const part = await open();
  try {
    for (let round = 1; round <= times; round++) keep(await part.round(round), round);
  } finally {
    await part.close();
  }
}

/** After each part: a run that is ended has measured something. @param {ServerResults} found */
function save(found) {
  const former = storedIn(RESULTS);
  const all = { measured: { ...former.measured, ...found.measured }, runs: { ...former.runs, ...found.runs } };
  writeFileSync(RESULTS, textOf(all));
}

/** @param {Record<string, number>} record */
function text(record) {
  return Object.entries(record)
    .map(([name, value]) => `${name} ${Number(value.toPrecision(3))}`)
    .join(', ');
}
