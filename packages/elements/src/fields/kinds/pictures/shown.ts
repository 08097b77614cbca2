import type { PicturesField } from '@sidecard/core/wire';
import { format } from '../../../locales/message.js';
import type { ShownKind } from '../../kind.js';

/** Shows the number of pictures. */
export const picturesShown: ShownKind<PicturesField, readonly string[]> = {
  fits: Array.isArray,
  show: ({ length }, _, { texts }) => format(texts.request.pictures, { count: length }),
};
