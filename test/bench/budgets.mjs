// @ts-check
// What the design asks for, against what was measured.
import { FOR_QUARTILES, FOR_RATIOS, ratioOf, spread } from './statistics.mjs';

/** @typedef {import('./statistics.mjs').Metrics} Metrics */
/** @typedef {import('./statistics.mjs').Spread} Spread */
/** @typedef {{ what: string, target: string, ours: string, middle: string, floor: string, best: string, met: boolean | undefined }} Budget - `middle` is the median of `ours`; `met` is undefined where too little was measured, or rounds differ about it */

/** Others that draw the same tree. */
const SAME = { lit: 'Lit', preact: 'Preact', react: 'React' };
const BUNDLERS = ['vite', 'esbuild', 'rolldown'];
/** What is the same each time. */
const EXACT = 1;

/** @param {Record<string, Metrics>} measured @returns {Budget[]} */
export function budgets(measured) {
  const of = (/** @type {string} */ key, /** @type {string} */ metric) => spread(measured[key]?.[metric] ?? []);
  const ratio = (/** @type {string} */ one, /** @type {string} */ other, /** @type {string} */ metric) =>
    ratioOf(measured[one], measured[other], metric);
  /** The least of others that draw the same, with its name. */
  const best = (
    /** @type {(who: string) => Spread} */ figureOf,
    /** @type {number} */ digits,
    { unit = '', rounds = FOR_RATIOS } = {},
  ) => {
    const [first] = Object.entries(SAME)
      .map(([name, title]) => ({ title, figure: figureOf(name) }))
      .filter(({ figure }) => figure.rounds >= rounds)
      .sort((one, other) => one.figure.median - other.figure.median);
    return first ? `${first.figure.median.toFixed(digits)}${unit} (${first.title})` : '';
  };
  const heaviest = (/** @type {string} */ what, /** @type {string} */ who) =>
    spread([Math.max(...BUNDLERS.map((bundler) => of(`${what} ${bundler}/${who}`, 'gzip').median))]);
  const bytes = { unit: ' kB', rounds: EXACT };
  const part = (/** @type {string} */ name, /** @type {string} */ what, /** @type {number} */ target) =>
    row(what, heaviest(`parts/${name}`, 'ours'), target, 1, bytes);
  const open = 'mount/1000 open';
  const [contained, chunked, laidOut] = ['mount/10000 contained', 'mount/10000 chunked', 'mount/10000 open/floor'];
  const countdowns = 'countdowns/1000 contained';
  const memory = 'memory/1000';
  return [
    row('Card alone, with Lit, gzip, the heaviest bundler', heaviest('bytes/one card', 'ours'), 13, 1, {
      ...bytes,
      floor: heaviest('bytes/one card', 'floor'),
      best: best((who) => heaviest('bytes/one card', who), 1, bytes),
    }),
    part('+ client', 'The client, besides: its first part', 8),
    part('+ panel at first open', 'The panel, at first open', 24),
    part('+ forms', 'Its forms', 10),
    row('Mount 1,000, all laid out: CPU ÷ floor', ratio(`${open}/ours`, `${open}/floor`, 'cpu'), 1.35, 2, {
      best: best((who) => ratio(`${open}/${who}`, `${open}/floor`, 'cpu'), 2),
    }),
    row('The same ÷ Adaptive Cards', ratio(`${open}/ours`, `${open}/adaptivecards`, 'cpu'), 1 / 3, 2, {
      floor: ratio(`${open}/floor`, `${open}/adaptivecards`, 'cpu'),
      best: best((who) => ratio(`${open}/${who}`, `${open}/adaptivecards`, 'cpu'), 2),
    }),
    row(
      'Mount 10,000 with `content-visibility`: CPU ÷ floor without',
      ratio(`${contained}/ours`, laidOut, 'cpu'),
      0.28,
      2,
      {
        floor: ratio(`${contained}/floor`, laidOut, 'cpu'),
        best: best((who) => ratio(`${contained}/${who}`, laidOut, 'cpu'), 2),
      },
    ),
    ...['ours', 'live'].flatMap((who) =>
      /** @type {const} */ ([
        ['off', 0.05, 3],
        ['on', 0.6, 2],
      ]).map(([where, target, digits]) =>
        row(
          `Change one of 10,000 in chunks, ${where} screen, ${who === 'live' ? 'live' : 'as sent'}`,
          of(`${chunked}/${who}`, where),
          target,
          digits,
          {
            unit: ' ms',
            floor: of(`${chunked}/floor`, where),
            best: best((other) => of(`${chunked}/${other}`, where), digits, { unit: ' ms' }),
          },
        ),
      ),
    ),
    row(
      '1,000 countdowns ÷ one interval each, the same text and layout',
      ratio(`${countdowns}/live`, `${countdowns}/floor`, 'cpu'),
      0.1,
      3,
    ),
    row('Memory of a card, as sent ÷ floor', ratio(`${memory}/ours`, `${memory}/floor`, 'bytes'), 1.1, 2, {
      best: best((who) => ratio(`${memory}/${who}`, `${memory}/floor`, 'bytes'), 2),
    }),
    ...['ours', 'live'].map((who) =>
      row(
        `Nodes or listeners left after 10 mounts, at most, ${who === 'live' ? 'live' : 'as sent'}`,
        most(measured[`${memory}/${who}`]),
        0,
        0,
        { floor: most(measured[`${memory}/floor`]) },
      ),
    ),
  ];
}

/** The most that any round left, of nodes or of listeners: neither makes up for the other. @param {Metrics} [metrics] @returns {Spread} */
function most({ leakedNodes = [], leakedListeners = [] } = {}) {
  const value = leakedNodes.length > 0 ? Math.max(...leakedNodes, ...leakedListeners) : NaN;
  return { median: value, low: value, high: value, rounds: leakedNodes.length };
}

/**
 * @param {string} what
 * @param {Spread} value
 * @param {number} target
 * @param {number} digits
 * @param {{ unit?: string, floor?: Spread, best?: string, rounds?: number }} [others] - `rounds`: from how many on it says something
 * @returns {Budget}
 */
function row(what, value, target, digits, { unit = '', floor, best = '', rounds = FOR_RATIOS } = {}) {
  const says = (/** @type {Spread} */ one) => one.rounds >= rounds && Number.isFinite(one.median);
  const plain = (/** @type {number} */ number) => number.toFixed(digits);
  const text = (/** @type {Spread} */ one) => {
    if (!says(one)) return '';
    const [low, high] = endsOf(one).map(plain);
    return `${plain(one.median)}${low === high ? '' : ` (${low}–${high})`}${unit}`;
  };
  const [low, high] = endsOf(value);
  return {
    what,
    target: `≤ ${Number.isInteger(target) ? target : target.toFixed(Math.max(2, digits - 1))}${unit}`,
    ours: text(value),
    middle: says(value) ? plain(value.median) : '',
    floor: floor ? text(floor) : '',
    best,
    met: !says(value) || (low <= target && high > target) ? undefined : high <= target,
  };
}

/** Between what a figure lies: its quartiles, or all rounds where they are few. @param {Spread} spread @returns {readonly [low: number, high: number]} */
function endsOf({ median: middle, low, high, rounds, least = middle, most: greatest = middle }) {
  return rounds >= FOR_QUARTILES ? [low, high] : [least, greatest];
}
