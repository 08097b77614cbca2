import { formatMoney, parseMoney } from '@sidecard/core';
import { describe, expect, it } from 'vitest';

describe('money', () => {
  it.each([
    [1999, 'CNY', '¥19.99'],
    [1, 'CNY', '¥0.01'],
    [123_456_789, 'CNY', '¥1,234,567.89'],
    [500, 'JPY', '¥500'],
    [1250, 'KWD', 'KWD 1.250'],
    [0, 'USD', '$0.00'],
    [7, 'IQD', 'IQD 0.007'],
  ])('writes %d %s as %s and reads it back', (amountMinor, currency, text) => {
    expect(formatMoney({ amountMinor, currency })).toBe(text);
    expect(parseMoney(text.replace(/^[A-Z]+ /, ''), currency)).toEqual({ amountMinor, currency });
  });

  it.each(['', '1,50', '1,2,3', '1.999', '-1', '1e3', '0x10', '1 00', '1 000,000', 'NaN', '∞'])(
    'does not take %j for an amount',
    (text) => {
      expect(parseMoney(text, 'CNY')).toBeUndefined();
    },
  );
});
