import type { FieldBase, FieldKind, FieldSchema } from './kind.js';
import { checkOption, optionSchema, optionText, trimmed } from './shared.js';

/** One of the type's reasons for the acting party (`TicketType.reasons`). */
export interface ReasonField extends FieldBase {
  readonly kind: 'reason';
}

/** Implements fields of kind `reason`. */
export const reasonKind: FieldKind<ReasonField, string> = {
  check: (value, _, { options = [] }) => checkOption(value, options),
  clean: trimmed,
  limits: (_, { reasons }) => ({ options: reasons }),
  format: (value, _, { reasons, locale }) => optionText(reasons, value, locale),
};

/** Describes its values. */
export const reasonSchema: FieldSchema<ReasonField> = (_, { options = [] }) => optionSchema(options);
