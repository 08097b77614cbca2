import { tidyLine } from './as-written.js';
import { fractionDigits } from './currency.js';
import type { Money } from './money.js';
import { CURRENCY } from './patterns.js';

/** Signs of currencies, as their users write them: patterns. */
const SIGNS: Readonly<Record<string, string>> = {
  CNY: '¥|元|圆|块|RMB|人民币',
  EUR: '€',
  GBP: '£',
  JPY: '¥|円',
  KRW: '₩|원',
  TWD: '元|NT\\$',
};
/** Currencies whose users write `$`, or the first one or two letters of the code before it: `A$`, `HK$`. */
const DOLLAR = /^(AU|CA|HK|NZ|SG|TW|US)D$/;

/**
 * Parses an amount as people type or paste it: `12.5`, `１２．５０`, `12。50`, `12.50元`, `¥1,250`, `1 250.00`. Refuses the sign or code of
 * another currency. Commas must group thousands: read as a decimal comma, one would make a refund a hundred times too high.
 *
 * @returns the amount in the smallest unit, or `undefined` if it is not a non-negative number with at most the currency's decimals
 */
export function parseMoney(text: string, currency: string): Money | undefined {
  if (!CURRENCY.test(currency)) return undefined;
  const signs = [currency, ...(Object.hasOwn(SIGNS, currency) ? [SIGNS[currency]] : [])];
  if (DOLLAR.test(currency)) signs.push(`(?:${currency[0]}${currency[1]}?)?\\$`);
  const sign = `(?:${signs.join('|')})?`;
  const number = "(\\d{1,3}(?:([,' ’])\\d{3})(?:\\2\\d{3}){0,2}|\\d{1,12})(?:\\.(\\d*))?";
  const match = new RegExp(`^${sign} ?${number} ?${sign}$`, 'i').exec(tidyLine(text).replace(/[。｡]/, '.'));
  if (!match) return undefined;
  const digits = fractionDigits(currency);
  const [, whole = '', , fraction = ''] = match;
  if (fraction.length > digits) return undefined;
  return { amountMinor: Number(`${whole.replace(/\D/g, '')}${fraction.padEnd(digits, '0')}`), currency };
}
