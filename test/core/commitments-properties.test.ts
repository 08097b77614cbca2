import {
  assessCommitments,
  BUILT_IN_COMMITMENTS,
  type Commitment,
  type CommitmentFacts,
  type CommitmentWindow,
  compensationFor,
  type CompensationRule,
  type Order,
  type ShopCommitments,
} from '@sidecard/core';
import { CLAIM_GAPS, COMMITMENT_STATUSES, ORDER_MOMENTS, PAID_FROM, PROMISED_MOMENTS } from '@sidecard/core/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, order, paying } from '../support/commitments.ts';

const numRuns = Number(process.env['SIDECARD_TEST_RUNS'] ?? (process.env['CI'] ? 10_000 : 2_000));
const DAY_MS = 86_400_000;
const FIRST_MS = at('2026-02-01T00:00:00Z');

/** A moment within three months around a change of clocks. */
const moment = fc.integer({ min: 0, max: 90 * 24 * 60 }).map((minutes) => FIRST_MS + minutes * 60_000);
/** A moment, or a number that is none. */
const anyNumber = fc.oneof(moment, fc.double(), fc.maxSafeInteger());
const code = fc.constantFrom('quality', 'damaged', 'other-carrier', 'delivered-late', 'shipped-late', 'x', '__proto__');
const key = fc.constantFrom(...BUILT_IN_COMMITMENTS.map((commitment) => commitment.key), 'own', '__proto__');

/** Records with some of these members. */
function some<T>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return fc.record<T, never>(members, { requiredKeys: [] });
}

/** An order and its facts; `time` says what its times are. */
function worldOf(time: fc.Arbitrary<number>): fc.Arbitrary<{ order: Order; facts: CommitmentFacts }> {
  const members = {
    paidAtMs: time,
    shippedAtMs: time,
    signedAtMs: time,
    confirmedAtMs: time,
    closedAtMs: time,
    carrier: fc.constantFrom('SF', 'ZTO', ''),
    promised: some({
      shipByMs: time,
      deliverByMs: time,
      returnUntilMs: time,
      resendUntilMs: time,
      carrier: fc.constantFrom('SF', 'ZTO'),
    }),
  };
  const facts = {
    faults: fc.array(fc.record({ code, foundAtMs: time }), { maxLength: 4 }),
    itemIds: fc.array(fc.constantFrom('mug', 'box', 'x'), { maxLength: 3 }),
    deliveredAtMs: time,
    negotiationFailed: fc.boolean(),
    goodsAsAgreed: fc.boolean(),
    claimedAtMs: time,
    settled: fc.array(key, { maxLength: 2 }),
  };
  return fc.record({
    order: some(members).map((change) => order(change as Partial<Order>)),
    facts: some(facts),
  });
}

const money = fc.record({
  amountMinor: fc.oneof(fc.nat(10_000), fc.double(), fc.maxSafeInteger()),
  currency: fc.constantFrom('CNY', 'JPY', 'KWD', ''),
});

const anyRule: fc.Arbitrary<CompensationRule> = fc.oneof(
  fc.constant({ kind: 'unset' } as const),
  fc.record({ kind: fc.constant('fixed' as const), amount: money }),
  fc.record(
    { kind: fc.constant('percent' as const), percent: fc.oneof(fc.nat(100), fc.double()), min: money, max: money },
    { requiredKeys: ['kind', 'percent'] },
  ),
);

const days = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.double(), fc.maxSafeInteger());
const anyWindow: fc.Arbitrary<CommitmentWindow> = fc.record(
  {
    from: fc.constantFrom(...ORDER_MOMENTS),
    until: fc.oneof(
      fc.record({ days }),
      fc.record({ promised: fc.constantFrom(...PROMISED_MOMENTS) }),
      fc.record({ moment: fc.constantFrom(...ORDER_MOMENTS) }),
    ),
  },
  { requiredKeys: ['from'] },
);

