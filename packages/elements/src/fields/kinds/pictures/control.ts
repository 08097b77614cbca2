import type { PicturesField } from '@sidecard/core/wire';
import { format } from '../../../locales/message.js';
import type { ControlKind } from '../../kind.js';
import { checkboxes } from '../../option-groups.js';
import { readList } from '../../parts.js';

/** One box for each uploaded picture. A picture has no name, so it goes by its number. */
export const picturesControl: ControlKind<PicturesField> = {
  draw(control) {
    const { limits, model } = control;
    const keys = limits.options ?? [];
    return checkboxes(control, keys, (key) => format(model.texts.form.picture, { number: keys.indexOf(key) + 1 }));
  },
  read: readList,
  // The server has to take pictures, and there must be some to choose from.
  isFillable: (_, { limits, capabilities }) => capabilities.includes('attachments') && Boolean(limits.options?.length),
};
