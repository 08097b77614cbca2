import type { FieldBase, FieldKind, FieldSchema, Option } from './kind.js';
import { checkOption, optionSchema, optionText, trimmed } from './shared.js';

/** One option of a closed list. */
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  /**
   * Take the options from the ticket or the shop, through `Action.limits`: running deadlines, or (paying) service commitments. The
   * server alone knows the `colleagues`: accounts that may handle the ticket.
   */
  readonly from?: 'deadlines' | 'commitments' | 'paying-commitments' | 'colleagues';
  readonly options: readonly Option[];
}

const keysOf = ({ options }: ChoiceField): readonly string[] => options.map(({ key }) => key);

/** Implements fields of kind `choice`. */
export const choiceKind: FieldKind<ChoiceField, string> = {
  check: (value, field, { options = keysOf(field) }) => checkOption(value, options),
  clean: trimmed,
  limits({ from }, facts) {
    const options = from && facts[from];
    return options && { options };
  },
  format: (value, { options }, { locale }) => optionText(options, value, locale),
};

/** Describes its values. */
export const choiceSchema: FieldSchema<ChoiceField> = (field, { options = keysOf(field) }) => optionSchema(options);
