// @ts-check
// What is made of many measurements.

/** Returns the value below which that share of the values is, between two of them if need be. @param {readonly number[]} values @param {number} share - 0 to 1 */
export function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)] ?? NaN, sorted[Math.ceil(place)] ?? NaN];
  return low + (high - low) * (place - Math.floor(place));
}

/** @param {readonly number[]} values */
export const median = (values) => quantile(values, 0.5);

/**
 * The middle of measurements, and how far apart they are.
 *
 * @typedef {{ median: number, low: number, high: number, rounds: number, least?: number, most?: number }} Spread - `low` and `high` are the quartiles
 */

/** @param {readonly number[]} values @returns {Spread} */
export function spread(values) {
  return {
    median: median(values),
    low: quantile(values, 0.25),
    high: quantile(values, 0.75),
    rounds: values.length,
    least: quantile(values, 0),
    most: quantile(values, 1),
  };
}

/** How wide the quartiles of several spreads are against their medians, in the middle of them: 0.1 is a tenth. @param {readonly Spread[]} spreads */
export function noise(spreads) {
  return median(
    spreads
      .filter(({ rounds, median: middle }) => rounds >= FOR_QUARTILES && middle > 0)
      .map(({ low, high, median: middle }) => (high - low) / middle),
  );
}

/** From how many rounds on quartiles say something. */
export const FOR_QUARTILES = 4;
/** From how many rounds on a ratio says something. */
export const FOR_RATIOS = 3;

/**
 * Measurements of a case. `round` names the round of each: what was measured in the same round was measured under about the same load.
 *
 * @typedef {Record<string, readonly number[]>} Metrics
 */

/**
 * How many times one case costs what another does, by the rounds that both have: what else the machine does takes part in both.
 *
 * @param {Metrics | undefined} one @param {Metrics | undefined} other @param {string} metric
 * @returns {Spread} whose `rounds` may be too few to say anything
 */
export function ratioOf(one = {}, other = {}, metric) {
  const base = new Map((other['round'] ?? []).map((round, index) => [round, other[metric]?.[index] ?? NaN]));
  const ratios = (one['round'] ?? []).map((round, index) => (one[metric]?.[index] ?? NaN) / (base.get(round) ?? NaN));
  return spread(ratios.filter(Number.isFinite));
}

/** The same in another order. @template T @param {readonly T[]} list @param {() => number} [random] @returns {T[]} */
export function shuffled(list, random = Math.random) {
  return list
    .map((one) => /** @type {const} */ ([random(), one]))
    .sort(([one], [other]) => one - other)
    .map(([, one]) => one);
}
