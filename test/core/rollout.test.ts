import { DEFAULT_POLICY, type Rollout } from '@sidecard/core';
import { decide } from '@sidecard/core/authoring';
import { effectivePolicy, inRollout, isCovered, project } from '@sidecard/core/server';
import { defineRollout } from '@sidecard/server';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actor, contextAt, created, intervening, POLICY, START_MS } from '../support/tickets.ts';

const DAY_MS = 86_400_000;
const at = (day: number) => START_MS + day * DAY_MS;
/** Four weeks: some flagship shops, all of them, then everybody by halves. */
const PLAN: Rollout = defineRollout({
  startsAtMs: at(3),
  steps: [
    { fromMs: at(3), percent: 10, classes: ['flagship'] },
    { fromMs: at(7), percent: 100, classes: ['flagship'] },
    { fromMs: at(10), percent: 0.5 },
    { fromMs: at(14), percent: 50 },
    { fromMs: at(28), percent: 100 },
  ],
  include: ['pilot'],
  exclude: ['never'],
});
const IDS = Array.from({ length: 10_000 }, (_, index) => `shop-${index}`);
const share = (rollout: Rollout, now: number, ofClass?: string) =>
  IDS.filter((id) => inRollout({ id, class: ofClass }, rollout, now)).length / IDS.length;

describe('a rollout', () => {
  it('[R26] reaches nobody before it starts, and everybody after its last step of 100 %', () => {
    for (const ofClass of [undefined, 'standard', 'flagship']) {
      expect(share(PLAN, at(3) - 1, ofClass)).toBe(0);
      expect(share(PLAN, at(28), ofClass)).toBe(1);
    }
    expect(inRollout({ id: 'pilot' }, PLAN, at(3) - 1)).toBe(false);
  });

  it.each([
    ['flagship', 3, 0.1],
    ['flagship', 7, 1],
    ['standard', 7, 0],
    [undefined, 7, 0],
    ['flagship', 10, 1],
    ['standard', 10, 0.005],
    ['standard', 14, 0.5],
    [undefined, 14, 0.5],
  ])('[R26] reaches of the class %s on day %i about %d', (ofClass, day, expected) => {
    expect(share(PLAN, at(day), ofClass)).toBeGreaterThanOrEqual(expected * 0.9);
    expect(share(PLAN, at(day), ofClass)).toBeLessThanOrEqual(expected * 1.1);
  });

  it('[R26] begins with its first step unless it says when', () => {
    const { startsAtMs: _none, ...plan } = PLAN;
    expect(inRollout({ id: 'pilot' }, plan, at(3) - 1)).toBe(false);
    expect(inRollout({ id: 'pilot' }, plan, at(3))).toBe(true);
  });

  it('[R26] takes in who is named and leaves out who is named, whatever their lot', () => {
    expect(inRollout({ id: 'pilot' }, PLAN, at(3))).toBe(true);
    expect(inRollout({ id: 'never' }, PLAN, at(400))).toBe(false);
  });

  it.each<[string, (index: number) => string]>([
    ['numbers', String],
    ['numbers with a name', (index) => `merchant_${index}`],
    ['long numbers', (index) => String(2_607_011_633_840_000 + index)],
    ['that differ at the front', (index) => `${index}@shops.example`],
    ['UUIDs in a row', (index) => `0190b5e2-7c1a-7000-8000-${index.toString(16).padStart(12, '0')}`],
    ['Chinese names', (index) => `\u5E97\u94FA${index}`],
  ])('[R26] draws evenly among ids that are %s', (_, idOf) => {
    // chi square over twenty twentieths of 10,000 ids: 19 degrees of freedom, 43.8 is exceeded by chance once in a thousand
    for (const salt of ['', 'autumn', 'winter']) {
      const steps = (percent: number): Rollout => ({ salt, steps: [{ fromMs: 0, percent }] });
      const counts = Array.from({ length: 20 }, () => 0);
      for (let index = 0; index < 10_000; index++) {
        const first = counts.findIndex((__, part) => inRollout({ id: idOf(index) }, steps((part + 1) * 5), 1));
        counts[first]! += 1;
      }
      const chiSquare = counts.reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
      expect(chiSquare).toBeLessThan(43.8);
    }
  });

  it('[R26] can reach one of ten thousand', () => {
    const few = share({ steps: [{ fromMs: 0, percent: 0.01 }] }, 1) * IDS.length;
    expect(few).toBeLessThan(8);
    const some = share({ steps: [{ fromMs: 0, percent: 0.29 }] }, 1) * IDS.length;
    expect(some).toBeGreaterThan(10);
    expect(some).toBeLessThan(50);
  });

  it('[R26] without a step and a start reaches nobody', () => {
    expect(inRollout({ id: 'pilot' }, { steps: [], include: ['pilot'] }, at(400))).toBe(false);
    expect(inRollout({ id: 'pilot' }, { startsAtMs: at(1), steps: [], include: ['pilot'] }, at(1))).toBe(true);
  });

  it('[R26] draws anew for another salt: not always the same come first', () => {
    const half = (salt: string): Rollout => ({ salt, steps: [{ fromMs: 0, percent: 50 }] });
    const both = IDS.filter((id) => inRollout({ id }, half('a'), 1) && inRollout({ id }, half('b'), 1)).length;
    expect(both / IDS.length).toBeGreaterThan(0.22);
    expect(both / IDS.length).toBeLessThan(0.28);
  });
});

