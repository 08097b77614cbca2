import { assessCommitments, type Commitment, type CommitmentAssessment } from '@sidecard/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess, at, builtIn, order } from '../support/commitments.ts';

/** A promise of so many days after the signing; claims come within as many after the finding. */
function inDays(days: number): Commitment {
  const { needs: _, ...damaged } = builtIn('damaged-in-transit');
  return { ...damaged, key: 'days', window: { from: 'signed', until: { days } }, claim: { days } };
}

function assessDays(days: number, signedAtMs: number, timeZone: string, now: number): CommitmentAssessment {
  const faults = [{ code: 'damaged', foundAtMs: signedAtMs }];
  const shop = { timeZone, commitments: [inDays(days)] };
  const [answer] = assessCommitments(order({ signedAtMs }), { faults }, shop, now);
  return answer!;
}

interface Row {
  readonly what: string;
  readonly zone: string;
  readonly from: string;
  readonly days: number;
  readonly end: string;
}

const SHANGHAI: readonly Row[] = [
  ['a day', '2026-07-03T11:08:00+08:00', 1, '2026-07-05T00:00:00+08:00'],
  ['an event at the first moment of its day', '2026-07-03T00:00:00+08:00', 1, '2026-07-05T00:00:00+08:00'],
  ['an event at the last second of its day', '2026-07-03T23:59:59+08:00', 1, '2026-07-05T00:00:00+08:00'],
  ['an event that is a day earlier in UTC', '2026-07-03T20:00:00Z', 1, '2026-07-06T00:00:00+08:00'],
  ['seven days', '2026-07-03T11:08:00+08:00', 7, '2026-07-11T00:00:00+08:00'],
  ['a month’s end', '2026-07-25T11:08:00+08:00', 15, '2026-08-10T00:00:00+08:00'],
  ['a month’s last day', '2026-06-29T11:08:00+08:00', 1, '2026-07-01T00:00:00+08:00'],
  ['a year’s end', '2026-12-31T11:08:00+08:00', 15, '2027-01-16T00:00:00+08:00'],
  ['February without a leap day', '2027-02-26T11:08:00+08:00', 2, '2027-03-01T00:00:00+08:00'],
  ['a leap day', '2028-02-27T11:08:00+08:00', 2, '2028-03-01T00:00:00+08:00'],
  ['up to a leap day', '2028-02-27T11:08:00+08:00', 1, '2028-02-29T00:00:00+08:00'],
  ['from a leap day', '2028-02-29T11:08:00+08:00', 15, '2028-03-16T00:00:00+08:00'],
].map(([what, from, days, end]) => ({ what, zone: 'Asia/Shanghai', from, days, end }) as Row);

const CHANGING_CLOCKS: readonly Row[] = [
  ['a day of 23 hours', 'Europe/Berlin', '2026-03-28T15:00:00+01:00', 1, '2026-03-30T00:00:00+02:00'],
  ['up to a day of 23 hours', 'Europe/Berlin', '2026-03-27T15:00:00+01:00', 1, '2026-03-29T00:00:00+01:00'],
  ['from a day of 23 hours', 'Europe/Berlin', '2026-03-29T23:30:00+02:00', 1, '2026-03-31T00:00:00+02:00'],
  ['a day of 25 hours', 'Europe/Berlin', '2026-10-24T15:00:00+02:00', 1, '2026-10-26T00:00:00+01:00'],
  ['15 days over it', 'Europe/Berlin', '2026-10-20T23:59:59+02:00', 15, '2026-11-05T00:00:00+01:00'],
  ['from the doubled hour, first', 'Europe/Berlin', '2026-10-25T02:30:00+02:00', 1, '2026-10-27T00:00:00+01:00'],
  ['from the doubled hour, second', 'Europe/Berlin', '2026-10-25T02:30:00+01:00', 1, '2026-10-27T00:00:00+01:00'],
  ['a day of 23 hours', 'America/New_York', '2026-03-07T23:59:59-05:00', 1, '2026-03-09T00:00:00-04:00'],
  ['a day of 25 hours', 'America/New_York', '2026-10-31T00:00:00-04:00', 1, '2026-11-02T00:00:00-05:00'],
  ['half an hour less', 'Australia/Lord_Howe', '2026-10-03T12:00:00+10:30', 1, '2026-10-05T00:00:00+11:00'],
  ['a quarter of an hour beside', 'Asia/Kathmandu', '2026-07-03T23:59:59+05:45', 1, '2026-07-05T00:00:00+05:45'],
  // clocks go from 24:00 to 01:00 of 24 April
  ['a midnight that there is not', 'Africa/Cairo', '2026-04-22T12:00:00+02:00', 1, '2026-04-24T01:00:00+03:00'],
  ['the day after it', 'Africa/Cairo', '2026-04-23T12:00:00+02:00', 1, '2026-04-25T00:00:00+03:00'],
  // clocks go from 24:00 back to 23:00 of 29 October
  ['a day that ends twice', 'Africa/Cairo', '2026-10-28T12:00:00+03:00', 1, '2026-10-30T00:00:00+02:00'],
  // clocks go from 00:01 of 7 November back to 23:01 of the 6th
  ['a day that comes back', 'America/St_Johns', '2010-11-05T12:00:00-02:30', 1, '2010-11-07T00:00:00-03:30'],
  // clocks go from 01:00 back to 00:00: midnight strikes twice on the same day
  ['a midnight that strikes twice', 'America/Havana', '2026-10-30T12:00:00-04:00', 1, '2026-11-01T00:00:00-04:00'],
  // 30 December 2011 was left out
  ['a day that there was not', 'Pacific/Apia', '2011-12-28T12:00:00-10:00', 2, '2011-12-31T00:00:00+14:00'],
].map(([what, zone, from, days, end]) => ({ what, zone, from, days, end }) as Row);

