import type { ChoicesField } from '@sidecard/core/wire';
import { labelText } from '../../../ticket/view-model.js';
import type { ShownKind } from '../../kind.js';
import { labelsAmong } from '../../options.js';
import { listOf } from '../../plain.js';

/** Shows the words of every chosen option. */
export const choicesShown: ShownKind<ChoicesField> = {
  show: (value, { options }, model) =>
    listOf(value)
      .map((key) => labelText(labelsAmong(options, key), model) || key)
      .join(model.texts.blocked.listSeparator),
  optionLabels: (key, { options }) => labelsAmong(options, key),
};
