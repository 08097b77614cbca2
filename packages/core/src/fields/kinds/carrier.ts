import { tidyText } from '../../values/as-written.js';
import type { FieldBase, FieldKind, FieldSchema } from './kind.js';
import { asIs, checkText, lengthSchema } from './shared.js';

/** The carrier of a parcel. */
export interface CarrierField extends FieldBase {
  readonly kind: 'carrier';
}

const [MIN, MAX] = [2, 40] as const;

/** Implements fields of kind `carrier`. */
export const carrierKind: FieldKind<CarrierField, string> = {
  check: (value) => checkText(value, MIN, MAX),
  clean: tidyText,
  format: asIs,
};

/** Describes its values. */
export const carrierSchema: FieldSchema<CarrierField> = () => lengthSchema(MIN, MAX);
