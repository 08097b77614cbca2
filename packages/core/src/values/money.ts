import { fractionDigits } from './currency.js';
import { CURRENCY } from './patterns.js';

/** An amount of money, as an integer in the currency's smallest unit: ¥19.99 is `{ amountMinor: 1999, currency: 'CNY' }`. */
export interface Money {
  readonly amountMinor: number;
  /** ISO 4217 code, upper case. */
  readonly currency: string;
}

const SYMBOLS: Readonly<Record<string, string>> = { CNY: '¥', EUR: '€', GBP: '£', JPY: '¥', KRW: '₩', USD: '$' };

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
