import type { ChoicesField } from '@sidecard/core/wire';
import type { ShownKind } from '../../kind.js';
import { labelsAmong } from '../../options.js';

/** Shows the words of every chosen option. */
export const choicesShown: ShownKind<ChoicesField> = {
  optionLabels: (key, { options }) => labelsAmong(options, key),
};
