import { tidyText } from '../../values/as-written.js';
import type { FieldBase, FieldKind, FieldSchema } from './kind.js';
import { asIs, checkText, lengthSchema } from './shared.js';

/** Free text, counted in graphemes. */
export interface TextField extends FieldBase {
  readonly kind: 'text';
  readonly min: number;
  readonly max: number;
  readonly multiline?: true;
}

/** Implements fields of kind `text`. */
export const textKind: FieldKind<TextField, string> = {
  // An empty text is too short, by the field's minimum.
  isBlank: () => false,
  check: (value, { min, max, multiline }) => checkText(value, min, max, multiline),
  clean: tidyText,
  format: asIs,
};

/** Describes its values. */
export const textSchema: FieldSchema<TextField> = ({ min, max, multiline }) => lengthSchema(min, max, multiline);
