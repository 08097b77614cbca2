import { deadlineRule } from '@sidecard/core/panel';
import type { ChoiceField } from '@sidecard/core/wire';
import type { ShownKind } from '../../kind.js';
import { labelsAmong } from '../../options.js';

/** Shows the words of the chosen option: those of the field's own list, or of where the list comes from. */
export const choiceShown: ShownKind<ChoiceField> = {
  optionLabels: (key, { options, from }, { type, session }) =>
    labelsAmong(options, key) ??
    (from === 'commitments' ? labelsAmong(session?.shop?.commitments, key) : type && deadlineRule(type, key)?.labels),
};
