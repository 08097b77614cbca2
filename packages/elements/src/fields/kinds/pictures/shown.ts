import type { PicturesField } from '@sidecard/core/wire';
import { format } from '../../../locales/message.js';
import type { ShownKind } from '../../kind.js';
import { listOf } from '../../plain.js';

/** Shows how many pictures there are. */
export const picturesShown: ShownKind<PicturesField> = {
  show: (value, _, { texts }) => format(texts.request.pictures, { count: listOf(value).length }),
};
