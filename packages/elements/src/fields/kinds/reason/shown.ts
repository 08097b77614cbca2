import type { ReasonField } from '@sidecard/core/wire';
import type { ShownKind } from '../../kind.js';
import { labelsAmong } from '../../options.js';

/** Shows a reason's label. For the request's own reason the server provides it, for readers without the description. */
export const reasonShown: ShownKind<ReasonField> = {
  optionLabels: (key, _, { type, view }) =>
    (key === view.request['reason'] ? view.reasonLabels : undefined) ??
    labelsAmong(type?.reasons.buyer, key) ??
    labelsAmong(type?.reasons.merchant, key),
};
