import { dueWarning, minutesLeft, nextWarningMs, ownDeadline, summaryOf, WARNING_MINUTES } from '@sidecard/core/list';
import { project } from '@sidecard/core/server';
import type { Ticket } from '@sidecard/core/authoring';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../support/seed.ts';
import { act, actor, contextAt, created, DECLINE, START_MS } from '../support/tickets.ts';

const MINUTE_MS = 60_000;
const ME = { accountId: 'merchant-1', side: 'merchant' } as const;
const rowOf = (ticket: Ticket) => summaryOf(project(ticket, 'handlers', contextAt(START_MS)));

describe('the deadline that an account has to meet', () => {
  const { ticket } = created();

  it('is that of a ticket that waits for its side', () => {
    expect(ownDeadline(rowOf(ticket), ME)).toMatchObject({ key: 'answer', of: 'merchant' });
    expect(ownDeadline(rowOf(ticket), { ...ME, side: 'staff' })).toBeUndefined();
    expect(ownDeadline(rowOf(ticket), { ...ME, side: 'buyer' })).toBeUndefined();
  });

  it('is none while the ticket waits for somebody else, or has ended', () => {
    expect(ownDeadline(rowOf(act(ticket, DECLINE, actor('merchant'))), ME)).toBeUndefined();
    expect(ownDeadline(rowOf(act(ticket, { command: 'withdraw' }, actor('buyer'))), ME)).toBeUndefined();
  });

  it('is that of whoever has claimed the ticket, alone', () => {
    const row = rowOf(act(ticket, { command: 'claim' }, actor('merchant')));
    const { accountId } = row.claim!;
    expect(ownDeadline(row, { ...ME, accountId })).toBeDefined();
    expect(ownDeadline(row, { ...ME, accountId: 'somebody-else' })).toBeUndefined();
  });
});

describe('a warning', () => {
  const deadline = { startedAtMs: START_MS, dueAtMs: START_MS + 180 * MINUTE_MS };
  const before = (minutes: number) => deadline.dueAtMs - minutes * MINUTE_MS;
  const due = (from: number, to: number, minutes = WARNING_MINUTES) =>
    dueWarning(deadline, minutes, { sinceMs: before(from), nowMs: before(to) });

  it('is due at its time, not before, and not again', () => {
    expect(due(70, 60.01)).toBeUndefined();
    expect(due(70, 60)).toBe(60);
    expect(due(60, 59)).toBeUndefined();
    expect(nextWarningMs(deadline, WARNING_MINUTES, before(60.01))).toBe(before(60));
    expect(nextWarningMs(deadline, WARNING_MINUTES, before(60))).toBe(before(10));
    expect(nextWarningMs(deadline, WARNING_MINUTES, before(10))).toBe(Infinity);
  });

  it('is one after a long sleep, the nearest to the deadline; and none once that is over', () => {
    expect(due(170, 5)).toBe(10);
    expect(due(170, 0)).toBeUndefined();
    expect(due(170, -30)).toBeUndefined();
  });

  it('is none for a time before the deadline was set', () => {
    expect(due(300, 170, [240, 180])).toBeUndefined();
    expect(nextWarningMs(deadline, [240, 180], before(300))).toBe(Infinity);
  });

  it('is due once for each time, however often it is looked at, and tells when to look next', () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 1, max: 179 }), { minLength: 1, maxLength: 5 });
    const looks = fc.array(fc.integer({ min: -10, max: 200 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(minutes, looks, (times, at) => {
        const [first, ...rest] = [...at].sort((one, other) => other - one) as [number, ...number[]];
        const warned: number[] = [];
        let since = first;
        for (const now of rest) {
          const found = due(since, now, times);
          const passed = times.filter((time) => time < since && time >= now);
          expect(found).toBe(now > 0 && passed.length > 0 ? Math.min(...passed) : undefined);
          const next = nextWarningMs(deadline, times, before(since));
          expect(found === undefined || next <= before(now)).toBe(true);
          if (found !== undefined) warned.push(found);
          since = now;
        }
        expect(new Set(warned).size).toBe(warned.length);
      }),
    );
  });

  it('names whole minutes, rounded up', () => {
    expect([before(9.2), before(10), before(-3)].map((nowMs) => minutesLeft(deadline, nowMs))).toEqual([10, 10, 0]);
  });
});
