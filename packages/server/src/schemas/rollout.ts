import type { Rollout, RolloutStep } from '@sidecard/core';
import * as v from 'valibot';
import { checkData, explain, lineOf, messageOf } from './check.js';
import { closed, type Entries, list } from './parts.js';

const MAX_STEPS = 1_000;
const MAX_NAMES = 100_000;
const optional = v.exactOptional;

const time = explain(
  v.pipe(v.number(), v.safeInteger()),
  'Must be a whole number of milliseconds since the Unix epoch.',
  'not-a-time',
);
const NAMES = `Must be a list of at most ${MAX_NAMES} names that are not empty.`;
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

/** How the product reaches merchants step by step. Steps only ever add merchants. */
export const rollout = v.pipe(
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
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.issues) return;
    for (const [keys, code, text] of contradictionsIn(dataset.value)) {
      const [first, ...rest] = keys.map((key) => ({
        type: typeof key === 'number' ? ('array' as const) : ('object' as const),
        origin: 'value' as const,
        input: dataset.value,
        key,
        value: undefined,
      }));
      if (first) addIssue({ message: messageOf(code, text), path: [first, ...rest] as never });
    }
  }),
);

type Contradiction = readonly [path: readonly (string | number)[], code: string, text: string];

function contradictionsIn({ startsAtMs = -Infinity, steps, include, exclude = [] }: Rollout): readonly Contradiction[] {
  const included = new Set(include);
  return [
    ...exclude.flatMap((id, index): readonly Contradiction[] =>
      included.has(id) ? [[['exclude', index], 'included-too', '`include` names this merchant too. Remove one.']] : [],
    ),
    ...steps.flatMap(({ fromMs, percent, classes }, index): readonly Contradiction[] => {
      const earlier = steps.slice(0, index);
      // Some of those it names may have more already; if all have, it is a step back.
      const higher = earlier.filter((one) => one.percent > percent);
      const goesDown = classes
        ? classes.every((name) => higher.some((one) => !one.classes || one.classes.includes(name)))
        : higher.some((one) => !one.classes);
      return [
        fromMs < startsAtMs &&
          ([['steps', index, 'fromMs'], 'before-start', 'Must not be before `startsAtMs`.'] as const),
        fromMs < (earlier.at(-1)?.fromMs ?? -Infinity) &&
          ([['steps', index, 'fromMs'], 'out-of-order', 'Must not be before the step above it.'] as const),
        goesDown &&
          ([
            ['steps', index, 'percent'],
            'goes-down',
            'Must not be lower than an earlier step of the same merchants: a merchant that is in stays in.',
          ] as const),
      ].filter((one) => one !== false);
    }),
  ];
}

/**
 * Checks a rollout once, where it is set up, and returns it.
 *
 * @throws {TypeError} naming everything that is wrong, and where
 */
export function defineRollout(data: Rollout): Rollout {
  const checked = checkData(rollout, data);
  if (!checked.ok) throw new TypeError(`Rollout: ${checked.problems.map(lineOf).join(' ')}`);
  return data;
}
