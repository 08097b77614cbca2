// @ts-check
// Writes what runs found into docs/performance.md, and plots beside it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/run.mjs';
import { budgets } from './budgets.mjs';
import { bytesTable, modulesTable, partsTable } from './bytes-tables.mjs';
import { number, range, ratio, roundsOf, table, TITLES, whoOf } from './cells.mjs';
import { bars } from './plot.mjs';
import { FOR_QUARTILES, noise, spread } from './statistics.mjs';

/** @typedef {import('./bench.mjs').Results} Results */
/** @typedef {import('./statistics.mjs').Metrics} Metrics */

const PAGE = join(root, 'docs/performance.md');
const GENERATED = /(?<=<!-- Written by `npm run bench`. -->\n).*(?=<!-- End -->)/s;
const PICTURES = join(root, 'docs/pictures');

/** @param {Results} results */
export function writeReport(results) {
  const page = readFileSync(PAGE, 'utf8');
  const made = sections(results);
  writeFileSync(
    PAGE,
    page.replace(GENERATED, () => `\n${made}\n\n`),
  );
  const pictures = Object.entries(plots(results)).map(([name, svg]) => ({ path: join(PICTURES, `${name}.svg`), svg }));
  for (const { path, svg } of pictures) writeFileSync(path, svg);
}

/** @typedef {import('./cells.mjs').Measured} Measured */

/** @param {Results} results @returns {string} Markdown */
export function sections(results) {
  const { measured } = results;
  const runs = byRun(results).map((one) => budgets(one));
  return [
    '## Budgets',
    table(
      ['What', 'Target', 'Sidecard', 'Each run', 'Floor', 'Best of the same card', 'Met'],
      budgets(measured).map(({ what, target, ours, floor, best, met }, index) => [
        what,
        target,
        ours,
        runs
          .map((one) => one[index]?.middle ?? '')
          .filter(Boolean)
          .join(', '),
        floor,
        best,
        met === undefined ? ours && 'unclear' : met ? 'yes' : 'no',
      ]),
    ),
    ...section('Bytes', bytesTable(measured), [
      'kB of JavaScript that a page with one card loads, compressed by gzip (brotli), each chunk on its own; texts of the sheet are in it. The pages of all are in English.',
      '![Bytes of a page with one card](pictures/performance-bytes.svg)',
    ]),
    ...partsTable(measured),
    ...modulesTable(measured),
    ...section('Mounting cards, and changing one', mountTables(measured), [
      'Milliseconds of the main thread until the next frame; then of one change, of a card on screen and of one off screen, style and layout included.',
      '![CPU of mounting 1,000 cards](pictures/performance-mount.svg)',
    ]),
    ...section('Countdowns', rowTable(measured, 'countdowns', { cpu: ['CPU ms/s', 2] }), [
      'Milliseconds of the main thread a second for 1,000 cards that tell how long is left in hours and minutes; one in sixty of the texts changes each second. The floor has an interval in each card, and writes what has changed.',
    ]),
    ...section(
      'Memory',
      rowTable(
        measured,
        'memory',
        {
          script: ['JavaScript, B a card', 0],
          bytes: ['all, B a card', 0],
          nodes: ['nodes a card', 1],
          leak: ['left, B', 0],
          leakedNodes: ['nodes left', 0],
          leakedListeners: ['listeners left', 0],
        },
        'bytes',
      ),
      [
        'Of 1,000 cards that are all laid out, after garbage collection; and what ten cycles of mounting and unmounting leave, by card and cycle.',
        '![Memory of a card](pictures/performance-memory.svg)',
      ],
    ),
    ...section('A page with one card', rowTable(measured, 'start', { cpu: ['CPU ms', 1] }), [
      'Milliseconds of the main thread from navigation until the card says what it has to and the page is idle.',
    ]),
    ...section('The panel', panelTable(measured), [
      'Milliseconds. From View task to the panel’s paint, first (its parts are loaded then) and again; CPU of a key typed in a form; the longest tasks.',
    ]),
    ...section(
      'Scrolling',
      rowTable(measured, 'scroll', {
        cpu: ['CPU ms a step', 1],
        frame: ['frame, median', 1],
        late: ['frame, 95 %', 1],
      }),
      ['400 px a frame: milliseconds of the main thread a step, and between frames.'],
    ),
    ...section('Live cards while events come', streamTable(measured), [
      'A list in chunks; every fifth event is of a card on screen.',
    ]),
    '## The runs',
    runsTable(results),
  ].join('\n\n');
}