describe('a window of n days', () => {
  it.each([...SHANGHAI, ...CHANGING_CLOCKS])(
    '[R33] [R37] ends over $what in $zone: $days after $from',
    ({ zone, from, days, end }) => {
      const lastSecond = assessDays(days, at(from), zone, at(end) - 1000);
      expect(lastSecond).toMatchObject({
        status: 'claimable',
        window: { startMs: at(from), endMs: at(end) },
        claimWindow: { startMs: at(from), endMs: at(end) },
      });
      expect(assessDays(days, at(from), zone, at(end) - 1).status).toBe('claimable');
      expect(assessDays(days, at(from), zone, at(end)).status).toBe('over');
    },
  );

  it('[R33] [R34] ends 15 days after an order’s close, over a month’s end and a change of clocks', () => {
    const closed = order({
      closedAtMs: at('2026-10-20T23:59:59+02:00'),
      promised: { carrier: 'SF', deliverByMs: at('2026-10-15T00:00:00+02:00') },
      carrier: 'ZTO',
    });
    const facts = { negotiationFailed: true };
    const end = '2026-11-05T00:00:00+01:00';
    for (const key of ['designated-carrier', 'deliver-by']) {
      const last = { order: closed, facts, now: '2026-11-04T23:59:59+01:00', timeZone: 'Europe/Berlin' };
      expect(assess(key, last)).toMatchObject({ status: 'claimable', window: { endMs: at(end) } });
      expect(assess(key, { ...last, now: end }).status).toBe('over');
    }
  });

  it('[R36] closes in every time zone at a moment with the next day on the calendar', () => {
    const zones = [...Intl.supportedValuesOf('timeZone')];
    const calendars = new Map<string, Intl.DateTimeFormat>();
    const dateIn = (zone: string, ms: number): string => {
      const calendar = calendars.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
      calendars.set(zone, calendar);
      return calendar.format(ms);
    };
    const dayAfter = (date: string, days: number): string =>
      new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: at('1975-01-01T00:00:00Z'), max: at('2050-01-01T00:00:00Z') }),
        fc.integer({ min: 1, max: 400 }),
        (zone, from, days) => {
          const { window } = assessDays(days, from, zone, from);
          const last = dayAfter(dateIn(zone, from), days);
          expect(dateIn(zone, window!.endMs! - 1) <= last).toBe(true);
          expect(dateIn(zone, window!.endMs!) > last).toBe(true);
        },
      ),
      { numRuns: process.env['CI'] ? 20_000 : 2_000 },
    );
  });
});

describe('a time zone that nobody knows', () => {
  const closed = order({ closedAtMs: at('2026-07-08T20:00:00+08:00'), promised: { carrier: 'SF' }, carrier: 'ZTO' });
  const now = '2026-07-09T00:00:00+08:00';

  it.each(['', 'Mars/Olympus', 'Asia/Shanghai ', '__proto__', 'a'.repeat(10_000)])(
    '[R36] leaves %j open where days count, and only there',
    (timeZone) => {
      expect(assess('designated-carrier', { order: closed, now, timeZone })).toMatchObject({
        status: 'unclear',
        missing: ['time-zone'],
      });
      expect(assess('consumer-protection', { order: closed, now, timeZone }).status).toBe('open');
    },
  );

  it('[R36] is not taken for the machine’s own', () => {
    const shop = { timeZone: undefined as unknown as string, commitments: [inDays(1)] };
    const [answer] = assessCommitments(order({ signedAtMs: 0 }), {}, shop, 0);
    expect(answer).toMatchObject({ status: 'unclear', missing: ['time-zone'] });
  });
});

describe('a time that is none', () => {
  it.each([NaN, Infinity, -1, 0.5, 8.64e15, Number.MAX_SAFE_INTEGER])('[R36] is unclear: %d', (broken) => {
    expect(assessDays(1, broken, 'Asia/Shanghai', at('2026-07-09T00:00:00+08:00'))).toMatchObject({
      status: 'unclear',
      missing: ['time'],
    });
    expect(assessDays(1, 0, 'Asia/Shanghai', broken)).toMatchObject({ status: 'unclear', missing: ['time'] });
  });

  it.each([NaN, Infinity, -1])('[R30] leaves a promise for %d unclear', (shipByMs) => {
    const answer = assess('ship-by', { order: order({ promised: { shipByMs } }), now: '2026-07-09T00:00:00+08:00' });
    expect(answer).toMatchObject({ status: 'unclear', missing: ['time'] });
    expect(answer).not.toHaveProperty('promisedMs');
  });

  it.each([0, -1, 1.5, NaN, 3_661, Infinity])('[R36] so is a window of %d days', (days) => {
    expect(assessDays(days, 0, 'Asia/Shanghai', 0)).toMatchObject({ status: 'unclear', missing: ['time'] });
  });
});
