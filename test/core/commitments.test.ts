import {
  assessCommitments,
  BUILT_IN_COMMITMENTS,
  commitmentByKey,
  compareRelevance,
  isOwed,
  mattersNow,
  NO_COMMITMENTS,
} from '@sidecard/core';
import { describe, expect, it } from 'vitest';
import { assess, at, builtIn, order } from '../support/commitments.ts';

const PAID = '2026-07-01T10:00:00+08:00';
const SIGNED = '2026-07-03T11:08:00+08:00';
const CONFIRMED = '2026-07-08T20:00:00+08:00';
const NOW = '2026-07-06T09:00:00+08:00';

const signed = order({ signedAtMs: at(SIGNED) });

describe('what a shop signed', () => {
  it('[R28] holds from the payment on, and is the base of the others', () => {
    expect(assess('consumer-protection', { order: order(), now: NOW })).toMatchObject({
      status: 'open',
      missing: [],
      window: { startMs: at(PAID) },
    });
    for (const { key, needs } of BUILT_IN_COMMITMENTS)
      expect(needs ?? [], key).toEqual(key === 'consumer-protection' ? [] : ['consumer-protection']);
  });

  it('[R28] is not offered by a shop that did not sign the base', () => {
    const commitments = BUILT_IN_COMMITMENTS.filter(({ key }) => key !== 'consumer-protection');
    const late = order({ promised: { shipByMs: at('2026-07-02T10:00:00+08:00') } });
    expect(assess('ship-by', { order: late, now: NOW, commitments })).toMatchObject({
      status: 'not-offered',
      missing: ['base-commitment'],
    });
    expect(assess('ship-by', { order: late, now: NOW, commitments })).not.toHaveProperty('compensation');
  });

  it('[R28] needs what its own needs need', () => {
    const gift = { ...builtIn('ship-by'), key: 'gift', needs: ['ship-by'] };
    const late = order({ promised: { shipByMs: at('2026-07-02T10:00:00+08:00') } });
    const withoutBase = [builtIn('ship-by'), gift];
    expect(assess('gift', { order: late, now: NOW, commitments: withoutBase }).status).toBe('not-offered');
    const whole = [...withoutBase, builtIn('consumer-protection')];
    expect(assess('gift', { order: late, now: NOW, commitments: whole }).status).toBe('claimable');
    const circle = [
      { ...builtIn('quality'), needs: ['gift'] },
      { ...gift, needs: ['quality'] },
    ];
    expect(assess('gift', { order: late, now: NOW, commitments: circle }).status).toBe('claimable');
  });

  it('[R36] is exactly the list that the shop has, in its order', () => {
    expect(assessCommitments(order(), {}, NO_COMMITMENTS, at(NOW))).toEqual([]);
    const commitments = [builtIn('no-fault-return'), builtIn('consumer-protection')];
    const answer = assessCommitments(order(), {}, { timeZone: 'Asia/Shanghai', commitments }, at(NOW));
    expect(answer.map(({ key }) => key)).toEqual(['no-fault-return', 'consumer-protection']);
  });

  it('[R28] is seven by itself, and each has words in both languages', () => {
    expect(BUILT_IN_COMMITMENTS).toHaveLength(7);
    for (const { labels } of BUILT_IN_COMMITMENTS) {
      expect(labels['zh-CN']).toMatch(/^\p{Script=Han}+$/u);
      expect(labels.en).toMatch(/^[A-Z][a-z -]+$/);
    }
    expect(commitmentByKey(BUILT_IN_COMMITMENTS, 'no-such')).toBeUndefined();
  });
});

