import { formatMoney, isMoney, type Money } from '../../values/money.js';
import { CURRENCY } from '../../values/patterns.js';
import type { FieldBase, FieldKind, FieldSchema } from './kind.js';
import { checkRange, integerSchema, WRONG_KIND } from './shared.js';

/** An amount in the order's currency. Its limits depend on the ticket: see `Action.limits`. */
export interface MoneyField extends FieldBase {
  readonly kind: 'money';
  /** The budget it counts towards; the buyer pays a `fee` or a `charge`. @default 'refund' */
  readonly of?: 'refund' | 'postage' | 'compensation' | 'goodwill' | 'fee' | 'charge';
  /** Minimum. `requested`: a lower amount needs a proposal, because it is not an agreement. @default one smallest unit */
  readonly floor?: 'requested';
}

/** Implements fields of kind `money`. */
export const moneyKind: FieldKind<MoneyField, Money> = {
  check(value, _, { min = 1, max = Number.MAX_SAFE_INTEGER, currency }) {
    if (!isMoney(value)) return currency ? { ...WRONG_KIND, min, max, currency } : WRONG_KIND;
    if (currency && value.currency !== currency) return { problem: 'wrong-currency', currency };
    return checkRange(value.amountMinor, min, max, currency);
  },
  clean: ({ amountMinor, currency }) => ({ amountMinor, currency }),
  limits({ key, of = 'refund', floor }, { remaining, requested, order, shares }) {
    const { amountMinor: max, currency } = remaining(of);
    const asked = requested?.[key];
    const floored = floor === 'requested' && isMoney(asked) ? asked : undefined;
    const least = floored ? Math.min(floored.amountMinor, max) : 0;
    // Pieces that cost nothing can be returned for nothing.
    const forPieces = of === 'refund' || of === 'charge';
    const free = forPieces && (requested ? max === 0 : order.items.some(({ paid }) => paid.amountMinor === 0));
    const ofLines = forPieces ? shares?.(of, floored) : undefined;
    return { min: Math.max(free ? 0 : 1, least), max, currency, ...(ofLines ? { shares: ofLines } : {}) };
  },
  format: formatMoney,
};

/** Describes its values. */
export const moneySchema: FieldSchema<MoneyField> = (_, { min = 1, max, currency }) => ({
  type: 'object',
  properties: {
    amountMinor: { ...integerSchema(min, max), description: 'In the smallest unit of the currency.' },
    currency: currency ? { const: currency } : { type: 'string', pattern: CURRENCY.source },
  },
  required: ['amountMinor', 'currency'],
});