/** What each run measured, where there were several: of the tables that all of them have. @param {Results} results @returns {readonly Measured[]} */
function byRun({ measured, runs }) {
  const most = Math.max(0, ...Object.values(runs).map(({ starts = [] }) => starts.length));
  if (most < 2) return [];
  return Array.from({ length: most }, (_, index) => {
    /** @type {Measured} */
    const one = {};
    for (const [key, metrics] of Object.entries(measured)) {
      const { starts = [] } = runs[key.slice(0, key.lastIndexOf('/'))] ?? {};
      const isOf = (/** @type {number} */ round) =>
        round >= (starts[index] ?? Infinity) && round < (starts[index + 1] ?? Infinity);
      const places = (metrics['round'] ?? []).flatMap((round, place) => (isOf(round) ? [place] : []));
      one[key] = Object.fromEntries(
        Object.entries(metrics).map(([metric, values]) => [metric, places.map((place) => values[place] ?? NaN)]),
      );
    }
    return one;
  });
}

/** A section, unless it would have nothing in it. @param {string} title @param {string} content @param {readonly string[]} about @returns {readonly string[]} */
const section = (title, content, about) => (content ? [`## ${title}`, ...about, content] : []);

/** Tables of a row of cases, those that Sidecard is in. @param {Measured} measured @param {string} row */
function tablesOf(measured, row) {
  const found = Object.keys(measured).flatMap((key) => new RegExp(`^(${row}/[^/]*)/(ours|live)$`).exec(key)?.[1] ?? []);
  const countOf = (/** @type {string} */ kind) => Number.parseInt(kind.slice(row.length + 1), 10) || 0;
  return [...new Set(found)].sort((one, other) => countOf(one) - countOf(other) || (one < other ? -1 : 1));
}

/** @param {Measured} measured */
function mountTables(measured) {
  return tablesOf(measured, 'mount')
    .flatMap((kind) => {
      const rows = whoOf(measured, kind).map((who) => {
        const of = measured[`${kind}/${who}`] ?? {};
        return [
          TITLES[who] ?? who,
          roundsOf(of),
          range(of['cpu'], 0),
          ratio(of, measured[`${kind}/floor`], 'cpu'),
          number(of['style'], 0),
          number(of['layout'], 0),
          range(of['on'], 2),
          range(of['off'], 3),
        ];
      });
      return [
        `### ${titleOf(kind)}`,
        table(['', 'rounds', 'CPU', '÷ floor', 'style', 'layout', 'change on screen', 'off screen'], rows),
      ];
    })
    .join('\n\n');
}

/** @type {Record<string, string>} */
const LAYOUTS = {
  open: 'all laid out',
  contained: 'with `content-visibility: auto`',
  chunked: 'in chunks of 100',
};

/** @param {string} kind */
function titleOf(kind) {
  const [, what = ''] = kind.split('/');
  const [count = '', layout = ''] = what.split(' ');
  const cards = /^\d+$/.test(count) ? `${Number(count).toLocaleString('en')} cards` : what;
  return LAYOUTS[layout] ? `${cards}, ${LAYOUTS[layout]}` : cards;
}

/**
 * @param {Measured} measured
 * @param {string} row
 * @param {Record<string, readonly [title: string, digits: number]>} metrics
 * @param {string} [base] - what is divided by the floor's
 */
function rowTable(measured, row, metrics, base = 'cpu') {
  const kinds = tablesOf(measured, row);
  return kinds
    .flatMap((kind) => [
      ...(kinds.length > 1 || row === 'scroll' ? [`### ${titleOf(kind)}`] : []),
      table(
        ['', 'rounds', ...Object.values(metrics).map(([title]) => title), '÷ floor'],
        whoOf(measured, kind).map((who) => {
          const of = measured[`${kind}/${who}`] ?? {};
          return [
            TITLES[who] ?? who,
            roundsOf(of),
            ...Object.entries(metrics).map(([metric, [, digits]]) => range(of[metric], digits)),
            ratio(of, measured[`${kind}/floor`], base),
          ];
        }),
      ),
    ])
    .join('\n\n');
}

