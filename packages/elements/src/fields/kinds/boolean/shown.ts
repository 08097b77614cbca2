import type { BooleanField } from '@sidecard/core/wire';
import type { ShownKind } from '../../kind.js';

/** Shows nothing: a checked box is shown by its label. */
export const booleanShown: ShownKind<BooleanField> = { show: () => undefined };
