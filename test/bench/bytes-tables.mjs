// @ts-check
// Tables of bytes: of a page with one card, of Sidecard's parts, and of what these consist.
import { PARTS } from '../../scripts/size.mjs';
import { number, plain, table, TITLES, whoOf } from './cells.mjs';

/** @typedef {import('./cells.mjs').Measured} Measured */
/** @typedef {import('./statistics.mjs').Metrics} Metrics */

/** @param {Measured} measured */
export function bytesTable(measured) {
  const all = ['vite', 'esbuild', 'rolldown'];
  const rows = whoOf(measured, 'bytes/one card vite').map((who) => [
    TITLES[who] ?? who,
    ...all.map((bundler) => kilobytes(measured[`bytes/one card ${bundler}/${who}`])),
  ]);
  return table(['', 'Vite', 'esbuild', 'Rolldown'], rows);
}

/** @param {Measured} measured */
export function partsTable(measured) {
  const rows = PARTS.filter(({ name }) => measured[`parts/${name} vite/ours`]).map(({ name, beyond }) => [
    name,
    beyond ?? '',
    ...['vite', 'esbuild', 'rolldown'].map((bundler) => kilobytes(measured[`parts/${name} ${bundler}/ours`])),
  ]);
  if (rows.length === 0) return [];
  return [
    'Parts of Sidecard: what is loaded in all, or beyond another part. A part is as heavy as its heavier language.',
    table(['', 'Beyond', 'Vite', 'esbuild', 'Rolldown'], rows),
  ];
}

/** What the parts that have a budget consist of. @param {Measured} measured */
export function modulesTable(measured) {
  const found = Object.entries(measured).flatMap(([key, { minified: [kB = 0] = [] }]) => {
    const [, part = '', group = ''] = /^modules\/([^/]*)\/(.*)$/.exec(key) ?? [];
    return part ? [{ part, group, kB }] : [];
  });
  if (found.length === 0) return [];
  const parts = PARTS.filter(({ name }) => found.some(({ part }) => part === name)).map(({ name }) => name);
  const sum = (/** @type {typeof found} */ of) => of.reduce((total, { kB }) => total + kB, 0);
  const groups = [...new Set(found.map(({ group }) => group))].map((name) => ({
    name,
    of: found.filter(({ group }) => group === name),
  }));
  const row = (/** @type {string} */ title, /** @type {typeof found} */ of) => [
    title,
    ...parts.map((name) => {
      const kB = sum(of.filter(({ part }) => part === name));
      return kB ? plain(kB, 1) : '';
    }),
  ];
  return [
    'Of what those with a budget consist: kB of minified modules in English, before compression, which leaves two fifths.',
    table(
      ['', ...parts],
      [
        ...groups.sort((one, other) => sum(other.of) - sum(one.of)).map(({ name, of }) => row(name, of)),
        row('in all', found),
      ],
    ),
  ];
}

/** @param {Metrics | undefined} weight */
const kilobytes = (weight) => `${number(weight?.['gzip'], 1)} (${number(weight?.['brotli'], 1)})`;
