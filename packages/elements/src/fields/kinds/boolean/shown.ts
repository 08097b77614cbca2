import type { BooleanField } from '@sidecard/core/wire';
import type { ShownKind } from '../../kind.js';

/** Shows nothing: a ticked box is shown by its label. */
export const booleanShown: ShownKind<BooleanField> = { fits: () => true, show: () => undefined };
