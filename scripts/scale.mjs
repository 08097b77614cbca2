// @ts-check
// npm run scale: what an installation needs, from assumptions that can be changed: npm run scale -- --tickets=100000000 --peak=10
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * @typedef {object} Inputs
 * @property {number} tickets - a day
 * @property {number} commands - of a ticket's life, its creation included
 * @property {number} peak - commands of the busiest second, as a multiple of the day's average
 * @property {number} lines - of streams' logs for each command
 * @property {number} lineBytes - of a line, with its indexes
 * @property {number} ticketBytes - of a ticket with its events, terms and indexes
 * @property {number} keptDays - how long lines are kept
 * @property {number} copies - of all data
 * @property {number} readers - open streams of a line's audience
 * @property {number} streams - open at once
 * @property {number} commandsPerNode - that a database node commits in a second
 * @property {number} load - at which a database node is to run, from 0 to 1
 * @property {number} streamsPerProcess
 * @property {number} streamKb - memory of an open stream, in kB
 * @property {number} hottest - share of the busiest shop, from 0 to 1
 * @property {number} commandsPerShop - that one shop can commit in a second, because its streams have one counter each
 * @property {number} due - share of tickets of which a deadline passes, from 0 to 1
 */

/** What each input means, and what it is unless told otherwise. @type {Readonly<Record<keyof Inputs, readonly [value: number, what: string]>>} */
export const INPUTS = {
  tickets: [100_000_000, 'tickets a day'],
  commands: [8, 'commands of a ticket, its creation included'],
  peak: [5, 'busiest second, as a multiple of the average'],
  lines: [2.2, 'lines in logs for each command'],
  lineBytes: [200, 'bytes of a line, with its indexes'],
  ticketBytes: [12_000, 'bytes of a ticket with its events, search terms and indexes'],
  keptDays: [7, 'days that lines are kept'],
  copies: [2, 'copies of all data'],
  readers: [3, 'open streams that get a line'],
  streams: [7_000_000, 'open streams'],
  commandsPerNode: [3_000, 'commands that a database node commits a second'],
  load: [0.5, 'load at which a database node is to run'],
  streamsPerProcess: [20_000, 'streams of a server process'],
  streamKb: [25, 'kB of memory of an open stream'],
  hottest: [0.005, 'share of the busiest shop'],
  commandsPerShop: [1_000, 'commands that one shop can commit a second'],
  due: [0.05, 'share of tickets of which a deadline passes'],
};

/** @type {Inputs} */
export const DEFAULTS = /** @type {Inputs} */ (
  Object.fromEntries(Object.entries(INPUTS).map(([name, [value]]) => [name, value]))
);
const DAY_S = 86_400;

/** Computes an installation's size. @param {Partial<Inputs>} [changes] */
export function estimate(changes = {}) {
  const inputs = { ...DEFAULTS, ...changes };
  const commands = inputs.tickets * inputs.commands;
  const average = commands / DAY_S;
  const peak = average * inputs.peak;
  const lines = commands * inputs.lines;
  const nodes = Math.ceil(peak / (inputs.commandsPerNode * inputs.load));
  const processes = Math.ceil(inputs.streams / inputs.streamsPerProcess);
  return {
    commandsPerSecond: average,
    commandsAtPeak: peak,
    linesPerDay: lines,
    logTb: (lines * inputs.lineBytes * inputs.keptDays * inputs.copies) / 1e12,
    ticketTbPerDay: (inputs.tickets * inputs.ticketBytes * inputs.copies) / 1e12,
    databaseNodes: nodes,
    commandsPerNodeAtPeak: peak / nodes,
    processes,
    processGb: (inputs.streamsPerProcess * inputs.streamKb) / 1e6,
    deliveriesAtPeak: peak * inputs.lines * inputs.readers,
    deliveriesPerProcess: (peak * inputs.lines * inputs.readers) / processes,
    hintsToAll: peak * processes,
    hintsRouted: (peak * inputs.readers) / processes,
    hottestShop: peak * inputs.hottest,
    hottestShopLoad: (peak * inputs.hottest) / inputs.commandsPerShop,
    deadlinesAtPeak: ((inputs.tickets * inputs.due) / DAY_S) * inputs.peak,
  };
}

/** What each result means, and its unit. @type {Readonly<Record<keyof ReturnType<typeof estimate>, readonly [what: string, unit: string]>>} */
const RESULTS = {
  commandsPerSecond: ['commands, on average', '/s'],
  commandsAtPeak: ['commands, in the busiest second', '/s'],
  linesPerDay: ['lines written to logs', '/day'],
  logTb: ['logs as long as they are kept', 'TB'],
  ticketTbPerDay: ['tickets', 'TB/day'],
  databaseNodes: ['database nodes', ''],
  commandsPerNodeAtPeak: ['commands of a node, in the busiest second', '/s'],
  processes: ['server processes', ''],
  processGb: ['memory of the streams of a process', 'GB'],
  deliveriesAtPeak: ['frames sent, in the busiest second', '/s'],
  deliveriesPerProcess: ['frames that a process sends', '/s'],
  hintsToAll: ['hints received, if every process hears of every command', '/s'],
  hintsRouted: ['hints that a process receives, if connections are routed by shop', '/s'],
  hottestShop: ['commands of the busiest shop', '/s'],
  hottestShopLoad: ['share of what one shop can commit', ''],
  deadlinesAtPeak: ['deadlines that pass', '/s'],
};

/** Writes both tables. @param {Partial<Inputs>} [changes] */
export function tables(changes = {}) {
  const inputs = { ...DEFAULTS, ...changes };
  const results = estimate(changes);
  const row = (/** @type {string[]} */ ...cells) => `| ${cells.join(' | ')} |`;
  return [
    row('Input', 'Option', 'Value'),
    row('---', '---', '---'),
    ...Object.entries(INPUTS).map(([name, [, what]]) =>
      row(what, `\`--${name}\``, format(inputs[/** @type {keyof Inputs} */ (name)])),
    ),
    '',
    row('Result', 'Value'),
    row('---', '---'),
    ...Object.entries(RESULTS).map(([name, [what, unit]]) =>
      row(what, `${format(results[/** @type {keyof typeof results} */ (name)])} ${unit}`.trim()),
    ),
  ].join('\n');
}

/** Three digits: nobody knows more. @param {number} value */
const format = (value) => value.toLocaleString('en', { maximumSignificantDigits: 3 });

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const options = Object.fromEntries(
    Object.keys(INPUTS).map((name) => [name, { type: /** @type {const} */ ('string') }]),
  );
  const { values } = parseArgs({ options });
  const changes = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
  const wrong = Object.entries(changes).find(([, value]) => !(value > 0));
  if (wrong) {
    console.error(`--${wrong[0]} must be a number above 0.`);
    process.exit(1);
  }
  console.log(tables(changes));
}
