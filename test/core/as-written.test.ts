import { formatMoney, parseMoney } from '@sidecard/core';
import { maskAddress } from '@sidecard/core/authoring';
import { addressLine } from '@sidecard/core/panel';
import { type Field, checkField, cleanFields } from '@sidecard/core/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const labels = { 'zh-CN': '字段', en: 'Field' };
const ADDRESS: Field = { key: 'a', kind: 'address', labels };
const TRACKING: Field = { key: 'a', kind: 'tracking', labels };
const TEXT: Field = { key: 'a', kind: 'text', labels, min: 2, max: 500, multiline: true };
const LINE: Field = { key: 'a', kind: 'carrier', labels };
const HOME = { name: 'Ada Example', phone: '13812342716', region: 'CA', street: '1 Sample Street' };

/** What is kept of a value, or what is wrong with it. */
const read = (field: Field, value: unknown) =>
  checkField(field, value) ?? cleanFields([field], { a: value as string })['a'];
const readPhone = (phone: unknown) => {
  const found = read(ADDRESS, { ...HOME, phone });
  return (found as { phone?: string }).phone ?? found;
};

describe('a telephone number', () => {
  it.each([
    ['(555) 123-4567', '(555) 123-4567'],
    ['(020) 7946 0958', '(020) 7946 0958'],
    ['\u202D+86 138 1234 2716\u202C', '+86 138 1234 2716'],
    ['+1 555.123.4567', '+1 555.123.4567'],
    ['030/1234 5678', '030/1234 5678'],
    ['010-88886666转8001', '010-88886666转8001'],
    ['+49 30 123456 ext. 12', '+49 30 123456 ext. 12'],
    ['555 123 4567 x12', '555 123 4567 x12'],
    ['１３８１２３４２７１６', '13812342716'],
    ['（0571）8888\u00A01234', '(0571)8888 1234'],
    ['138\u20111234\u20132716', '138-1234-2716'],
    ['\uFEFF 138  1234  2716\t', '138 1234 2716'],
    ['138****2716', '138****2716'],
  ])('[R52] %j is taken', (written, kept) => {
    expect(readPhone(written)).toBe(kept);
  });

  it.each(['call me', '12', '+----', '1234\u0000567', '1'.repeat(40), '138 1234 2716 or 139', '9'.repeat(5000)])(
    '[R52] %j is refused, by the name of the part',
    (written) => {
      expect(readPhone(written)).toMatchObject({ problem: 'unreadable', part: 'phone' });
    },
  );

  it('[R52] that is missing is named too, as is every other part', () => {
    expect(readPhone(' ')).toMatchObject({ problem: 'too-short', part: 'phone' });
    for (const part of ['name', 'region', 'street'] as const)
      expect(read(ADDRESS, { ...HOME, [part]: '' })).toMatchObject({ problem: 'too-short', part });
    expect(read(ADDRESS, { ...HOME, postcode: '1'.repeat(17) })).toMatchObject({
      problem: 'too-long',
      part: 'postcode',
    });
  });
});

describe('an address', () => {
  const { phone, region, ...rest } = HOME;
  const FLAT = { name: 'Ada Example', street: '1 Sample Street' };

  it.each([
    ['SG', { ...FLAT, phone, country: 'SG' }],
    ['HK', { ...FLAT, region: ' ', phone: '+852 2123 4567', country: 'HK' }],
    ['AE', { ...FLAT, region: 'Dubai', country: 'AE' }],
    ['MO', { ...FLAT, country: 'MO' }],
  ])('[R52] in %s has what addresses there have', (country, written) => {
    const { region: area, ...parts } = { region: '', ...written };
    expect(read(ADDRESS, written)).toEqual({ ...parts, ...(area.trim() ? { region: area } : {}), country });
  });

  it.each([
    ['region', { ...rest, phone }],
    ['region', { ...rest, phone, country: 'DE' }],
    ['phone', { ...rest, region }],
    ['phone', { ...rest, region, country: 'CN' }],
    ['phone', { ...rest, region, phone: '', country: 'cn' }],
    ['name', { street: '1 Sample Street', country: 'SG' }],
    ['street', { name: 'Ada Example', country: 'SG' }],
  ])('[R52] lacks its %s: %j', (part, written) => {
    expect(read(ADDRESS, written)).toEqual({ field: 'a', problem: 'too-short', by: 1, min: 1, part });
  });

  it.each(['Singapore', 'S', '65', 'SG HK', '\u200B'])('[R52] of %j is refused, by the name of the part', (country) => {
    expect(read(ADDRESS, { ...HOME, country })).toEqual({ field: 'a', problem: 'unreadable', part: 'country' });
  });

  it('[R52] has parts that are no texts refused', () => {
    for (const part of ['name', 'phone', 'region', 'street', 'postcode', 'country'])
      expect(read(ADDRESS, { ...HOME, [part]: 5 })).toMatchObject({ problem: 'wrong-kind', part });
  });

  it('[R52] is kept in one form', () => {
    const written = {
      name: '\u202AAda\u00A0👩‍👩‍👧 Example\u202C ',
      phone: '（０２０）7946\u00A00958',
      region: 'London\r\n',
      street: '\t1 Sample Street',
      postcode: ' ＳＷ1Ａ\u00A01AA',
      country: ' ｇb ',
    };
    expect(read(ADDRESS, written)).toEqual({
      name: 'Ada\u00A0👩‍👩‍👧 Example',
      phone: '(020)7946 0958',
      region: 'London',
      street: '1 Sample Street',
      postcode: 'SW1A 1AA',
      country: 'GB',
    });
  });

  it('[R52] is written with its country, and without what it lacks', () => {
    expect(addressLine({ ...FLAT, country: 'SG' })).toBe('SG 1 Sample Street Ada Example');
    expect(maskAddress({ ...FLAT, country: 'SG' })).toEqual({ name: 'A*', street: '****', country: 'SG' });
  });
});

