import type { FieldBase, FieldKind, FieldSchema } from './kind.js';
import { checkRange, WRONG_KIND } from './shared.js';

/** A percentage from 0 to 100 with at most one decimal, such as 12.5. */
export interface PercentageField extends FieldBase {
  readonly kind: 'percentage';
}

const MAX = 100;

/** Implements fields of kind `percentage`. */
export const percentageKind: FieldKind<PercentageField, number> = {
  check(value, _, { min = 0, max = MAX }) {
    if (typeof value !== 'number' || !Number.isFinite(value)) return WRONG_KIND;
    if (Math.round(value * 10) / 10 !== value) return { problem: 'unreadable' };
    return checkRange(value, min, max);
  },
  // JSON has no negative zero.
  clean: (value) => (value === 0 ? 0 : value),
  format: (value) => `${value}%`,
};

/** Describes its values. */
export const percentageSchema: FieldSchema<PercentageField> = (_, { min = 0, max = MAX }) => ({
  type: 'number',
  minimum: min,
  maximum: max,
  multipleOf: 0.1,
});
