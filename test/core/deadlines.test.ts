import { builtInTypes, type Order } from '@sidecard/core';
import {
  addressChange,
  type Command,
  INTERVENTION_DEADLINES,
  actionsFor,
  repair,
  resend,
  startDeadline,
} from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import { deadlineStage, readMinutes, shownDeadline } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { agreeTo, host, merchant, SENT_BACK, staff, ticketOf } from '../support/cases.ts';
import {
  act,
  actor,
  contextAt,
  created,
  DECLINE,
  expire,
  intervening,
  ORDER,
  ownDeadlines,
  POLICY,
  refusal,
  START_MS,
} from '../support/tickets.ts';

const HOUR_MS = 3_600_000;

describe('time', () => {
  it('follows the tenant’s policy', () => {
    const minutes = (deadlines: Record<string, Record<string, number>>) =>
      (created({}, contextAt(START_MS, { policy: { ...POLICY, deadlines } })).ticket.deadlines[0]?.dueAtMs ?? 0) -
      START_MS;
    expect(minutes({ '*': { answer: 60_000 } })).toBe(60_000);
    expect(minutes({ '*': { answer: 60_000 }, 'return-refund': { answer: 120_000 } })).toBe(120_000);
    expect(minutes({ exchange: { answer: 60_000 } })).toBe(48 * HOUR_MS);
  });

  it('is extended by hours, but never the platform’s own', () => {
    const extend = (deadline: string): Command => ({ command: 'extend', fields: { deadline, hours: 5 } });
    const [before] = created().ticket.deadlines;
    expect(act(created().ticket, extend('answer'), actor('host')).deadlines[0]?.dueAtMs).toBe(
      (before?.dueAtMs ?? 0) + 5 * HOUR_MS,
    );
    expect(refusal(extend('begin-review'), actor('staff'), intervening())).toMatchObject({ code: 'move-not-allowed' });
  });

  it('of the platform is told to staff when it is over, and to nobody else', () => {
    const overdue = expire(intervening(), 'begin-review');
    expect(overdue.version).toBe(intervening().version);
    const line = (audience: 'staff' | 'buyer' | 'handlers') =>
      project(overdue, audience, contextAt(START_MS)).history.at(-1)?.kind;
    expect([line('staff'), line('buyer'), line('handlers')]).toEqual(['deadline-noticed', 'escalated', 'escalated']);
    expect(
      actionsFor(act(created().ticket, DECLINE, actor('merchant')), 'buyer', contextAt(START_MS)).find(
        ({ command }) => command === 'escalate',
      )?.starts,
    ).toBeUndefined();
  });

  it('of a fact of the order is the fact’s own', () => {
    const { shippedAtMs: _, signedAtMs: _signed, ...unshipped } = ORDER;
    const ticket = ticketOf(addressChange, { order: unshipped });
    expect(
      act(ticket, { command: 'record-order', fields: { fact: 'shipped', atMs: START_MS - 5 } }, actor('host')).order
        .shippedAtMs,
    ).toBe(START_MS - 5);
    expect(
      act(
        created().ticket,
        { command: 'record-order', fields: { fact: 'signed' } },
        actor('host'),
        contextAt(START_MS + 7),
      ).order.signedAtMs,
    ).toBe(START_MS + 7);
    expect(
      act(ticket, { command: 'record-order', fields: { fact: 'order-closed' } }, actor('host')).order.closedAtMs,
    ).toBe(START_MS);
  });
});

describe('the shown deadline', () => {
  it('is none of the platform’s own while it reviews', () => {
    expect(shownDeadline({ deadlines: intervening().deadlines }, 'merchant')).toBeUndefined();
  });
});

