import {
  deliveryIssue,
  transitionLimits,
  repair,
  requestLimits,
  resend,
  returnPostage,
  returnRefund,
} from '@sidecard/core/authoring';
import {
  checkField,
  checkFields,
  cleanFields,
  dayAt,
  daysLater,
  type Field,
  type FieldLimits,
  isDay,
} from '@sidecard/core/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cny, declineOf, merchant, ticketOf, underReview } from '../support/cases.ts';
import { act, contextAt, created, ORDER, POLICY, START_MS } from '../support/tickets.ts';

const labels = { 'zh-CN': '\u680F', en: 'Field' };
const problem = (field: Field, value: unknown, limits?: FieldLimits) => checkField(field, value, limits)?.problem;

describe('a day', () => {
  it.each(['2026-07-05', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31', '2026-12-31'])('is %s', (day) => {
    expect(isDay(day)).toBe(true);
  });

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2100-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
  ])('of no calendar is %s', (day) => {
    expect(isDay(day)).toBe(false);
  });

  it.each([
    '',
    '2026-7-5',
    '26-07-05',
    '2026/07/05',
    ' 2026-07-05',
    '2026-07-05T00:00',
    '\uFF12\uFF10\uFF12\uFF16-07-05',
  ])('is not written %j', (day) => {
    expect(isDay(day)).toBe(false);
  });

  it.each([
    ['2026-07-01T15:59:59.999Z', 'Asia/Shanghai', '2026-07-01'],
    ['2026-07-01T16:00:00Z', 'Asia/Shanghai', '2026-07-02'],
    ['2026-12-31T16:00:00Z', 'Asia/Shanghai', '2027-01-01'],
    ['2024-02-28T16:00:00Z', 'Asia/Shanghai', '2024-02-29'],
    ['2026-07-01T00:00:00Z', 'America/Los_Angeles', '2026-06-30'],
    // The night in which the clocks go on, and that in which they go back
    ['2026-03-08T07:59:59Z', 'America/Los_Angeles', '2026-03-07'],
    ['2026-03-09T06:59:59Z', 'America/Los_Angeles', '2026-03-08'],
    ['2026-11-02T07:59:59Z', 'America/Los_Angeles', '2026-11-01'],
    ['2026-07-01T00:00:00Z', 'Pacific/Kiritimati', '2026-07-01'],
    ['2026-07-01T10:00:00Z', 'Pacific/Kiritimati', '2026-07-02'],
    ['2026-07-01T18:30:00Z', 'Asia/Kolkata', '2026-07-02'],
    ['2026-07-01T00:00:00Z', 'UTC', '2026-07-01'],
  ])('at %s in %s is %s', (moment, zone, day) => {
    expect(dayAt(Date.parse(moment), zone)).toBe(day);
  });

  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2024-02-28', 2, '2024-03-01'],
    ['2026-02-28', 1, '2026-03-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2026-07-05', 0, '2026-07-05'],
    ['2024-02-29', 366, '2025-03-01'],
  ])('%s and %d days are %s', (day, days, later) => {
    expect(daysLater(day, days)).toBe(later);
  });

  it('is a day wherever it is, and days go there and back', () => {
    const zones = fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Pacific/Apia', 'Asia/Kathmandu', 'UTC');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: Date.UTC(2100, 0) }),
        zones,
        fc.integer({ min: -400, max: 400 }),
        (at, zone, days) => {
          const day = dayAt(at, zone);
          expect(isDay(day)).toBe(true);
          expect(daysLater(daysLater(day, days), -days)).toBe(day);
          expect(daysLater(day, 1) > day).toBe(true);
        },
      ),
      { numRuns: process.env['CI'] ? 2_000 : 200 },
    );
  });
});

