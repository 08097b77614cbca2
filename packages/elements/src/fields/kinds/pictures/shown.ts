import type { PicturesField } from '@sidecard/core/wire';
import type { TemplateResult } from 'lit';
import { format } from '../../../locales/message.js';
import type { ViewModel } from '../../../ticket/view-model.js';
import type { ShownKind } from '../../kind.js';

/** Shows thumbnails and, until they can be drawn, the number of pictures. */
export function shownPictures(
  ids: readonly string[],
  { texts, pictures }: Pick<ViewModel, 'texts' | 'pictures'>,
): TemplateResult | string {
  return pictures.thumbs(ids) ?? format(texts.request.pictures, { count: ids.length });
}

/** Pictures as thumbnails. */
export const picturesShown: ShownKind<PicturesField, readonly string[]> = {
  fits: Array.isArray,
  show: (ids, _, model) => shownPictures(ids, model),
};
