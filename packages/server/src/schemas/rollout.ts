import type { Rollout, RolloutStep } from '@sidecard/core';
import * as v from 'valibot';
import { checkData, explain, lineOf, messageOf, together } from './check.js';
import { closed, type Entries, list } from './parts.js';

const MAX_STEPS = 1_000;
const MAX_NAMES = 100_000;
const optional = v.exactOptional;

const time = explain(
  v.pipe(v.number(), v.safeInteger()),
  'Must be a whole number of milliseconds since the Unix epoch.',
  'not-a-time',
);
const GOES_DOWN = 'Must not be lower than an earlier step for the same merchants: an included merchant stays included.';
const NAMES = `Must be a list of at most ${MAX_NAMES} non-empty names.`;
const name = explain(v.pipe(v.string(), v.minLength(1)), NAMES, 'not-names');
const names = list(name, MAX_NAMES, [NAMES, 'not-names']);

const step = closed(
  {
    fromMs: time,
    percent: explain(
      v.pipe(
        v.number(),
        v.minValue(0),
        v.maxValue(100),
        v.check((percent) => Math.abs(Math.round(percent * 100) - percent * 100) < 1e-6),
      ),
      'Must be a number from 0 to 100 with at most two decimals.',
      'not-a-percentage',
    ),
    classes: optional(v.pipe(names, v.minLength(1, messageOf('not-names', NAMES)))),
  } satisfies Entries<RolloutStep>,
  { expected: ['Must be an object with fromMs and percent.', 'not-an-object'] },
);

/** A rollout to merchants in steps. Steps only ever add merchants. */
export const rollout = together(
  closed(
    {
      startsAtMs: optional(time),
      steps: list(step, MAX_STEPS, [`Must be a list of at most ${MAX_STEPS} steps.`, 'not-steps']),
      salt: optional(explain(v.string(), 'Must be a text.', 'not-a-text')),
      include: optional(names),
      exclude: optional(names),
    } satisfies Entries<Rollout>,
    { expected: ['Must be an object with steps.', 'not-an-object'] },
  ),
  ({ startsAtMs = -Infinity, steps, include, exclude = [] }, refuse) => {
    const included = new Set(include);
    for (const [index, id] of exclude.entries()) {
      if (included.has(id)) refuse('included-too', '`include` names this merchant too. Remove one.', 'exclude', index);
    }
    for (const [index, { fromMs, percent, classes }] of steps.entries()) {
      const earlier = steps.slice(0, index);
      // Some of the step's merchants may already have a higher percentage; if all do, the step is an error.
      const higher = earlier.filter((one) => one.percent > percent);
      const goesDown = classes
        ? classes.every((name) => higher.some((one) => !one.classes || one.classes.includes(name)))
        : higher.some((one) => !one.classes);
      if (fromMs < startsAtMs) refuse('before-start', 'Must not be before `startsAtMs`.', 'steps', index, 'fromMs');
      if (fromMs < (earlier.at(-1)?.fromMs ?? -Infinity))
        refuse('out-of-order', 'Must not be before the step above it.', 'steps', index, 'fromMs');
      if (goesDown) refuse('goes-down', GOES_DOWN, 'steps', index, 'percent');
    }
  },
);

/**
 * Validates a rollout at set-up and returns it.
 *
 * @throws {TypeError} with every problem and its location
 */
export function defineRollout(data: Rollout): Rollout {
  const checked = checkData(rollout, data);
  if (!checked.ok) throw new TypeError(`Rollout: ${checked.problems.map(lineOf).join(' ')}`);
  return data;
}