describe('a field for a day', () => {
  const field: Field = { key: 'byDay', kind: 'date', labels, fromDays: 0, toDays: 30 };
  const limits = { firstDay: '2026-07-01', lastDay: '2026-07-31' };

  it('takes the first and the last, and says which they are to one that is not between', () => {
    expect(checkField(field, '2026-07-01', limits)).toBeUndefined();
    expect(checkField(field, '2026-07-31', limits)).toBeUndefined();
    expect(checkField(field, '2026-06-30', limits)).toEqual({ field: 'byDay', problem: 'too-low', ...limits });
    expect(checkField(field, '2026-08-01', limits)).toEqual({ field: 'byDay', problem: 'too-high', ...limits });
    expect(problem(field, '2026-07-32', limits)).toBe('unreadable');
    expect(problem(field, 20_260_705, limits)).toBe('wrong-kind');
    expect(problem(field, '', limits)).toBe('required');
  });

  it('counts from today in the shop\u2019s time zone', () => {
    const redeliver = deliveryIssue.transitions.find(({ command }) => command === 'redeliver');
    const at = (moment: string, timeZone: string) =>
      transitionLimits(
        redeliver?.fields ?? [],
        deliveryIssue,
        ticketOf(deliveryIssue),
        'merchant',
        contextAt(Date.parse(moment), { policy: { ...POLICY, timeZone } }),
      )['byDay'];
    expect(at('2026-07-01T16:00:00Z', 'Asia/Shanghai')).toEqual({ firstDay: '2026-07-02', lastDay: '2026-07-04' });
    expect(at('2026-07-01T16:00:00Z', 'UTC')).toEqual({ firstDay: '2026-07-01', lastDay: '2026-07-03' });
    expect(at('2024-02-28T00:00:00Z', 'UTC')).toEqual({ firstDay: '2024-02-28', lastDay: '2024-03-01' });
  });
});

describe('a field for pictures', () => {
  const field: Field = { key: 'pictures', kind: 'pictures', labels, max: 2 };
  const limits = { options: ['a', 'b', 'c'] };

  it('takes those that the actor has uploaded, each once, and no more than it may', () => {
    expect(problem(field, ['a', 'c'], limits)).toBeUndefined();
    expect(problem(field, ['a', 'a'], limits)).toBe('unknown-option');
    expect(problem(field, ['d'], limits)).toBe('unknown-option');
    expect(checkField(field, ['a', 'b', 'c'], limits)).toEqual({
      field: 'pictures',
      problem: 'too-high',
      min: 1,
      max: 2,
    });
    expect(problem(field, [], limits)).toBe('required');
    expect(problem({ ...field, optional: true }, [], limits)).toBeUndefined();
    for (const wrong of ['a', [1], { 0: 'a' }, new Array(51)]) expect(problem(field, wrong, limits)).toBe('wrong-kind');
    expect(problem(field, ['a'])).toBe('unknown-option');
  });

  it('knows the uploads that the server tells of', () => {
    const pictures = (known: readonly string[]) =>
      requestLimits(returnRefund, ORDER, contextAt(START_MS, { pictures: known }))['pictures'];
    expect(pictures(['p1', 'p2'])).toEqual({ options: ['p1', 'p2'] });
    const request = { ...created().ticket.request, pictures: ['p1'] };
    expect(created({ request }, contextAt(START_MS, { pictures: ['p1'] })).ticket.request['pictures']).toEqual(['p1']);
    expect(() => created({ request })).toThrow('unknown-option');
  });
});

