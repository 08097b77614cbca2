import { type ChoiceField, deadlineRule } from '@sidecard/core/wire';
import { labelText } from '../../../ticket/view-model.js';
import type { ShownKind } from '../../kind.js';
import { labelsAmong } from '../../options.js';
import { plainText } from '../../plain.js';

/** Looks up the words of an option in the field's own list, or where the list comes from. */
const choiceLabels: NonNullable<ShownKind<ChoiceField>['optionLabels']> = (key, field, { type, session }) =>
  labelsAmong(field.options, key) ??
  (field.from === 'commitments'
    ? labelsAmong(session?.shop?.commitments, key)
    : type && deadlineRule(type, key)?.labels);

/** Shows the words of the chosen option. */
export const choiceShown: ShownKind<ChoiceField> = {
  show: (value, field, model) => labelText(choiceLabels(plainText(value), field, model), model) || plainText(value),
  optionLabels: choiceLabels,
  isChosen: () => true,
};
