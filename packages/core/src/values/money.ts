import { tidyLine } from './as-written.js';
import { fractionDigits } from './currency.js';
import { CURRENCY } from './patterns.js';

/** An amount of money, as an integer in the currency's smallest unit: ¥19.99 is `{ amountMinor: 1999, currency: 'CNY' }`. */
export interface Money {
  readonly amountMinor: number;
  /** ISO 4217 code, upper case. */
  readonly currency: string;
}

const SYMBOLS: Readonly<Record<string, string>> = { CNY: '¥', EUR: '€', GBP: '£', JPY: '¥', KRW: '₩', USD: '$' };
/** Further signs of a currency, as its users write them. */
const OTHER_SIGNS: Readonly<Record<string, string>> = {
  CNY: '元 圆 RMB',
  JPY: '円',
  KRW: '원',
  HKD: 'HK$ $',
  TWD: 'NT$ $ 元',
  SGD: 'S$ $',
  AUD: 'A$ $',
  CAD: 'C$ $',
  NZD: 'NZ$ $',
};

/**
 * Formats an amount identically on every machine, because the preview must match the message to the buyer exactly. `Intl` differs between
 * server and browser data.
 *
 * @returns such as `¥1,258.00`, `-$3.50`, `KWD 1.250`
 */
export function formatMoney({ amountMinor, currency }: Money): string {
  const digits = fractionDigits(currency);
  const units = Math.abs(amountMinor)
    .toString()
    .padStart(digits + 1, '0');
  const whole = units.slice(0, units.length - digits).replace(/\B(?=(\d{3})+$)/g, ',');
  const fraction = digits > 0 ? `.${units.slice(-digits)}` : '';
  const symbol = Object.hasOwn(SYMBOLS, currency) ? SYMBOLS[currency] : `${currency} `;
  return `${amountMinor < 0 ? '-' : ''}${symbol}${whole}${fraction}`;
}

/**
 * Parses an amount as people type or paste it: `12.5`, `１２．５０`, `12。50`, `12.50元`, `¥1,250`, `1 250.00`. Refuses the sign or code of
 * another currency. Commas must group thousands: read as a decimal comma, one would make a refund a hundred times too high.
 *
 * @returns the amount in the smallest unit, or `undefined` if it is not a non-negative number with at most the currency's decimals
 */
export function parseMoney(text: string, currency: string): Money | undefined {
  const plain = withoutSigns(tidyLine(text).replaceAll('。', '.'), currency);
  const match = /^(\d{1,3}(?:([,' ’])\d{3})(?:\2\d{3}){0,2}|\d{1,12})(?:\.(\d*))?$/.exec(plain);
  if (!match) return undefined;
  const digits = fractionDigits(currency);
  const [, whole = '', , fraction = ''] = match;
  if (fraction.length > digits) return undefined;
  return { amountMinor: Number(`${whole.replace(/\D/g, '')}${fraction.padEnd(digits, '0')}`), currency };
}

/** Removes a currency's own signs and its code from both ends of an amount. */
function withoutSigns(text: string, currency: string): string {
  const own = (signs: Readonly<Record<string, string>>) =>
    (Object.hasOwn(signs, currency) ? signs[currency] : '') ?? '';
  const signs = `${currency} ${own(SYMBOLS)} ${own(OTHER_SIGNS)}`.split(' ').filter((sign) => sign !== '');
  const upper = text.toUpperCase();
  const before = signs.find((sign) => upper.startsWith(sign))?.length ?? 0;
  const after = signs.find((sign) => upper.slice(before).endsWith(sign))?.length ?? 0;
  return text.slice(before, text.length - after).trim();
}

/** Whether a value is money: a safe, non-negative integer and a currency code. */
export function isMoney(value: unknown): value is Money {
  if (typeof value !== 'object' || value === null) return false;
  const { amountMinor, currency } = value as Partial<Money>;
  return (
    typeof amountMinor === 'number' &&
    Number.isSafeInteger(amountMinor) &&
    amountMinor >= 0 &&
    typeof currency === 'string' &&
    CURRENCY.test(currency)
  );
}
