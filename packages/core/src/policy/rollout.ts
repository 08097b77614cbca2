/** One step of a rollout: from a moment on, a share of the merchants, of all classes or of some. */
export interface RolloutStep {
  /** When it begins, milliseconds since the Unix epoch. */
  readonly fromMs: number;
  /** How many of 100 of the merchants that it is about, 0 to 100, to two decimals. */
  readonly percent: number;
  /** Classes that it is about, such as `flagship`. @default all, also merchants without a class */
  readonly classes?: readonly string[];
}

/**
 * How the product reaches merchants step by step (R26): data, the same for all merchants. Steps add up: who was reached by one stays in.
 * To let it grow, raise a percentage, add classes or steps; another `salt` draws the lots anew, and takes out who was in.
 */
export interface Rollout {
  /** Before it nobody is in, milliseconds since the Unix epoch. @default when the first step begins */
  readonly startsAtMs?: number;
  /** In the order of their times. */
  readonly steps: readonly RolloutStep[];
  /** Draws lots of its own for this rollout, so that it is not always the same shops that come first. @default '' */
  readonly salt?: string;
  /** Merchants that are in from the start, whatever their lot. */
  readonly include?: readonly string[];
  /** Merchants that are never in. */
  readonly exclude?: readonly string[];
}

/** A merchant as the rollout sees it. */
export interface RolloutMerchant {
  readonly id: string;
  readonly class?: string | undefined;
}

/** Lots there are; a share of 0.01 % is one. */
const LOTS = 10_000;

/**
 * Tells whether a merchant is in. The same merchant gets the same answer every time, and once in, stays in while the rollout grows.
 *
 * @param rollout - checked by `defineRollout` of `@sidecard/server`; nobody gets in by a step whose numbers are none
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

/** The lot of a merchant, 0 to 9,999: every one as likely, and near ids far apart. */
function lotOf(id: string, salt: string): number {
  let hash = 0x811c9dc5;
  for (const text of [salt, '\n', id]) {
    for (let index = 0; index < text.length; index++)
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) ^ (hash >>> 15);
  }
  // ids that differ in their last letter alone differ in a few bits so far
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return Math.floor((((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32) * LOTS);
}
