import type { FieldBase, FieldKind, FieldSchema } from './kind.js';
import { WRONG_KIND } from './shared.js';

/** A check box. */
export interface BooleanField extends FieldBase {
  readonly kind: 'boolean';
}

/** Implements fields of kind `boolean`. */
export const booleanKind: FieldKind<BooleanField, boolean> = {
  absent: false,
  check: (value) => (typeof value === 'boolean' ? undefined : WRONG_KIND),
  clean: (value) => value,
  format: String,
};

/** Describes its values. */
export const booleanSchema: FieldSchema<BooleanField> = () => ({ type: 'boolean' });
