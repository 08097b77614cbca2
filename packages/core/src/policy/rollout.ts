import { isRecord } from '../values/unknown.js';

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
 * @param rollout - checked by {@link defineRollout}; nobody gets in by a step whose numbers are none
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

/** What can be wrong with a rollout, in words. */
export const ROLLOUT_PROBLEMS = {
  'not-an-object': 'is to be an object',
  'unknown-member': 'is no part of a rollout',
  'not-a-time': 'is to be a whole number of milliseconds since the Unix epoch',
  'not-a-percentage': 'is to be a number from 0 to 100 with at most two decimals',
  'not-a-text': 'is to be a text',
  'not-names': 'is to be a list of names that are not empty',
  'not-steps': 'is to be a list of at most 1,000 steps',
  'before-start': 'is before `startsAtMs`',
  'out-of-order': 'is before the step above it',
  'goes-down': 'is lower than an earlier step gives to the same merchants; who is in stays in',
  'included-too': 'names a merchant that `include` names too',
} as const;

/** What is wrong with a rollout, and where, such as `steps[1].percent`. */
export interface RolloutProblem {
  readonly where: string;
  readonly problem: keyof typeof ROLLOUT_PROBLEMS;
}

/**
 * Checks a rollout once, where it is set up, and gives it back.
 *
 * @throws {TypeError} when it is broken, naming what and where: a mistake of whoever wrote it, found at start
 */
export function defineRollout(rollout: Rollout): Rollout {
  const found = rolloutProblem(rollout);
  if (found) throw new TypeError(`Rollout: ${found.where || 'it'} ${ROLLOUT_PROBLEMS[found.problem]}.`);
  return rollout;
}

/** The first thing that is wrong with a rollout, or `undefined`. */
export function rolloutProblem(rollout: unknown): RolloutProblem | undefined {
  const wrong = (where: string, problem: RolloutProblem['problem']): RolloutProblem => ({ where, problem });
  if (!isRecord(rollout)) return wrong('', 'not-an-object');
  const { startsAtMs, steps, salt, include, exclude } = rollout;
  const stranger = strangerIn(rollout, ['startsAtMs', 'steps', 'salt', 'include', 'exclude']);
  if (stranger !== undefined) return wrong(stranger, 'unknown-member');
  if (startsAtMs !== undefined && !Number.isSafeInteger(startsAtMs)) return wrong('startsAtMs', 'not-a-time');
  if (salt !== undefined && typeof salt !== 'string') return wrong('salt', 'not-a-text');
  if (include !== undefined && !areNames(include)) return wrong('include', 'not-names');
  if (exclude !== undefined && !areNames(exclude)) return wrong('exclude', 'not-names');
  const included = new Set(include);
  const both = exclude?.findIndex((id) => included.has(id)) ?? -1;
  if (both >= 0) return wrong(`exclude[${both}]`, 'included-too');
  if (!Array.isArray(steps) || steps.length > 1000) return wrong('steps', 'not-steps');

  const known: RolloutStep[] = [];
  for (const [index, step] of (steps as readonly unknown[]).entries()) {
    const at = `steps[${index}]`;
    if (!isRecord(step)) return wrong(at, 'not-an-object');
    const { fromMs, percent, classes } = step;
    const strange = strangerIn(step, ['fromMs', 'percent', 'classes']);
    if (strange !== undefined) return wrong(`${at}.${strange}`, 'unknown-member');
    if (typeof fromMs !== 'number' || !Number.isSafeInteger(fromMs)) return wrong(`${at}.fromMs`, 'not-a-time');
    if (!isPercentage(percent)) return wrong(`${at}.percent`, 'not-a-percentage');
    if (classes !== undefined && (!areNames(classes) || classes.length === 0))
      return wrong(`${at}.classes`, 'not-names');
    if (typeof startsAtMs === 'number' && fromMs < startsAtMs) return wrong(`${at}.fromMs`, 'before-start');
    if (fromMs < (known.at(-1)?.fromMs ?? -Infinity)) return wrong(`${at}.fromMs`, 'out-of-order');
    // Some of those it names may have more already; if all have, it is a step back.
    const higher = known.filter((earlier) => earlier.percent > percent);
    const back = classes
      ? classes.every((name) => higher.some((earlier) => !earlier.classes || earlier.classes.includes(name)))
      : higher.some((earlier) => !earlier.classes);
    if (back) return wrong(`${at}.percent`, 'goes-down');
    known.push({ fromMs, percent, ...(classes ? { classes } : {}) });
  }
  return undefined;
}

function isPercentage(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 100 && Math.abs(lotsOf(value) - value * 100) < 1e-6;
}

function areNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '');
}

function strangerIn(value: Readonly<Record<string, unknown>>, known: readonly string[]): string | undefined {
  return Object.keys(value).find((key) => !known.includes(key));
}
