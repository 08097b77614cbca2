import type { FieldBase, FieldKind, FieldSchema, Option } from './kind.js';
import { checkOption, isEmptyList, joined, MAX_CHOICES, optionSchema, optionText, WRONG_KIND } from './shared.js';

/** One or more options of a closed list. */
export interface ChoicesField extends FieldBase {
  readonly kind: 'choices';
  readonly options: readonly Option[];
}

const keysOf = ({ options }: ChoicesField): readonly string[] => options.map(({ key }) => key);

/** Implements fields of kind `choices`. */
export const choicesKind: FieldKind<ChoicesField, readonly string[]> = {
  isBlank: isEmptyList,
  check(value, field, { options = keysOf(field) }) {
    if (!Array.isArray(value) || value.length > MAX_CHOICES) return WRONG_KIND;
    return Array.from(value, (entry) => checkOption(entry, options)).find(Boolean);
  },
  clean: (value) => [...new Set(value)],
  format: (value, { options }, { locale }) =>
    joined(
      value.map((key) => optionText(options, key, locale)),
      locale,
    ),
};

/** Describes its values. */
export const choicesSchema: FieldSchema<ChoicesField> = (field, { options = keysOf(field) }) => ({
  type: 'array',
  minItems: field.optional ? 0 : 1,
  maxItems: MAX_CHOICES,
  items: optionSchema(options),
});
