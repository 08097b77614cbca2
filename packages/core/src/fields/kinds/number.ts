import type { FieldBase, FieldKind, FieldSchema } from './kind.js';
import { checkRange, integerSchema, WRONG_KIND } from './shared.js';

/** An integer. */
export interface NumberField extends FieldBase {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
}

/** Implements fields of kind `number`. */
export const numberKind: FieldKind<NumberField, number> = {
  check(value, field, { min = field.min, max = field.max }) {
    return Number.isSafeInteger(value) ? checkRange(value as number, min, max) : WRONG_KIND;
  },
  // JSON has no negative zero.
  clean: (value) => (value === 0 ? 0 : value),
  format: String,
};

/** Describes its values. */
export const numberSchema: FieldSchema<NumberField> = (field, { min = field.min, max = field.max }) =>
  integerSchema(min, max);