describe('the lengths of deadlines', () => {
  const DAY_MS = 24 * HOUR_MS;
  const PLATFORM = { 'begin-review': 1, rule: 3, 'evidence-merchant': 2, 'evidence-buyer': 2 };
  const USUAL = {
    answer: 2,
    proof: 2,
    proposal: 2,
    return: 7,
    receipt: 10,
    fulfil: 2,
    confirm: 10,
    escalate: 7,
    'ship-back': 3,
  };
  const PROMISED = { 'promised-day': 9 };
  const OWN: Readonly<Record<string, object>> = {
    'address-change': { answer: 4 / 24, intercept: 3 },
    exchange: { payment: 3 },
    repair: { payment: 3, repair: 15, 'ship-back': 3 },
    'refund-before-shipment': { intercept: 3 },
    'shipment-urging': PROMISED,
    'invoice-urging': PROMISED,
    'delivery-issue': { carrier: 2, redelivery: 3, intercept: 3 },
  };

  it.each(builtInTypes)('[R16] are as they are told to be, for $key', (type) => {
    const expected: Readonly<Record<string, number>> = { ...USUAL, ...OWN[type.key] };
    for (const [key, { lastsMs }] of Object.entries(ownDeadlines(type)))
      expect([key, lastsMs / DAY_MS]).toEqual([key, expected[key]]);
    for (const [key, { lastsMs }] of Object.entries(INTERVENTION_DEADLINES))
      expect([key, lastsMs / DAY_MS]).toEqual([key, PLATFORM[key as keyof typeof PLATFORM]]);
  });

  it.each(builtInTypes)('[R16] are the tenant\u2019s where it says so, for each deadline of $key', (type) => {
    const keys = Object.keys(type.deadlines);
    const lasts = (key: string, deadlines: Record<string, Record<string, number>>) => {
      const { startedAtMs, dueAtMs } = startDeadline(type, key, START_MS, { deadlines });
      return dueAtMs - startedAtMs;
    };
    for (const key of keys) {
      expect(lasts(key, { '*': { [key]: 1_000 } })).toBe(1_000);
      expect(lasts(key, { '*': { [key]: 1_000 }, [type.key]: { [key]: 2_000 } })).toBe(2_000);
      expect(lasts(key, { other: { [key]: 1_000 }, '*': { other: 1 } })).toBe(lasts(key, {}));
    }
  });
});

describe('the time to answer an address change', () => {
  const { shippedAtMs: _, signedAtMs: __, ...unshipped } = ORDER;
  const due = (shipByMs: number | undefined, deadlines = {}) => {
    const order: Order = { ...unshipped, ...(shipByMs === undefined ? {} : { promised: { shipByMs } }) };
    const context = contextAt(START_MS, { policy: { ...POLICY, deadlines } });
    return (ticketOf(addressChange, { order }, context).deadlines[0]?.dueAtMs ?? 0) - START_MS;
  };

  it('[R16] ends after four hours, or with the promise to ship when that is earlier', () => {
    expect(due(undefined)).toBe(4 * HOUR_MS);
    expect(due(START_MS + 4 * HOUR_MS + 1)).toBe(4 * HOUR_MS);
    expect(due(START_MS + HOUR_MS)).toBe(HOUR_MS);
    expect(due(START_MS + 1)).toBe(1);
  });

  it('[R16] is not over before it begins: a promise that is past counts no more', () => {
    expect(due(START_MS)).toBe(4 * HOUR_MS);
    expect(due(START_MS - HOUR_MS)).toBe(4 * HOUR_MS);
  });

  it('[R16] is the tenant\u2019s, and ends with the promise all the same', () => {
    const deadlines = { 'address-change': { answer: 10 * HOUR_MS } };
    expect(due(undefined, deadlines)).toBe(10 * HOUR_MS);
    expect(due(START_MS + 5 * HOUR_MS, deadlines)).toBe(5 * HOUR_MS);
  });
});

