/** A step of a rollout: from a time on, a percentage of merchants, of all or some classes. */
export interface RolloutStep {
  /** Start, milliseconds since the Unix epoch. */
  readonly fromMs: number;
  /** Percentage of the step's merchants, 0 to 100, with up to two decimals. */
  readonly percent: number;
  /** Classes of the step, such as `flagship`. @default all, including merchants without a class */
  readonly classes?: readonly string[];
}

/**
 * A rollout to merchants in steps (R26): data, the same for all merchants. Steps are cumulative: a merchant that is included stays
 * included. To grow it, raise a percentage or add classes or steps. Another `salt` reshuffles all merchants and removes some.
 */
export interface Rollout {
  /** Before this time nobody is included, milliseconds since the Unix epoch. @default start of the first step */
  readonly startsAtMs?: number;
  /** In chronological order. */
  readonly steps: readonly RolloutStep[];
  /** Varies the order of merchants between rollouts. @default '' */
  readonly salt?: string;
  /** Merchants that are included from the start. */
  readonly include?: readonly string[];
  /** Merchants that are never included. */
  readonly exclude?: readonly string[];
}

/** A merchant, as the rollout sees it. */
export interface RolloutMerchant {
  readonly id: string;
  readonly class?: string | undefined;
}

/** Number of positions: each is a share of 0.01 %. */
const LOTS = 10_000;

/**
 * Returns whether a merchant is included. The result is stable: once included, a merchant stays included as the rollout grows.
 *
 * @param rollout - validated by `defineRollout` of `@sidecard/server`; a step with invalid numbers includes nobody
 * @param now - milliseconds since the Unix epoch
 */
export function inRollout(merchant: RolloutMerchant, rollout: Rollout, now: number): boolean {
  const { steps, salt = '', include = [], exclude = [], startsAtMs = steps[0]?.fromMs ?? Infinity } = rollout;
  if (!(now >= startsAtMs) || exclude.includes(merchant.id)) return false;
  if (include.includes(merchant.id)) return true;
  const lot = lotOf(merchant.id, salt);
  return steps.some(
    ({ fromMs, percent, classes }) =>
      fromMs <= now &&
      (!classes || (merchant.class !== undefined && classes.includes(merchant.class))) &&
      lot < lotsOf(percent),
  );
}

function lotsOf(percent: number): number {
  return Math.round((percent * LOTS) / 100);
}

/** Returns a merchant's position, 0 to 9,999, uniformly distributed even for similar ids. */
function lotOf(id: string, salt: string): number {
  let hash = 0x811c9dc5;
  for (const text of [salt, '\n', id]) {
    for (let index = 0; index < text.length; index++)
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) ^ (hash >>> 15);
  }
  // Spread ids that differ only in their last characters.
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return Math.floor((((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32) * LOTS);
}
