import { deadlineRule } from '@sidecard/core/panel';
import type { ChoiceField } from '@sidecard/core/wire';
import type { ShownKind } from '../../kind.js';
import { labelsAmong } from '../../options.js';

/** Shows the label of the chosen option, from the field's own list or the list's source. */
export const choiceShown: ShownKind<ChoiceField> = {
  optionLabels: (key, { options, from }, { type, session }) =>
    labelsAmong(options, key) ??
    (from === 'deadlines' ? type && deadlineRule(type, key)?.labels : labelsAmong(session?.shop?.commitments, key)),
};