describe('quality', () => {
  const found = (iso: string) => [{ code: 'quality', foundAtMs: at(iso) }];
  const wanting = { faults: found('2026-07-05T12:00:00+08:00'), negotiationFailed: true };

  it('[R29] begins with the signing, and ends with the confirmation', () => {
    expect(assess('quality', { order: order(), now: NOW })).toMatchObject({
      status: 'not-begun',
      missing: ['signed', 'fault-shown', 'negotiation-failed'],
    });
    expect(assess('quality', { order: signed, now: NOW })).toMatchObject({
      status: 'open',
      missing: ['fault-shown', 'negotiation-failed'],
      window: { startMs: at(SIGNED) },
    });
    const confirmed = { ...signed, confirmedAtMs: at(CONFIRMED) };
    const after = assess('quality', { order: confirmed, now: CONFIRMED });
    expect(after).toMatchObject({ status: 'over', window: { startMs: at(SIGNED), endMs: at(CONFIRMED) } });
  });

  it('[R29] [R37] can be claimed for a fault that was shown, after a failed negotiation', () => {
    const shown = { faults: wanting.faults };
    expect(assess('quality', { order: signed, facts: shown, now: NOW })).toMatchObject({
      status: 'open',
      missing: ['negotiation-failed'],
    });
    expect(assess('quality', { order: signed, facts: wanting, now: NOW })).toMatchObject({
      status: 'claimable',
      missing: [],
    });
    const other = { faults: [{ code: 'changed-mind', foundAtMs: at(NOW) }], negotiationFailed: true };
    expect(assess('quality', { order: signed, facts: other, now: NOW }).missing).toEqual(['fault-shown']);
  });

  it('[R29] is over for what is found once the order is confirmed', () => {
    const confirmed = { ...signed, confirmedAtMs: at(CONFIRMED) };
    const question = { order: confirmed, now: '2026-07-09T00:00:00+08:00' };
    const justBefore = { negotiationFailed: true, faults: found('2026-07-08T19:59:59+08:00') };
    const justAfter = { negotiationFailed: true, faults: found(CONFIRMED) };
    expect(assess('quality', { ...question, facts: justBefore }).status).toBe('claimable');
    expect(assess('quality', { ...question, facts: justAfter })).toMatchObject({ status: 'over', missing: [] });
  });

  it('[R37] has a claim period of its own, which runs on after the confirmation', () => {
    const confirmed = { ...signed, confirmedAtMs: at(CONFIRMED) };
    const claimEnd = '2026-07-21T00:00:00+08:00';
    const last = assess('quality', { order: confirmed, facts: wanting, now: '2026-07-20T23:59:59+08:00' });
    expect(last).toMatchObject({
      status: 'claimable',
      window: { endMs: at(CONFIRMED) },
      claimWindow: { startMs: at('2026-07-05T12:00:00+08:00'), endMs: at(claimEnd) },
    });
    expect(assess('quality', { order: confirmed, facts: wanting, now: claimEnd }).status).toBe('over');
  });

  it('[R37] does not run out of its own time while a claim that was raised in time is handled', () => {
    const claimedAtMs = at('2026-07-20T23:59:59+08:00');
    const now = '2026-08-15T09:00:00+08:00';
    expect(assess('quality', { order: signed, facts: { ...wanting, claimedAtMs }, now }).status).toBe('claimable');
    const late = { ...wanting, claimedAtMs: claimedAtMs + 1000 };
    expect(assess('quality', { order: signed, facts: late, now }).status).toBe('over');
  });

  it('[R37] takes a claim or a finding that is dated ahead of now as of now', () => {
    const confirmed = { ...signed, confirmedAtMs: at(CONFIRMED) };
    const ahead = at('2026-12-31T00:00:00+08:00');
    const facts = { negotiationFailed: true, faults: [{ code: 'quality', foundAtMs: ahead }], claimedAtMs: ahead };
    expect(assess('quality', { order: confirmed, facts, now: NOW })).toMatchObject({
      status: 'claimable',
      claimWindow: { startMs: at(NOW) },
    });
  });

  it('[R29] goes by the first of several findings', () => {
    const confirmed = { ...signed, confirmedAtMs: at(CONFIRMED) };
    const now = '2026-07-09T00:00:00+08:00';
    const [early] = found(SIGNED);
    const [late] = found(now);
    for (const faults of [
      [early!, late!],
      [late!, early!],
    ])
      expect(assess('quality', { order: confirmed, facts: { faults }, now }).claimWindow?.startMs).toBe(at(SIGNED));
  });

  it('[R29] has no time for a fault where the order was confirmed before it was signed for', () => {
    const backwards = { ...signed, confirmedAtMs: at(PAID) };
    const facts = { claimedAtMs: at(PAID) };
    expect(assess('quality', { order: backwards, facts, now: NOW })).toMatchObject({
      status: 'over',
      window: { startMs: at(SIGNED), endMs: at(SIGNED) },
    });
  });

  it('[R29] pays what the shop says, and names no figure until it has', () => {
    expect(assess('quality', { order: signed, facts: wanting, now: NOW }).compensation).toEqual({
      ok: false,
      problem: 'not-configured',
    });
    const amount = { amountMinor: 2_000, currency: 'CNY' };
    const commitments = BUILT_IN_COMMITMENTS.map((commitment) =>
      commitment.key === 'quality' ? { ...commitment, compensation: { kind: 'fixed', amount } as const } : commitment,
    );
    expect(assess('quality', { order: signed, facts: wanting, now: NOW, commitments }).compensation).toEqual({
      ok: true,
      value: { kind: 'fixed', total: amount },
    });
  });
});