const faults = fc.array(code, { maxLength: 3 });
const anyCommitment = fc.record(
  {
    key,
    labels: fc.constant({ 'zh-CN': 'x', en: 'x' }),
    needs: fc.array(key, { maxLength: 3 }),
    trigger: fc.oneof(
      fc.constantFrom({ kind: 'standing' } as const, { kind: 'asked' } as const),
      fc.record({ kind: fc.constantFrom('fault' as const, 'other-carrier' as const), faults }),
      fc.record({
        kind: fc.constant('late' as const),
        promised: fc.constantFrom(...PROMISED_MOMENTS),
        done: fc.constantFrom(...ORDER_MOMENTS),
        faults,
      }),
    ),
    window: anyWindow,
    claim: fc.record({ days }),
    needsFailedNegotiation: fc.boolean(),
    needsGoodsAsAgreed: fc.boolean(),
    compensation: anyRule,
    paidFrom: fc.constantFrom(...PAID_FROM),
  },
  { requiredKeys: ['key', 'labels', 'trigger', 'window'] },
) as fc.Arbitrary<Commitment>;

const timeZone = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Africa/Cairo');
const anyShop: fc.Arbitrary<ShopCommitments> = fc.record({
  timeZone: fc.oneof(timeZone, fc.string()),
  commitments: fc.array(fc.oneof(anyCommitment, fc.constantFrom(...BUILT_IN_COMMITMENTS)), { maxLength: 8 }),
});

describe('assessCommitments', () => {
  it('[R36] answers for each commitment of any shop, whatever the data, as plain data from closed lists', () => {
    fc.assert(
      fc.property(worldOf(anyNumber), anyShop, anyNumber, ({ order: some, facts }, shop, now) => {
        const answers = assessCommitments(some, facts, shop, now);
        expect(answers.map((answer) => answer.key)).toEqual(shop.commitments.map((commitment) => commitment.key));
        for (const { status, missing, window, claimWindow, compensation } of answers) {
          expect(COMMITMENT_STATUSES).toContain(status);
          // in the order of the closed list, none twice
          expect(missing).toEqual(CLAIM_GAPS.filter((gap) => missing.includes(gap)));
          if (status === 'claimable') expect(missing).toEqual([]);
          if (['not-offered', 'not-begun', 'unclear'].includes(status)) expect(missing).not.toEqual([]);
          if (compensation) expect(['claimable', 'open']).toContain(status);
          for (const { startMs, endMs } of [window, claimWindow].filter((span) => span !== undefined)) {
            expect(Number.isSafeInteger(startMs)).toBe(true);
            if (endMs !== undefined) expect(Number.isSafeInteger(endMs) && endMs >= startMs).toBe(true);
          }
        }
        expect(assessCommitments(some, facts, shop, now)).toEqual(answers);
      }),
      { numRuns },
    );
  });

  it('[R37] lets a claim period begin in the window of discovery and end after the day of the finding', () => {
    fc.assert(
      fc.property(worldOf(moment), timeZone, moment, ({ order: some, facts }, zone, now) => {
        const shop = { timeZone: zone, commitments: BUILT_IN_COMMITMENTS };
        for (const { window, claimWindow } of assessCommitments(some, facts, shop, now)) {
          if (!claimWindow) continue;
          expect(claimWindow.startMs).toBeGreaterThanOrEqual(window!.startMs);
          if (window!.endMs !== undefined) expect(claimWindow.startMs).toBeLessThan(window!.endMs);
          expect(claimWindow.endMs! - claimWindow.startMs).toBeGreaterThan(15 * DAY_MS - 2 * 3_600_000);
          expect(claimWindow.endMs! - claimWindow.startMs).toBeLessThanOrEqual(16 * DAY_MS + 2 * 3_600_000);
        }
      }),
      { numRuns },
    );
  });

  it('[R36] ends a window no earlier for a later event, and later for a day more', () => {
    fc.assert(
      fc.property(timeZone, moment, moment, fc.integer({ min: 1, max: 60 }), (zone, one, other, n) => {
        const end = (signedAtMs: number, count: number): number => {
          const window = { from: 'signed', until: { days: count } } as const;
          const commitments = [{ ...BUILT_IN_COMMITMENTS[0]!, window }];
          return assessCommitments(order({ signedAtMs }), {}, { timeZone: zone, commitments }, signedAtMs)[0]!.window!
            .endMs!;
        };
        expect(end(Math.max(one, other), n)).toBeGreaterThanOrEqual(end(Math.min(one, other), n));
        expect(end(one, n + 1) - end(one, n)).toBeGreaterThanOrEqual(23 * 3_600_000);
        expect(end(one, n + 1) - end(one, n)).toBeLessThanOrEqual(25 * 3_600_000);
      }),
      { numRuns },
    );
  });

  it('[R37] never opens again what is kept or over', () => {
    fc.assert(
      fc.property(worldOf(moment), timeZone, moment, moment, ({ order: some, facts }, zone, one, other) => {
        const shop = { timeZone: zone, commitments: BUILT_IN_COMMITMENTS };
        const before = assessCommitments(some, facts, shop, Math.min(one, other));
        const after = assessCommitments(some, facts, shop, Math.max(one, other));
        for (const [index, { status }] of before.entries())
          if (status === 'kept' || status === 'over') expect(after[index]!.status).toBe(status);
      }),
      { numRuns },
    );
  });

  it('[R34] a delay that is found before there is one counts from when there is', () => {
    const day = (n: number) => FIRST_MS + n * DAY_MS;
    // Promised after the window of discovery, found in it.
    const late = order({ closedAtMs: day(0), promised: { deliverByMs: day(20) } });
    const facts = { faults: [{ code: 'delivered-late', foundAtMs: day(10) }], negotiationFailed: true };
    const shop = { timeZone: 'Asia/Shanghai', commitments: BUILT_IN_COMMITMENTS };
    const statusOn = (n: number) =>
      assessCommitments(late, facts, shop, day(n)).find(({ key: its }) => its === 'deliver-by')?.status;
    expect([17, 21, 24].map(statusOn)).toEqual(['over', 'over', 'over']);
  });
});

