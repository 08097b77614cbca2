// @ts-check
// Writes what runs found of the server into docs/performance-server.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/run.mjs';
import { table } from './cells.mjs';
import { FOR_QUARTILES, FOR_RATIOS, spread } from './statistics.mjs';

/**
 * What every round measured, by part and database; and where.
 *
 * @typedef {{ measured: Record<string, Record<string, number[]>>, runs: Record<string, ServerRun> }} ServerResults
 * @typedef {{ date: string, node: string, cpu: string, cores: number, load: number, packages: string }} ServerRun
 */

const PAGE = join(root, 'docs/performance-server.md');
const GENERATED = /(?<=<!-- Written by `npm run bench:server`. -->\n).*(?=<!-- End -->)/s;

/** @param {ServerResults} results */
export function writeServerReport(results) {
  const page = readFileSync(PAGE, 'utf8');
  const made = serverSections(results);
  writeFileSync(
    PAGE,
    page.replace(GENERATED, () => `\n${made}\n\n`),
  );
}

/**
 * A row of the page: a figure, or one over another of the same round.
 *
 * @typedef {{ what: string, part: string, of: string, over?: string, target?: { least?: number, most?: number }, unit?: string, digits?: number, peer?: readonly [of: string, over?: string] }} Row
 */
const BOTH = ['embedded', 'PostgreSQL'];

/** @param {string} part @param {Omit<Row, 'part'>} row @param {readonly string[]} [kinds] @returns {Row[]} */
const on = (part, row, kinds = BOTH) =>
  kinds.map((kind) => ({ ...row, part: `${part}/${kind}`, what: `${row.what}, ${kind}` }));

/** @type {readonly Row[]} */
export const ROWS = [
  {
    ...{
      what: 'Rate of commands ÷ rows inserted, PostgreSQL',
      part: 'commands/PostgreSQL',
      of: 'row',
      over: 'command',
    },
    target: { least: 0.4 },
  },
  {
    ...{ what: 'Rate of commands ÷ rows inserted, embedded', part: 'commands/embedded', of: 'row', over: 'command' },
    target: { least: 0.25 },
  },
  ...on('commands', { what: 'A row inserted', of: 'row', unit: 'ms' }),
  ...on('commands', { what: 'A command', of: 'command', unit: 'ms' }),
  ...on('commands', { what: 'CPU of the process for a command', of: 'commandCpu', unit: 'ms' }),
  ...on('commands', { what: 'Round trips of a command', of: 'roundTrips', unit: '', digits: 1 }),
  ...on('commands', { what: 'Rate of commands with 48 streams open ÷ with none', of: 'command', over: 'read' }),
  {
    ...{ what: 'Rate of commands with hints by `NOTIFY` ÷ without', part: 'hints/PostgreSQL', of: 'off', over: 'on' },
    target: { least: 0.95 },
  },
  ...on('history', {
    ...{ what: 'A command on a ticket with 1,000 entries ÷ with 10', of: 'long', over: 'short' },
    target: { most: 1.2 },
  }),
  ...on('family', { what: 'CPU of a command on an order with 150 tickets ÷ with 1', of: 'many', over: 'alone' }),
  ...on('family', { what: 'The same, bytes to a reader', of: 'manyBytes', over: 'aloneBytes' }),
  {
    ...{ what: 'CPU of an event, its command included ÷ `node:http`', part: 'streams/ours', of: 'ours.event' },
    ...{ over: 'http.event', target: { most: 1.3 } },
  },
  {
    ...{ what: 'The same ÷ socket.io', part: 'streams/ours', of: 'ours.event', over: 'socketio.event' },
    target: { most: 1 },
  },
  {
    ...{ what: 'CPU of an event, its command included', part: 'streams/ours', of: 'ours.event', unit: 'µs' },
    peer: ['http.event', 'socketio.event'],
  },
  {
    ...{ what: 'CPU of its delivery alone', part: 'streams/ours', of: 'ours.delivery', unit: 'µs' },
    peer: ['http.delivery', 'socketio.delivery'],
  },
  {
    ...{ what: 'Memory of an idle stream', part: 'streams/ours', of: 'ours.bytes', unit: 'B', digits: 0 },
    ...{ target: { most: 25_000 }, peer: ['http.bytes', 'socketio.bytes'] },
  },
  ...on('back', {
    ...{ what: '2,000 streams come back: readings of the log each', of: 'reads', unit: '', digits: 4 },
    target: { most: 0.05 },
  }),
  ...on('back', { what: 'The same, statements each', of: 'statements', unit: '' }),
  ...on('back', { what: 'The same, CPU each', of: 'cpu', unit: 'ms' }),
  ...on('deadlines', { what: '10,000 deadlines at once', of: 'seconds', unit: 's', target: { most: 2 } }, [
    'PostgreSQL',
  ]),
  ...on('deadlines', { what: '10,000 deadlines at once', of: 'seconds', unit: 's' }, ['embedded']),
  ...on('deadlines', {
    ...{ what: 'The same, longest wait of a reader', of: 'longestRead', unit: 'ms', digits: 0 },
    target: { most: 100 },
  }),
  ...on('deadlines', {
    ...{ what: 'The same, longest wait of a writer', of: 'longestWrite', unit: 'ms', digits: 0 },
    target: { most: 100 },
  }),
  ...[
    ['list', 'The list of open tickets'],
    ['due', 'The list by deadline'],
    ['queues', 'The counts of queues'],
    ['stream', 'Opening a stream'],
  ].flatMap(([of, what]) =>
    on('lists', {
      what: `${what}: 100,000 tickets ÷ 1,000`,
      ...{ of: `${of}.large`, over: `${of}.small`, target: { most: 2 } },
    }),
  ),
  ...on('idle', { what: 'CPU of an idle server', of: 'cpu', unit: 'ms/s' }),
  ...on('idle', { what: 'Its statements', of: 'statements', unit: '/s' }),
];

