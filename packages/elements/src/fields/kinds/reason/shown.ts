import type { ReasonField } from '@sidecard/core/wire';
import type { ShownKind } from '../../kind.js';
import { labelsAmong } from '../../options.js';

/** Shows the words of a reason. The server has put the request's own into words, for readers who do not know the type. */
export const reasonShown: ShownKind<ReasonField> = {
  optionLabels: (key, _, { type, view }) =>
    (key === view.request['reason'] ? view.reasonLabels : undefined) ??
    labelsAmong(type?.reasons.buyer, key) ??
    labelsAmong(type?.reasons.merchant, key),
};
