import { builtInTypes } from '@sidecard/core';
import { indexTypes } from '@sidecard/core/authoring';

/** The types of ticket that this shop has, by key: those that ship. What the pages draw of their own is drawn from them. */
export const TYPES = indexTypes(builtInTypes);
