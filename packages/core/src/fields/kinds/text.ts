import type { FieldBase, FieldKind } from './kind.js';
import { asIs, checkText, textSchema, trimmed } from './shared.js';

/** Free text, counted in graphemes. */
export interface TextField extends FieldBase {
  readonly kind: 'text';
  readonly min: number;
  readonly max: number;
  readonly multiline?: true;
}

/** Everything that core does with fields of the kind `text`. */
export const textKind: FieldKind<TextField, string> = {
  // The empty text is one that is too short, by as much as the field asks for.
  isBlank: () => false,
  check: (value, { min, max, multiline }) => checkText(value, min, max, multiline),
  clean: trimmed,
  schema: ({ min, max, multiline }) => textSchema(min, max, multiline),
  format: asIs,
};