describe('limits that come from the ticket', () => {
  const limitsOf = (
    command: string,
    type = resend,
    choice?: string,
    ticket = ticketOf(type),
    party: 'merchant' | 'staff' | 'host' = 'merchant',
    context = contextAt(START_MS),
  ) => {
    const transition = type.transitions.find(
      (one) => one.command === command && one.choice === choice && one.by === party,
    );
    return transitionLimits(transition?.fields ?? [], type, ticket, party, context);
  };

  it('let no more be sent again than was asked for', () => {
    const ticket = ticketOf(resend, { request: { items: [{ itemId: 'mug', quantity: 1 }] } });
    expect(limitsOf('propose', resend, 'part', ticket)['items']).toEqual({ items: [{ itemId: 'mug', quantity: 1 }] });
    const part = (items: object) =>
      act(ticket, { command: 'propose', choice: 'part', fields: { items, text: 'That is all.' } as never }, merchant);
    expect(part([{ itemId: 'mug', quantity: 1 }]).proposal?.items).toEqual([{ itemId: 'mug', quantity: 1 }]);
    expect(() => part([{ itemId: 'mug', quantity: 2 }])).toThrow('too-high');
    expect(() => part([{ itemId: 'box', quantity: 1 }])).toThrow('unknown-option');
  });

  it('give each kind of money its own', () => {
    const context = contextAt(START_MS, { policy: { ...POLICY, caps: { postageMinor: 7, compensationMinor: 9 } } });
    const reviewed = underReview(act(ticketOf(resend), declineOf(resend), merchant));
    expect(limitsOf('rule', resend, 'refund', reviewed, 'staff', context)).toMatchObject({
      amount: { min: 1, max: 25_800, currency: 'CNY' },
      compensation: { min: 1, max: 9, currency: 'CNY' },
    });
    expect(requestLimits(returnPostage, ORDER, context)['postage']).toEqual({ min: 1, max: 7, currency: 'CNY' });
    // What the buyer pays comes out of no purse.
    const spent = { ...created().ticket, agreed: { refund: cny(27_799) } };
    expect(
      limitsOf('propose', repair, 'quote', ticketOf(repair), 'merchant', contextAt(START_MS, { related: [spent] }))[
        'fee'
      ]?.max,
    ).toBe(27_799);
  });

  it('let buyer\u2019s and merchant\u2019s clocks be changed, and not the platform\u2019s', () => {
    expect(limitsOf('change-deadline', resend, undefined, ticketOf(resend), 'host')['deadline']).toEqual({
      options: ['answer'],
    });
    const reviewed = underReview(act(ticketOf(resend), declineOf(resend), merchant));
    expect(limitsOf('extend', resend, undefined, reviewed, 'staff')['deadline']).toEqual({ options: [] });
  });
});

describe('what is kept of a form', () => {
  const fields: readonly Field[] = [
    { key: 'address', kind: 'address', labels },
    { key: 'hours', kind: 'number', labels, min: -5, max: 5 },
    { key: 'sides', kind: 'choices', labels, options: ['a', 'b'].map((key) => ({ key, labels })) },
    { key: 'sure', kind: 'boolean', labels },
    { key: 'day', kind: 'date', labels, fromDays: 0, toDays: 1, optional: true },
  ];
  const home = {
    name: ' He ',
    phone: '13812342716',
    region: 'Zhejiang',
    street: '8 Longjing Road',
    postcode: ' 310000 ',
  };
  const values = { address: { ...home, secret: 'x' }, hours: -0, sides: ['b', 'a', 'b'], stranger: 5 } as never;

  it('is what the form has, trimmed, each choice once, a box that nobody ticked as no', () => {
    expect(cleanFields(fields, values)).toEqual({
      address: { ...home, name: 'He', postcode: '310000' },
      hours: 0,
      sides: ['b', 'a'],
      sure: false,
    });
    expect(checkFields(fields, values)).toEqual([{ field: 'stranger', problem: 'unknown-field' }]);
  });

  it.each([
    ['name', ''],
    ['phone', 'call me'],
    ['phone', '1'.repeat(26)],
    ['region', ' '],
    ['street', 'x'.repeat(201)],
    ['postcode', 'x'.repeat(17)],
    ['postcode', 310_000],
    ['name', 'a\nb'],
    ['street', '\u202E'],
  ])('is no address whose %s is %j', (key, value) => {
    expect(checkField({ key: 'a', kind: 'address', labels }, { ...home, [key]: value })).toBeDefined();
  });
});