describe('ship-by', () => {
  const SHIP_BY = '2026-07-03T10:00:00+08:00';
  const promised = { shipByMs: at(SHIP_BY) };

  it('[R30] pays for a late dispatch without a negotiation, with the parts of the formula', () => {
    const shippedLate = order({ promised, shippedAtMs: at('2026-07-03T16:00:00+08:00') });
    expect(assess('ship-by', { order: shippedLate, facts: { itemIds: ['mug'] }, now: NOW })).toEqual({
      key: 'ship-by',
      labels: builtIn('ship-by').labels,
      status: 'claimable',
      missing: [],
      window: { startMs: at(PAID) },
      promisedMs: at(SHIP_BY),
      lateByMs: 6 * 3_600_000,
      compensation: {
        ok: true,
        value: {
          kind: 'percent',
          total: { amountMinor: 1_290, currency: 'CNY' },
          percent: 5,
          min: { amountMinor: 100, currency: 'CNY' },
          max: { amountMinor: 3_000, currency: 'CNY' },
          parts: [
            {
              itemId: 'mug',
              base: { amountMinor: 25_800, currency: 'CNY' },
              amount: { amountMinor: 1_290, currency: 'CNY' },
            },
          ],
        },
      },
      paidFrom: 'merchant',
    });
  });

  it('[R30] is late from the first moment after the promised one', () => {
    const unsent = order({ promised });
    expect(assess('ship-by', { order: unsent, now: SHIP_BY })).toMatchObject({
      status: 'open',
      missing: ['fault-shown'],
      promisedMs: at(SHIP_BY),
    });
    expect(assess('ship-by', { order: unsent, now: SHIP_BY })).not.toHaveProperty('compensation');
    expect(assess('ship-by', { order: unsent, now: '2026-07-03T10:00:00.001+08:00' })).toMatchObject({
      status: 'claimable',
      lateByMs: 1,
    });
  });

  it('[R30] is kept by what left in time, to the millisecond', () => {
    const sent = (shippedAtMs: number) => assess('ship-by', { order: order({ promised, shippedAtMs }), now: NOW });
    expect(sent(at(SHIP_BY))).toMatchObject({ status: 'kept', missing: [] });
    expect(sent(at(SHIP_BY) + 1).status).toBe('claimable');
  });

  it('[R30] is not offered where the order has no promise, and over once it was made good', () => {
    expect(assess('ship-by', { order: order(), now: NOW })).toMatchObject({
      status: 'not-offered',
      missing: ['promise'],
    });
    const settled = assess('ship-by', { order: order({ promised }), facts: { settled: ['ship-by'] }, now: NOW });
    expect(settled).toMatchObject({ status: 'over', missing: [] });
    expect(settled).not.toHaveProperty('compensation');
  });
});

describe('no-fault return', () => {
  const UNTIL = '2026-07-11T00:00:00+08:00';
  const promised = { returnUntilMs: at(UNTIL) };

  it('[R31] can be asked from the signing until the promised end, and says who pays the postage', () => {
    expect(assess('no-fault-return', { order: order({ promised }), now: NOW })).toMatchObject({
      status: 'not-begun',
      missing: ['signed'],
    });
    const question = { order: { ...signed, promised } };
    expect(assess('no-fault-return', { ...question, now: '2026-07-10T23:59:59+08:00' })).toMatchObject({
      status: 'claimable',
      missing: [],
      window: { startMs: at(SIGNED), endMs: at(UNTIL) },
      gives: 'return',
      postageBy: 'merchant',
    });
    expect(assess('no-fault-return', { ...question, now: UNTIL }).status).toBe('over');
    const asked = { claimedAtMs: at('2026-07-10T23:59:59+08:00') };
    expect(assess('no-fault-return', { ...question, facts: asked, now: UNTIL }).status).toBe('claimable');
  });

  it('[R31] needs the goods as agreed', () => {
    const facts = { goodsAsAgreed: false };
    expect(assess('no-fault-return', { order: { ...signed, promised }, facts, now: NOW })).toMatchObject({
      status: 'open',
      missing: ['goods-as-agreed'],
    });
  });
});