/** @param {ServerResults} results @returns {string} Markdown */
export function serverSections({ measured, runs }) {
  const rows = ROWS.map((row) => {
    const figures = figuresOf(measured[row.part], row);
    const peers = (row.peer ?? []).map((of) =>
      figureText(figuresOf(measured[row.part], { ...row, of: String(of) }), row),
    );
    return [
      row.what,
      targetText(row),
      figureText(figures, row),
      peers.filter(Boolean).join(' / '),
      metText(figures, row),
    ];
  });
  const all = Object.entries(runs);
  const machines = [...new Set(all.map(([, run]) => `${run.node}; ${run.cpu}, ${run.cores} cores`))];
  return [
    '## Figures',
    table(['What', 'Target', 'Sidecard', '`node:http` / socket.io', 'Met'], rows),
    '## The runs',
    'Load is that of the machine when the last round ended, of all that ran on it: with more than its cores, times are longer and spreads wider than on a machine of its own. The tree is what git calls `packages`.',
    table(
      ['Part', 'Date', 'Tree', 'Rounds', 'Load'],
      all.map(([key, run]) => [
        key.replace('streams/ours', 'streams'),
        run.date,
        run.packages,
        measured[key]?.['round']?.length ?? 0,
        run.load.toFixed(1),
      ]),
    ),
    `In ${machines.join('; and in ')}.`,
  ].join('\n\n');
}

/** @param {Record<string, number[]> | undefined} metrics @param {Pick<Row, 'of' | 'over'>} row */
function figuresOf(metrics, { of, over }) {
  const values = metrics?.[of] ?? [];
  return spread(over === undefined ? values : values.map((value, index) => value / (metrics?.[over]?.[index] ?? NaN)));
}

/** @param {import('./statistics.mjs').Spread} figures @param {Row} row */
function figureText({ median, low, high, least = NaN, most = NaN, rounds }, { unit, digits = 2 }) {
  if (rounds === 0) return '';
  const text = (/** @type {number} */ value) => value.toLocaleString('en', { maximumFractionDigits: digits });
  const range = rounds >= FOR_QUARTILES ? [low, high] : [least, most];
  const apart = rounds > 1 ? ` (${range.map(text).join('–')})` : '';
  return `${text(median)}${apart}${unit ? ` ${unit}` : ''}`;
}

/** @param {Row} row */
function targetText({ target, unit }) {
  if (!target) return '';
  const { least, most } = target;
  const text = least === undefined ? `≤ ${most?.toLocaleString('en')}` : `≥ ${least}`;
  return `${text}${unit ? ` ${unit}` : ''}`;
}

/** Whether the target is met: not said of less than three rounds, and unclear where the spread holds it. @param {import('./statistics.mjs').Spread} figures @param {Row} row */
function metText({ low, high, least = NaN, most = NaN, rounds }, { target }) {
  if (!target || rounds < FOR_RATIOS) return '';
  const [from, to] = rounds >= FOR_QUARTILES ? [low, high] : [least, most];
  const isMet = (/** @type {number} */ value) =>
    value >= (target.least ?? -Infinity) && value <= (target.most ?? Infinity);
  return isMet(from) && isMet(to) ? 'yes' : isMet(from) || isMet(to) ? 'unclear' : 'no';
}