describe('more time', () => {
  const extend = (fields: Command['fields'] = {}): Command => ({
    command: 'extend',
    fields: { hours: 5, deadline: 'answer', ...fields },
  });
  const due = (ticket = created().ticket, key = 'answer') =>
    ticket.deadlines.find((one) => one.key === key)?.dueAtMs ?? 0;

  it('is given by staff and host as often as they see fit, and is a line of its own', () => {
    const twice = act(act(created().ticket, extend(), staff), extend({ hours: 720 }), host);
    expect(due(twice) - due()).toBe(725 * HOUR_MS);
    expect(twice.history.slice(-2).map(({ kind }) => kind)).toEqual(['deadline-extended', 'deadline-extended']);
    expect(twice).toMatchObject({ workflow: 'awaiting-merchant', version: 3 });
    expect(twice.deadlines[0]).not.toHaveProperty('extended');
  });

  it.each([0, -1, 721, 1.5, '5'])('is none of %j hours', (hours) => {
    expect(refusal(extend({ hours }), staff)).toMatchObject({ problems: [{ field: 'hours' }] });
  });

  it('is of a clock that runs', () => {
    expect(refusal(extend({ deadline: 'receipt' }), staff)).toMatchObject({
      problems: [{ field: 'deadline', problem: 'unknown-option' }],
    });
    const over = act(created().ticket, { command: 'withdraw' }, actor('buyer'));
    expect(refusal(extend(), staff, over)).toMatchObject({ because: 'no-such-move' });
  });

  it('is taken by the merchant once, for a repair, and says so to the buyer', () => {
    const asked: Command = { command: 'extend', fields: { hours: 48, text: 'A part is on its way.' } };
    const sent = act(act(ticketOf(repair), agreeTo(), merchant), SENT_BACK, actor('buyer'));
    const working = act(sent, { command: 'confirm-receipt' }, merchant);
    const longer = act(working, asked, merchant);
    expect(due(longer, 'repair') - due(working, 'repair')).toBe(48 * HOUR_MS);
    expect(longer.deadlines).toMatchObject([{ key: 'repair', extended: 1 }]);
    expect(longer.history.at(-1)?.sentMessage?.text).toBe('The repair needs 48 more hours: A part is on its way.');
    expect(refusal(asked, merchant, longer)).toMatchObject({ because: 'no-such-move' });
    // What the platform gives does not count as theirs, before or after.
    expect(refusal(asked, merchant, act(working, extend({ deadline: 'repair' }), staff))).toBe('accepted');
    expect(refusal(extend({ deadline: 'repair' }), staff, longer)).toBe('accepted');
    expect(refusal(asked, merchant, ticketOf(resend))).toMatchObject({ code: 'command-unknown' });
  });

  it('or less is set by the host: the clock ends so many hours from now', () => {
    const change: Command = { command: 'change-deadline', fields: { deadline: 'answer', hours: 1 } };
    const changed = act(created().ticket, change, host, contextAt(START_MS + 10 * HOUR_MS));
    expect(due(changed)).toBe(START_MS + 11 * HOUR_MS);
    expect(changed.history.at(-1)).toMatchObject({
      kind: 'deadline-changed',
      fields: { deadline: 'answer', hours: 1 },
    });
    expect(changed.deadlines[0]?.startedAtMs).toBe(START_MS);
    expect(refusal(change, staff)).toMatchObject({ code: 'command-unknown' });
    expect(refusal({ ...change, fields: { deadline: 'begin-review', hours: 1 } }, host, intervening())).toMatchObject({
      because: 'no-such-move',
    });
  });
});

describe('a deadline calls for attention', () => {
  const stage = (lastsMs: number, goneMs: number) =>
    deadlineStage({ startedAtMs: START_MS, dueAtMs: START_MS + lastsMs }, START_MS + goneMs);
  const LENGTHS = [10_000, HOUR_MS, 4 * HOUR_MS, 48 * HOUR_MS, 240 * HOUR_MS, 7_777_777];

  it.each(LENGTHS)('[R16] at three quarters of %d ms to the millisecond, then at nineteen twentieths', (lastsMs) => {
    const at = (share: number) => Math.ceil(lastsMs * share);
    expect(stage(lastsMs, 0)).toBe('calm');
    expect(stage(lastsMs, at(0.75) - 1)).toBe('calm');
    expect(stage(lastsMs, at(0.75))).toBe('soon');
    const urgent = lastsMs >= 24 * HOUR_MS ? Math.min(at(0.95), lastsMs - HOUR_MS + 1) : at(0.95);
    expect(stage(lastsMs, urgent - 1)).toBe('soon');
    expect(stage(lastsMs, urgent)).toBe('urgent');
    expect(stage(lastsMs, lastsMs - 1)).toBe('urgent');
    expect(stage(lastsMs, lastsMs)).toBe('over');
    expect(stage(lastsMs, lastsMs + 1)).toBe('over');
  });

  it('begins with the minutes that are set, whatever it lasts', () => {
    const left = (minutes: number, set: readonly number[]) =>
      deadlineStage({ startedAtMs: 0, dueAtMs: 48 * HOUR_MS }, 48 * HOUR_MS - minutes * 60_000, set);
    expect([61, 60, 11, 10, 0].map((minutes) => left(minutes, [10, 60, 30]))).toEqual([
      ...['calm', 'soon', 'soon', 'urgent', 'over'],
    ]);
    expect([31, 30].map((minutes) => left(minutes, [30]))).toEqual(['calm', 'urgent']);
    expect(left(200, [])).toBe('soon');
    expect(readMinutes('60, 10 x -1')).toEqual([60, 10]);
    expect([readMinutes(''), readMinutes(null), readMinutes([5])]).toEqual([[], [], [5]]);
  });

  it('in its last hour, where it lasts a day; a shorter one has no last hour', () => {
    const day = 24 * HOUR_MS;
    expect(stage(day, day - 1.2 * HOUR_MS - 1)).toBe('soon');
    expect(stage(day - 1, day - 1.5 * HOUR_MS)).toBe('soon');
    expect(stage(2 * HOUR_MS, HOUR_MS + 1)).toBe('calm');
  });
});
