import { CURRENCY } from './patterns.js';

/** An amount of money, as an integer in the currency's smallest unit: ¥19.99 is `{ amountMinor: 1999, currency: 'CNY' }`. */
export interface Money {
  readonly amountMinor: number;
  /** ISO 4217 code, upper case. */
  readonly currency: string;
}

/** Currencies whose smallest unit is not a hundredth (ISO 4217). */
const FRACTION_DIGITS: Readonly<Record<string, number>> = {
  BHD: 3,
  XPF: 0,
  VUV: 0,
  RWF: 0,
  LYD: 3,
  KMF: 0,
  IQD: 3,
  GNF: 0,
  DJF: 0,
  BIF: 0,
  CLP: 0,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  OMR: 3,
  PYG: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
  XAF: 0,
  XOF: 0,
};

const SYMBOLS: Readonly<Record<string, string>> = { CNY: '¥', EUR: '€', GBP: '£', JPY: '¥', KRW: '₩', USD: '$' };

/** Returns a currency's number of decimals: 2 for CNY, 0 for JPY, 3 for KWD. */
export function fractionDigits(currency: string): number {
  return Object.hasOwn(FRACTION_DIGITS, currency) ? (FRACTION_DIGITS[currency] ?? 2) : 2;
}

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
 * Parses the text of an amount field.
 *
 * @returns the amount in the smallest unit, or `undefined` if it is not a non-negative number with at most the currency's decimals
 */
export function parseMoney(text: string, currency: string): Money | undefined {
  const plain = text.trim().replace(/^[¥\uFFE5$€£₩]\s*/u, '');
  // Commas must group thousands: as a decimal comma, one would make a refund a hundred times too high.
  const match = /^(\d{1,3}(?:,\d{3}){1,3}|\d{1,12})(?:\.(\d*))?$/.exec(plain);
  if (!match) return undefined;
  const digits = fractionDigits(currency);
  const fraction = match[2] ?? '';
  if (fraction.length > digits) return undefined;
  return { amountMinor: Number(`${(match[1] ?? '').replaceAll(',', '')}${fraction.padEnd(digits, '0')}`), currency };
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