function isSound(rollout: Rollout): boolean {
  try {
    return defineRollout(rollout) === rollout;
  } catch {
    return false;
  }
}

const CLASSES = ['flagship', 'standard', 'market'];
const percents = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100);
const classes = fc.option(fc.subarray(CLASSES, { minLength: 1 }), { nil: undefined });
const steps = fc
  .array(fc.record({ fromMs: fc.nat(1000), percent: percents, classes }), { maxLength: 5 })
  .map((drawn) =>
    [...drawn]
      .sort((one, other) => one.fromMs - other.fromMs)
      .map(({ classes: named, ...step }) => ({ ...step, ...(named ? { classes: named } : {}) })),
  );
const rollouts = fc
  .record({ steps, salt: fc.string(), include: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }) })
  .filter(isSound);
const merchants = fc.record({ id: fc.string({ minLength: 1 }), class: fc.constantFrom(undefined, ...CLASSES) });

describe('[R26] who is in', () => {
  it('stays in as time passes', () => {
    fc.assert(
      fc.property(rollouts, merchants, fc.nat(1200), fc.nat(1200), (rollout, merchant, now, later) => {
        fc.pre(inRollout(merchant, rollout, now));
        expect(inRollout(merchant, rollout, now + later)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('stays in as the rollout grows: higher shares, more classes, earlier and further steps, more names', () => {
    const growth = fc.record({
      more: fc.array(fc.nat(10_000), { minLength: 5, maxLength: 5 }),
      wider: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      earlier: fc.nat(500),
      further: fc.option(percents, { nil: undefined }),
      named: fc.constantFrom('a', 'c'),
    });
    fc.assert(
      fc.property(rollouts, growth, merchants, fc.nat(1200), (rollout, by, merchant, now) => {
        const grown: Rollout = {
          ...rollout,
          include: [...(rollout.include ?? []), by.named],
          steps: [
            ...rollout.steps.map(({ classes: of, fromMs, percent }, index) => ({
              fromMs: fromMs - by.earlier,
              percent: Math.min(100, Math.round(percent * 100 + (by.more[index] ?? 0)) / 100),
              ...(of && !by.wider[index] ? { classes: of } : {}),
            })),
            ...(by.further === undefined ? [] : [{ fromMs: 1001, percent: by.further }]),
          ],
        };
        fc.pre(inRollout(merchant, rollout, now));
        expect(inRollout(merchant, grown, now)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('is the same every time it is asked, and a matter of the merchant alone', () => {
    fc.assert(
      fc.property(rollouts, merchants, fc.nat(1200), (rollout, merchant, now) => {
        const copy = structuredClone(rollout);
        expect(inRollout({ ...merchant }, copy, now)).toBe(inRollout(merchant, rollout, now));
      }),
    );
  });
});

describe('a rollout with a number that is none', () => {
  it('[R26] lets nobody in', () => {
    for (const broken of [NaN, undefined, 'x'] as never[]) {
      expect(share({ steps: [{ fromMs: 0, percent: broken }] }, 1)).toBe(0);
      expect(share({ steps: [{ fromMs: broken, percent: 100 }], startsAtMs: 0 }, 1)).toBe(0);
    }
    expect(share(PLAN, NaN)).toBe(0);
  });
});

describe('a merchant whom the rollout has not reached', () => {
  const late = { ...POLICY, rollout: PLAN };
  const before = effectivePolicy(late, 'shop-1', at(3) - 1);
  const after = effectivePolicy(late, 'shop-1', at(28));

  it('[R26] has no covered types; one that is in has its own', () => {
    expect(before.coveredTypes).toEqual([]);
    expect(after).toBe(late);
    expect(effectivePolicy(POLICY, 'shop-1', 0)).toBe(POLICY);
    for (const type of DEFAULT_POLICY.coveredTypes) {
      expect([isCovered(type, before), isCovered(type, after)]).toEqual([false, true]);
    }
  });

  it('[R26] is reached sooner by its class', () => {
    const flagship = { ...late, merchantClass: 'flagship' };
    expect(isCovered('return-refund', effectivePolicy(flagship, 'shop-1', at(7)))).toBe(true);
    expect(isCovered('return-refund', effectivePolicy(late, 'shop-1', at(7)))).toBe(false);
  });

  it('[R26] [R19] has tickets that are listed and handled, without staff messages', () => {
    const context = contextAt(START_MS, { policy: before });
    const view = project(intervening(), 'handlers', context);
    expect(view.covered).toBe(false);
    expect(view.actions.map(({ command }) => command)).not.toContain('leave-staff-message');
    const actions = project(created().ticket, 'handlers', context).actions.map(({ command }) => command);
    expect(actions).toContain('agree');
    const message = { command: 'leave-staff-message', fields: { purpose: 'progress-update', text: 'x' } };
    expect(decide(intervening(), message, actor('merchant'), context)).toMatchObject({
      ok: false,
      error: { because: 'type-not-covered' },
    });
    expect(decide(intervening(), message, actor('merchant'), contextAt(START_MS, { policy: after }))).toMatchObject({
      ok: true,
    });
  });
});