/** @param {Measured} measured */
function panelTable(measured) {
  const keys = Object.keys(measured).filter((key) => key.startsWith('panel/'));
  return table(
    ['', 'rounds', 'first', 'CPU', 'again', 'CPU', 'a key', 'longest task, opening', 'typing'],
    keys.sort().map((key) => {
      const of = measured[key] ?? {};
      return [
        key.slice(6, -5),
        roundsOf(of),
        ...['cold', 'coldCpu', 'warm', 'warmCpu'].map((metric) => range(of[metric], 0)),
        range(of['key'], 2),
        ...['openTask', 'typeTask'].map((metric) => range(of[metric], 0)),
      ];
    }),
  );
}

/** @param {Measured} measured */
function streamTable(measured) {
  return table(
    [
      'Cards, events a second',
      'seconds',
      'events',
      'missed',
      'CPU ms/s',
      'CPU ms an event',
      'frame, median',
      '95 %',
      'longest',
      'heap grew, kB',
    ],
    Object.entries(measured)
      .filter(([key]) => key.startsWith('stream/'))
      .map(([key, of]) => [
        key.slice(7, -5),
        number(of['seconds'], 0),
        number(of['sent'], 0),
        number(of['missed'], 0),
        number(of['cpu'], 0),
        number(of['event'], 2),
        ...['frame', 'late', 'longest'].map((metric) => number(of[metric], 1)),
        number(
          of['grown']?.map((bytes) => bytes / 1000),
          0,
        ),
      ]),
  );
}

/** @param {Results} results */
function runsTable({ measured, runs }) {
  const rows = Object.entries(runs).map(([kind, run]) => {
    const cases = Object.entries(measured).flatMap(([key, metrics]) => (key.startsWith(`${kind}/`) ? [metrics] : []));
    const spreads = cases.flatMap((metrics) => {
      const cpu = metrics['cpu'] ?? metrics['coldCpu'];
      return cpu ? [spread(cpu)] : [];
    });
    const wide = noise(spreads);
    return [
      kind,
      run.date,
      run.packages,
      Number.isNaN(wide) ? '' : `${(100 * wide).toFixed(0)} %`,
      spreads.length === 0 ? '' : run.load.toFixed(1),
    ];
  });
  const all = Object.values(runs);
  const machines = [...new Set(all.map((run) => `${run.browser}, ${run.node}; ${run.cpu}, ${run.cores} cores`))];
  const versions = Object.assign({}, ...all.map((run) => run.versions));
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    'Noise is how far apart the quartiles of CPU are, as a share of the median, in the middle of a table’s cases. Load is that of the machine when the table’s last case ended, of all that ran on it. The tree is what git calls `packages`.',
    table(['Table', 'Date', 'Tree', 'Noise', 'Load'], rows),
    `In ${machines.join('; and in ')}. Versions: ${named.join(', ')}.`,
  ].join('\n\n');
}

/** @param {Results} results @returns {Record<string, string>} SVGs by file name */
export function plots({ measured }) {
  const rows = (/** @type {string} */ kind, /** @type {string} */ metric, scale = 1) =>
    whoOf(measured, kind).flatMap((who) => {
      const values = measured[`${kind}/${who}`]?.[metric];
      if (!values) return [];
      const { median: middle, low, high, rounds } = spread(values);
      const quartiles = rounds >= FOR_QUARTILES ? { low: low * scale, high: high * scale } : { low: NaN, high: NaN };
      return [
        {
          name: (TITLES[who] ?? who).replaceAll(/[*_]/g, ''),
          isOurs: who === 'ours' || who === 'live',
          value: middle * scale,
          ...quartiles,
        },
      ];
    });
  return {
    'performance-bytes': bars('A page with one card, kB after gzip (Vite)', rows('bytes/one card vite', 'gzip'), 1),
    'performance-mount': bars('Mounting 1,000 cards, ms of the main thread', rows('mount/1000 open', 'cpu'), 0),
    'performance-memory': bars('Memory of a card, kB', rows('memory/1000', 'bytes', 1 / 1000), 1),
  };
}
