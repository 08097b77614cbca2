import type { ChoicesField } from '@sidecard/core/wire';
import type { ShownKind } from '../../kind.js';
import { labelsAmong } from '../../options.js';

/** Shows the labels of the chosen options. */
export const choicesShown: ShownKind<ChoicesField> = {
  optionLabels: (key, { options }) => labelsAmong(options, key),
};
