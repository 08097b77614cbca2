import type { ReasonField } from '@sidecard/core/wire';
import { labelText } from '../../../ticket/view-model.js';
import type { ShownKind } from '../../kind.js';
import { labelsAmong } from '../../options.js';
import { plainText } from '../../plain.js';

/** Looks up the words of a reason, the buyer's first. */
const reasonLabels: NonNullable<ShownKind<ReasonField>['optionLabels']> = (key, _, { type }) =>
  labelsAmong(type?.reasons.buyer, key) ?? labelsAmong(type?.reasons.merchant, key);

/** Shows the words of a reason. */
export const reasonShown: ShownKind<ReasonField> = {
  show(value, field, model) {
    const { view } = model;
    // The server has put the request's reason into words, for readers who do not know the type.
    const given = value === view.request['reason'] ? view.reasonLabels : undefined;
    return labelText(given ?? reasonLabels(plainText(value), field, model), model) || plainText(value);
  },
  optionLabels: reasonLabels,
  isChosen: () => true,
};
