import { compensationFor, type CompensationRule } from '@sidecard/core';
import { describe, expect, it } from 'vitest';
import { builtIn, order, paying } from '../support/commitments.ts';

const shipBy = builtIn('ship-by');
const money = (amountMinor: number, currency: string) => ({ amountMinor, currency });

/** The amount in smallest units, or the code of why there is none. */
function amountOf(rule: CompensationRule | undefined, paid: number, currency = 'CNY') {
  const answer = compensationFor(rule ? { compensation: rule } : {}, paying(paid, currency));
  return answer.ok ? answer.value.total.amountMinor : answer.problem;
}

describe('the compensation for a late dispatch: 5 %, at least ¥1, at most ¥30', () => {
  it.each([
    ['nothing', 0, 100, 'min'],
    ['¥0.01', 1, 100, 'min'],
    ['¥19.89', 1_989, 100, 'min'],
    ['¥19.90', 1_990, 100, undefined], // 99.5 fen, up to the hundred
    ['¥19.99', 1_999, 100, undefined],
    ['¥20.00', 2_000, 100, undefined],
    ['¥20.01', 2_001, 100, undefined],
    ['¥20.09', 2_009, 100, undefined], // 100.45 fen
    ['¥20.10', 2_010, 101, undefined], // 100.5 fen
    ['¥258.00', 25_800, 1_290, undefined],
    ['¥599.89', 59_989, 2_999, undefined],
    ['¥599.90', 59_990, 3_000, undefined],
    ['¥599.99', 59_999, 3_000, undefined],
    ['¥600.00', 60_000, 3_000, undefined],
    ['¥600.01', 60_001, 3_000, undefined],
    ['¥600.10', 60_010, 3_000, 'max'], // 3000.5 fen
    ['as much as a number can be', Number.MAX_SAFE_INTEGER, 3_000, 'max'],
  ] as const)('[R30] for %s paid', (_, paid, amountMinor, limitedBy) => {
    expect(compensationFor(shipBy, paying(paid))).toEqual({
      ok: true,
      value: {
        kind: 'percent',
        total: money(amountMinor, 'CNY'),
        percent: 5,
        min: money(100, 'CNY'),
        max: money(3_000, 'CNY'),
        parts: [
          {
            itemId: 'mug',
            base: money(paid, 'CNY'),
            amount: money(amountMinor, 'CNY'),
            ...(limitedBy ? { limitedBy } : {}),
          },
        ],
      },
    });
  });

  it.each([-1, -25_800, 0.5, NaN, Infinity, Number.MAX_SAFE_INTEGER + 1])(
    '[R30] is refused for %d paid, which is no amount',
    (paid) => {
      expect(compensationFor(shipBy, paying(paid))).toEqual({ ok: false, problem: 'amount-invalid' });
    },
  );

  it.each(['JPY', 'KWD', 'USD'])('[R30] has no figure in %s: the limits are yuan', (currency) => {
    expect(compensationFor(shipBy, paying(25_800, currency))).toEqual({ ok: false, problem: 'currency-differs' });
  });

  it('[R30] is each item’s own, with the limits for each, and their sum', () => {
    const both = compensationFor(shipBy, order());
    expect(both).toMatchObject({
      value: {
        total: money(1_390, 'CNY'),
        parts: [
          { itemId: 'mug', amount: money(1_290, 'CNY') },
          { itemId: 'box', amount: money(100, 'CNY') },
        ],
      },
    });
    expect(compensationFor(shipBy, order(), ['box', 'box'])).toMatchObject({ value: { total: money(100, 'CNY') } });
  });

  it.each([[[]], [['cup']], [['mug', 'cup']]])(
    '[R30] is refused for the items %j, which the order has not',
    (items) => {
      expect(compensationFor(shipBy, order(), items)).toEqual({ ok: false, problem: 'item-unknown' });
    },
  );
});

