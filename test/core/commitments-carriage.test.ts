import { assessCommitments, BUILT_IN_COMMITMENTS } from '@sidecard/core';
import { describe, expect, it } from 'vitest';
import { assess, at, order } from '../support/commitments.ts';

const SIGNED = '2026-07-03T11:08:00+08:00';
const CLOSED = '2026-07-08T20:00:00+08:00';
const DAYS_15_AFTER_CLOSE = '2026-07-24T00:00:00+08:00';
const NOW = '2026-07-06T09:00:00+08:00';

const signed = order({ signedAtMs: at(SIGNED) });
const closed = order({ signedAtMs: at(SIGNED), closedAtMs: at(CLOSED) });

describe('designated carrier', () => {
  const promised = { carrier: 'SF Express' };
  const sent = { ...closed, promised, carrier: 'ZTO' };
  const failed = { negotiationFailed: true };

  it('[R33] can be claimed when another carrier came, within 15 days of the order’s close', () => {
    expect(
      assess('designated-carrier', { order: { ...signed, promised, carrier: 'ZTO' }, facts: failed, now: NOW }),
    ).toMatchObject({ status: 'not-begun', missing: ['order-closed'] });
    const last = { order: sent, facts: failed, now: '2026-07-23T23:59:59+08:00' };
    expect(assess('designated-carrier', last)).toMatchObject({
      status: 'claimable',
      window: { startMs: at(CLOSED), endMs: at(DAYS_15_AFTER_CLOSE) },
    });
    expect(assess('designated-carrier', { ...last, now: DAYS_15_AFTER_CLOSE }).status).toBe('over');
  });

  it('[R33] [R37] needs a failed negotiation, and a claim within its own period after the finding', () => {
    const faults = [{ code: 'other-carrier', foundAtMs: at('2026-07-23T12:00:00+08:00') }];
    const question = { order: sent, now: '2026-08-07T23:59:59+08:00' };
    expect(assess('designated-carrier', { ...question, facts: { faults } })).toMatchObject({
      status: 'open',
      missing: ['negotiation-failed'],
      claimWindow: { startMs: faults[0]!.foundAtMs, endMs: at('2026-08-08T00:00:00+08:00') },
    });
    expect(assess('designated-carrier', { ...question, facts: { ...failed, faults } }).status).toBe('claimable');
    const over = { order: sent, facts: { ...failed, faults }, now: '2026-08-08T00:00:00+08:00' };
    expect(assess('designated-carrier', over).status).toBe('over');
  });

  it('[R33] counts what was found before the close as found at the close', () => {
    const faults = [{ code: 'other-carrier', foundAtMs: at(SIGNED) }];
    const claimWindow = { startMs: at(CLOSED), endMs: at(DAYS_15_AFTER_CLOSE) };
    const now = '2026-07-20T09:00:00+08:00';
    expect(assess('designated-carrier', { order: sent, facts: { ...failed, faults }, now })).toMatchObject({
      status: 'claimable',
      claimWindow,
    });
    const claimedAtMs = at(SIGNED);
    expect(assess('designated-carrier', { order: sent, facts: { ...failed, claimedAtMs }, now })).toMatchObject({
      status: 'claimable',
      claimWindow,
    });
  });

  it('[R33] is kept by the same carrier, however its name is typed', () => {
    const now = '2026-07-09T09:00:00+08:00';
    for (const carrier of ['SF Express', 'sf express', ' SFExpress', '\uFF33\uFF26 Express'])
      expect(assess('designated-carrier', { order: { ...sent, carrier }, now }).status, carrier).toBe('kept');
  });

  it('[R33] takes a fault that was shown as long as the order names no carrier', () => {
    const order = { ...closed, promised };
    const now = '2026-07-09T09:00:00+08:00';
    expect(assess('designated-carrier', { order, facts: failed, now }).missing).toEqual(['fault-shown']);
    const faults = [{ code: 'other-carrier', foundAtMs: at(now) }];
    expect(assess('designated-carrier', { order, facts: { ...failed, faults }, now }).status).toBe('claimable');
  });

  it('[R33] is not offered where no carrier was promised', () => {
    expect(assess('designated-carrier', { order: closed, now: NOW })).toMatchObject({
      status: 'not-offered',
      missing: ['promise'],
    });
  });
});

describe('deliver-by', () => {
  const DELIVER_BY = '2026-07-03T09:00:00+08:00';
  const late = { ...closed, promised: { deliverByMs: at(DELIVER_BY) } };
  const failed = { negotiationFailed: true };
  const now = '2026-07-09T09:00:00+08:00';

  it('[R34] [R37] can be claimed for a late delivery within 15 days of the order’s close, after a failed negotiation', () => {
    expect(assess('deliver-by', { order: late, now })).toMatchObject({
      status: 'open',
      missing: ['negotiation-failed'],
      lateByMs: at(SIGNED) - at(DELIVER_BY),
      window: { startMs: at(CLOSED), endMs: at(DAYS_15_AFTER_CLOSE) },
    });
    // counted from a finding, which nobody has told of yet
    expect(assess('deliver-by', { order: late, now })).not.toHaveProperty('claimWindow');
    expect(assess('deliver-by', { order: late, facts: failed, now }).status).toBe('claimable');
    const over = { order: late, facts: failed, now: DAYS_15_AFTER_CLOSE };
    expect(assess('deliver-by', over).status).toBe('over');
  });

  it('[R34] goes by the arrival, where that is known, rather than by the signing', () => {
    const facts = { ...failed, deliveredAtMs: at(DELIVER_BY) };
    expect(assess('deliver-by', { order: late, facts, now })).toMatchObject({ status: 'kept', missing: [] });
  });

  it('[R35] is paid from the deposit first, as is a designated carrier, and nothing else', () => {
    const answers = assessCommitments(
      late,
      failed,
      { timeZone: 'Asia/Shanghai', commitments: BUILT_IN_COMMITMENTS },
      at(now),
    );
    expect(Object.fromEntries(answers.map(({ key, paidFrom }) => [key, paidFrom]))).toEqual({
      'consumer-protection': undefined,
      quality: 'merchant',
      'ship-by': 'merchant',
      'no-fault-return': undefined,
      'damaged-in-transit': undefined,
      'designated-carrier': 'deposit-first',
      'deliver-by': 'deposit-first',
    });
  });
});
