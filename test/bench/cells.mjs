// @ts-check
// What stands in the cells of tables: contenders, and what rounds measured.
import { CONTENDERS } from './contenders.mjs';
import { FOR_QUARTILES, FOR_RATIOS, ratioOf, spread } from './statistics.mjs';

/** @typedef {Record<string, import('./statistics.mjs').Metrics>} Measured - by case */
/** @typedef {import('./statistics.mjs').Metrics} Metrics */

/** @type {Record<string, string>} */
export const TITLES = {
  // what has a look of its own is set apart
  ...Object.fromEntries(
    Object.entries(CONTENDERS).map(([name, { title, hasOwnLook }]) => [name, hasOwnLook ? `_${title}_` : title]),
  ),
  ours: '**Sidecard**',
  live: '**Sidecard**, live',
};

/** Contenders that a case has measurements of, in their order. @param {Measured} measured @param {string} prefix */
export function whoOf(measured, prefix) {
  const [floor = '', ours = '', ...others] = Object.keys(CONTENDERS);
  return [floor, ours, 'live', ...others].filter((name) => measured[`${prefix}/${name}`]);
}

/** @param {readonly number[] | undefined} values @param {number} digits */
export function range(values, digits) {
  const { median: middle, low, high, rounds } = spread(values ?? []);
  if (Number.isNaN(middle)) return '';
  const text = plain(middle, digits);
  if (rounds < FOR_QUARTILES) return text;
  const ends = [plain(low, digits), plain(high, digits)];
  return ends[0] === ends[1] ? text : `${text} (${ends.join('–')})`;
}

/** @param {readonly number[] | undefined} values @param {number} digits */
export const number = (values, digits) => (values ? plain(spread(values).median, digits) : '');

/** @param {number} value @param {number} digits */
export const plain = (value, digits) => value.toFixed(digits).replace(/^-(?=0(\.0*)?$)/, '');

/** @param {Metrics} of */
export const roundsOf = (of) => Object.values(of)[0]?.length ?? 0;

/** @param {Metrics} of @param {Metrics | undefined} floor @param {string} metric */
export function ratio(of, floor, metric) {
  const { median: middle, rounds } = ratioOf(of, floor, metric);
  return rounds < FOR_RATIOS ? '' : plain(middle, 2);
}

/** @param {readonly string[]} head @param {readonly (readonly (string | number)[])[]} rows */
export function table(head, rows) {
  const line = (/** @type {readonly (string | number)[]} */ cells) => `| ${cells.join(' | ')} |`;
  if (rows.length === 0) return '';
  return [line(head), line(head.map((_, index) => (index ? '--:' : '---'))), ...rows.map(line)].join('\n');
}