describe('the number of a parcel', () => {
  it.each([
    ['1Z 999 AA1 01 2345 6784', '1Z999AA10123456784'],
    [' 7312 0458 8170 ', '731204588170'],
    ['ＳＦ１２３４５６７８９０', 'SF1234567890'],
    ['\u200BSF-123\u2011456', 'SF-123-456'],
  ])('[R52] %j is taken', (written, kept) => {
    expect(read(TRACKING, written)).toBe(kept);
  });

  it.each(['12', 'SF 12/34567', '运单号123456', 'A'.repeat(41)])('[R52] %j is refused', (written) => {
    expect(read(TRACKING, written)).toMatchObject({ problem: 'unreadable' });
  });
});

describe('a text', () => {
  it.each([
    ['It came broken.\r\nPlease help.', 'It came broken.\nPlease help.'],
    ['Old\rMac', 'Old\nMac'],
    ['Dear buyer,\u000Bwe are sorry.', 'Dear buyer,\nwe are sorry.'],
    ['one\u2028two\u2029three\u0085four', 'one\ntwo\nthree\nfour'],
    ['Call \u202D+86 138 1234 2716\u202C please', 'Call +86 138 1234 2716 please'],
    ['abc\u202Edef', 'abcdef'],
    ['👨‍👩‍👧 מזל טוב \u2067abc\u2069', '👨‍👩‍👧 מזל טוב \u2067abc\u2069'],
  ])('[R52] %j is taken', (written, kept) => {
    expect(read(TEXT, written)).toBe(kept);
  });

  it('[R52] of one line has its line breaks around it cut off, and none in it', () => {
    expect(read(LINE, '\r\nSF Express\r\n')).toBe('SF Express');
    expect(read(LINE, 'SF\r\nExpress')).toMatchObject({ problem: 'unreadable' });
  });

  it('[R52] of nothing but directions says nothing', () => {
    expect(read(TEXT, '\u202D\u202C\u202E')).toMatchObject({ problem: 'too-short' });
  });
});

describe('an amount', () => {
  it.each([
    ['１２．５０', 'CNY', 1250],
    ['12。50', 'CNY', 1250],
    ['12｡5', 'CNY', 1250],
    ['12.50元', 'CNY', 1250],
    ['12 块', 'CNY', 1200],
    ['人民币12.50元', 'CNY', 1250],
    ['￥12.50', 'CNY', 1250],
    ['RMB 12.5', 'CNY', 1250],
    ['cny 1,250', 'CNY', 125_000],
    ['1 250.00', 'CNY', 125_000],
    ['1\u00A0250\u202F000', 'CNY', 125_000_000],
    ["1'250.50", 'CHF', 125_050],
    ['１，２５０', 'CNY', 125_000],
    ['1,250.00', 'HUF', 125_000],
    ['1,250', 'JPY', 1250],
    ['1250円', 'JPY', 1250],
    ['1.2345', 'CLF', 12_345],
    ['HK$12', 'HKD', 1200],
    ['A$12', 'AUD', 1200],
    ['NT$12', 'TWD', 1200],
    ['US$12', 'USD', 1200],
    ['$12 sgd', 'SGD', 1200],
    ['$12', 'USD', 1200],
    ['€ 12', 'EUR', 1200],
  ])('[R52] %j of %s is %d smallest units', (written, currency, amountMinor) => {
    expect(parseMoney(written, currency)).toEqual({ amountMinor, currency });
  });

  it.each([
    ['$12', 'CNY'],
    ['HK$12', 'USD'],
    ['US$12', 'HKD'],
    ['$12', 'EUR'],
    ['12', 'C|Y'],
    ['12€', 'CNY'],
    ['12 USD', 'CNY'],
    ['¥12', 'USD'],
    ['12元', 'USD'],
    ['12.5', 'JPY'],
    ['1,250 000', 'CNY'],
    ['12²', 'CNY'],
    ['½', 'CNY'],
    ['¥', 'CNY'],
    ['¥¥12', 'CNY'],
    ['12,50', 'EUR'],
  ])('[R52] %j is not taken for %s', (written, currency) => {
    expect(parseMoney(written, currency)).toBeUndefined();
  });

  it('is read as it is written, in every currency', () => {
    const currencies = fc.constantFrom('CNY', 'JPY', 'KWD', 'HUF', 'IDR', 'COP', 'CLF', 'USD', 'TWD', 'UYI', 'XXX');
    fc.assert(
      fc.property(fc.nat(), currencies, (amountMinor, currency) => {
        expect(parseMoney(formatMoney({ amountMinor, currency }), currency)).toEqual({ amountMinor, currency });
      }),
    );
  });
});

describe('what was tidied', () => {
  it('is taken again, and stays as it is', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(fc.constantFrom(TEXT, LINE, TRACKING), texts, (field, written) => {
        const kept = read(field, written);
        if (typeof kept === 'string') expect(read(field, kept)).toBe(kept);
      }),
    );
  });
});