describe('a compensation in another currency', () => {
  it('[R36] rounds half up to one smallest unit, whatever that is', () => {
    const rule = { kind: 'percent', percent: 5 } as const;
    expect(amountOf(rule, 1_989, 'JPY')).toBe(99); // 99.45 yen
    expect(amountOf(rule, 1_990, 'JPY')).toBe(100); // 99.5 yen
    expect(amountOf(rule, 1_250, 'KWD')).toBe(63); // 62.5 fils
    expect(amountOf(rule, 1_249, 'KWD')).toBe(62);
    expect(amountOf(rule, 9, 'JPY')).toBe(0);
    expect(amountOf(rule, 10, 'JPY')).toBe(1);
  });

  it('[R36] keeps to limits that are in it', () => {
    const yen = { kind: 'percent', percent: 5, min: money(20, 'JPY'), max: money(600, 'JPY') } as const;
    expect(amountOf(yen, 0, 'JPY')).toBe(20);
    expect(amountOf(yen, 12_000, 'JPY')).toBe(600);
    expect(amountOf(yen, 12_020, 'JPY')).toBe(600);
    const dinar = { kind: 'percent', percent: 5, min: money(50, 'KWD') } as const;
    expect(amountOf(dinar, 999, 'KWD')).toBe(50);
    expect(amountOf(dinar, 10_000, 'KWD')).toBe(500);
  });

  it('[R36] has no figure for a fixed amount in yuan', () => {
    const rule = { kind: 'fixed', amount: money(2_000, 'CNY') } as const;
    expect(amountOf(rule, 1, 'CNY')).toBe(2_000);
    expect(amountOf(rule, 1, 'JPY')).toBe('currency-differs');
  });

  it('[R36] has no figure for an order of two currencies', () => {
    const [mug] = order().items;
    const mixed = order({ items: [mug, { ...mug, id: 'box', paid: money(100, 'JPY') }] });
    expect(compensationFor({ compensation: { kind: 'percent', percent: 5 } }, mixed)).toEqual({
      ok: false,
      problem: 'currency-differs',
    });
  });
});

describe('a rule', () => {
  it.each<[string, CompensationRule | undefined, number | string]>([
    ['none', undefined, 'none'],
    ['one that is yet to be set', { kind: 'unset' }, 'not-configured'],
    ['two decimals', { kind: 'percent', percent: 0.07 }, 70],
    ['no percent', { kind: 'percent', percent: 0 }, 0],
    ['three times what was paid', { kind: 'percent', percent: 300 }, 300_000],
    ['three decimals', { kind: 'percent', percent: 5.005 }, 'rule-invalid'],
    ['a negative percentage', { kind: 'percent', percent: -5 }, 'rule-invalid'],
    ['more than ten times', { kind: 'percent', percent: 1_001 }, 'rule-invalid'],
    ['no number', { kind: 'percent', percent: NaN }, 'rule-invalid'],
    ['a negative amount', { kind: 'fixed', amount: money(-1, 'CNY') }, 'rule-invalid'],
    [
      'limits the wrong way round',
      { kind: 'percent', percent: 5, min: money(2, 'CNY'), max: money(1, 'CNY') },
      'rule-invalid',
    ],
    [
      'limits in two currencies',
      { kind: 'percent', percent: 5, min: money(1, 'CNY'), max: money(30, 'USD') },
      'rule-invalid',
    ],
  ])('[R36] of %s', (_, rule, expected) => {
    expect(amountOf(rule, 100_000)).toBe(expected);
  });

  it('[R36] that would pay more than a number can be is refused', () => {
    expect(amountOf({ kind: 'percent', percent: 1_000 }, Number.MAX_SAFE_INTEGER)).toBe('amount-invalid');
  });

  it('[R36] is exact where floating point is not', () => {
    // 61.5 fen; 750 * 8.2 / 100 is 61.49999999999999
    expect(amountOf({ kind: 'percent', percent: 8.2 }, 750)).toBe(62);
    expect(amountOf({ kind: 'percent', percent: 33.35 }, Number.MAX_SAFE_INTEGER)).toBe(3_003_900_951_456_120);
  });
});