describe('damaged in transit', () => {
  const UNTIL = '2026-07-11T00:00:00+08:00';
  const question = { order: { ...signed, promised: { resendUntilMs: at(UNTIL) } } };

  it('[R32] gives a resend for what was damaged, from the signing until the promised end', () => {
    expect(assess('damaged-in-transit', { ...question, now: NOW })).toMatchObject({
      status: 'open',
      missing: ['fault-shown'],
      window: { startMs: at(SIGNED), endMs: at(UNTIL) },
    });
    const facts = { faults: [{ code: 'damaged', foundAtMs: at(SIGNED) }] };
    expect(assess('damaged-in-transit', { ...question, facts, now: '2026-07-10T23:59:59+08:00' })).toMatchObject({
      status: 'claimable',
      missing: [],
      gives: 'resend',
    });
    expect(assess('damaged-in-transit', { ...question, facts, now: UNTIL }).status).toBe('over');
    expect(assess('damaged-in-transit', { ...question, now: UNTIL }).status).toBe('over');
  });

  it('[R32] takes a claim that was raised in time as the finding too', () => {
    const facts = {
      claimedAtMs: at('2026-07-10T23:59:59+08:00'),
      faults: [{ code: 'damaged', foundAtMs: at('2026-07-12T10:00:00+08:00') }],
    };
    const now = '2026-07-12T10:00:00+08:00';
    expect(assess('damaged-in-transit', { ...question, facts, now }).status).toBe('claimable');
  });
});

describe('what matters now', () => {
  const COMMITMENTS = BUILT_IN_COMMITMENTS.map(({ key }) => key);
  const mattering = (given: Omit<Parameters<typeof assess>[1], 'now'>) =>
    COMMITMENTS.filter((key) => mattersNow(assess(key, { now: NOW, ...given })));

  it('is what is in force, and what is owed', () => {
    const late = { shipByMs: at('2026-07-02T10:00:00+08:00'), returnUntilMs: at('2026-07-10T00:00:00+08:00') };
    const shipped = { shippedAtMs: at('2026-07-02T16:00:00+08:00'), signedAtMs: at(SIGNED) };
    expect(mattering({ order: order({ ...shipped, promised: late }) })).toEqual([
      'consumer-protection',
      'quality',
      'ship-by',
      'no-fault-return',
    ]);
  });

  it('is not what was kept, is over or was not promised', () => {
    const kept = { shipByMs: at('2026-07-02T18:00:00+08:00'), returnUntilMs: at('2026-07-05T00:00:00+08:00') };
    const shipped = { shippedAtMs: at('2026-07-02T16:00:00+08:00'), signedAtMs: at(SIGNED) };
    const of = order({ ...shipped, promised: kept });
    expect(mattering({ order: of })).toEqual(['consumer-protection', 'quality']);
    expect(assess('ship-by', { order: of, now: NOW }).status).toBe('kept');
    expect(assess('no-fault-return', { order: of, now: NOW }).status).toBe('over');
  });

  it('is what has not begun only once its promise was broken', () => {
    const promised = { deliverByMs: at('2026-07-02T10:00:00+08:00') };
    const late = assess('deliver-by', { order: order({ deliveredAtMs: at(SIGNED), promised }), now: NOW });
    expect(late).toMatchObject({ status: 'not-begun', lateByMs: expect.any(Number) as number });
    expect(mattersNow(late)).toBe(true);
    expect(mattersNow({ status: 'not-begun' })).toBe(false);
  });

  it('is what cannot be determined', () => {
    expect(mattersNow({ status: 'unclear' })).toBe(true);
  });

  it('is told with what is owed first; the others stay in the shop’s order', () => {
    const [owed, open] = [
      { status: 'claimable', compensation: { ok: false, problem: 'not-configured' } },
      { status: 'open' },
    ] as const;
    const rows = [open, { status: 'unclear' }, owed, { status: 'claimable' }] as const;
    expect([...rows].sort(compareRelevance)).toEqual([owed, rows[0], rows[1], rows[3]]);
    expect(rows.map(isOwed)).toEqual([false, false, true, false]);
  });
});