describe('compensationFor', () => {
  it('[R30] stays within its limits for any amount, and never falls when more was paid', () => {
    const amount = fc.oneof(fc.nat(100_000), fc.maxSafeInteger().map(Math.abs));
    const shipBy = BUILT_IN_COMMITMENTS.find((commitment) => commitment.key === 'ship-by')!;
    const owed = (paid: number): number => {
      const answer = compensationFor(shipBy, paying(paid));
      return answer.ok ? answer.value.total.amountMinor : NaN;
    };
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)].map(owed);
        expect(less).toBeGreaterThanOrEqual(100);
        expect(more).toBeGreaterThanOrEqual(less!);
        expect(more).toBeLessThanOrEqual(3_000);
      }),
      { numRuns },
    );
  });

  it('[R36] gives a sum within each item’s limits, in the order’s currency, or says why not', () => {
    const paid = fc.record({
      amountMinor: fc.oneof(fc.nat(100_000), fc.double(), fc.maxSafeInteger()),
      currency: fc.constantFrom('CNY', 'JPY', 'KWD'),
    });
    fc.assert(
      fc.property(fc.array(paid, { minLength: 1, maxLength: 4 }), anyRule, (amounts, compensation) => {
        const items = amounts.map((each, index) => ({ id: `i${index}`, title: 'x', quantity: 1, paid: each }));
        const answer = compensationFor({ compensation }, order({ items: items as unknown as Order['items'] }));
        if (!answer.ok) return;
        const { value } = answer;
        expect(new Set([value.total, ...amounts].map(({ currency }) => currency)).size).toBe(1);
        expect(Number.isSafeInteger(value.total.amountMinor)).toBe(true);
        expect(value.total.amountMinor).toBeGreaterThanOrEqual(0);
        if (value.kind !== 'percent') return;
        const { min, max, parts } = value;
        expect(parts.reduce((sum, part) => sum + part.amount.amountMinor, 0)).toBe(value.total.amountMinor);
        for (const part of parts) {
          if (min) expect(part.amount.amountMinor).toBeGreaterThanOrEqual(min.amountMinor);
          if (max) expect(part.amount.amountMinor).toBeLessThanOrEqual(max.amountMinor);
        }
      }),
      { numRuns },
    );
  });
});
