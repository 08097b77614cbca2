import { builtInTypes, type Rollout } from '@sidecard/core';
import { indexTypes } from '@sidecard/core/authoring';
import { defineRollout, readPolicy } from '@sidecard/server';
import { describe, expect, it } from 'vitest';

/** What is wrong with a rollout, as a part of a policy. */
function problemsOf(rollout: unknown) {
  const outcome = readPolicy({ rollout }, indexTypes(builtInTypes));
  return outcome.ok ? [] : outcome.problems.map(({ path, code }) => [path.replace(/^rollout\.?/, ''), code]);
}

describe('a broken rollout', () => {
  const step = { fromMs: 1, percent: 10 };
  it.each<[unknown, string, string]>([
    [undefined, '', 'not-an-object'],
    [[], '', 'not-an-object'],
    [{}, 'steps', 'not-steps'],
    [{ steps: 'all' }, 'steps', 'not-steps'],
    [{ steps: Array.from({ length: 1001 }, () => step) }, 'steps', 'not-steps'],
    [{ steps: [], start: 1 }, 'start', 'unknown-member'],
    [{ steps: [], startsAtMs: NaN }, 'startsAtMs', 'not-a-time'],
    [{ steps: [], startsAtMs: '2026-07-04' }, 'startsAtMs', 'not-a-time'],
    [{ steps: [], salt: 1 }, 'salt', 'not-a-text'],
    [{ steps: [], include: 'shop' }, 'include', 'not-names'],
    [{ steps: [], exclude: [''] }, 'exclude[0]', 'not-names'],
    [{ steps: [], include: ['a', 'b'], exclude: ['c', 'b'] }, 'exclude[1]', 'included-too'],
    [{ steps: [null] }, 'steps[0]', 'not-an-object'],
    [{ steps: [{ ...step, clases: ['a'] }] }, 'steps[0].clases', 'unknown-member'],
    [{ steps: [{ ...step, fromMs: NaN }] }, 'steps[0].fromMs', 'not-a-time'],
    [{ steps: [{ ...step, fromMs: 1.5 }] }, 'steps[0].fromMs', 'not-a-time'],
    [{ steps: [{ ...step, fromMs: Infinity }] }, 'steps[0].fromMs', 'not-a-time'],
    [{ steps: [{ ...step, percent: NaN }] }, 'steps[0].percent', 'not-a-percentage'],
    [{ steps: [{ ...step, percent: -1 }] }, 'steps[0].percent', 'not-a-percentage'],
    [{ steps: [{ ...step, percent: 100.01 }] }, 'steps[0].percent', 'not-a-percentage'],
    [{ steps: [{ ...step, percent: 0.005 }] }, 'steps[0].percent', 'not-a-percentage'],
    [{ steps: [{ ...step, percent: '10' }] }, 'steps[0].percent', 'not-a-percentage'],
    [{ steps: [{ ...step, classes: [] }] }, 'steps[0].classes', 'not-names'],
    [{ steps: [{ ...step, classes: [7] }] }, 'steps[0].classes[0]', 'not-names'],
    [{ startsAtMs: 2, steps: [step] }, 'steps[0].fromMs', 'before-start'],
    [{ steps: [step, { fromMs: 0, percent: 20 }] }, 'steps[1].fromMs', 'out-of-order'],
    [{ steps: [step, { fromMs: 2, percent: 9.99 }] }, 'steps[1].percent', 'goes-down'],
    [{ steps: [step, { fromMs: 2, percent: 5, classes: ['a'] }] }, 'steps[1].percent', 'goes-down'],
    [
      {
        steps: [
          { ...step, classes: ['a'] },
          { ...step, classes: ['b'] },
          { fromMs: 2, percent: 5, classes: ['a', 'b'] },
        ],
      },
      'steps[2].percent',
      'goes-down',
    ],
  ])('[R26] is refused at set-up, saying what is wrong and where: %j', (rollout, path, code) => {
    expect(problemsOf(rollout)).toEqual([[path, code]]);
    expect(() => defineRollout(rollout as Rollout)).toThrow(TypeError);
    expect(() => defineRollout(rollout as Rollout)).toThrow(`Rollout: ${path && `${path}: `}`);
  });

  it('is not one that gives a part of those it names less than they have', () => {
    const sound: Rollout[] = [
      {
        steps: [
          { ...step, classes: ['a'] },
          { fromMs: 2, percent: 5 },
        ],
      },
      {
        steps: [
          { ...step, classes: ['a'] },
          { fromMs: 2, percent: 5, classes: ['a', 'b'] },
        ],
      },
      { steps: [step, step] },
      { steps: [] },
      { steps: [{ fromMs: 1, percent: 0.29 }] },
    ];
    for (const rollout of sound) expect(defineRollout(rollout)).toBe(rollout);
  });
});
