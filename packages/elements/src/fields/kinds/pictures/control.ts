import type { PicturesField } from '@sidecard/core/wire';
import { format } from '../../../locales/message.js';
import type { ControlKind } from '../../kind.js';
import { checkboxes } from '../../option-groups.js';
import { readList } from '../../parts.js';

/** A check box per uploaded picture, labelled by number. */
export const picturesControl: ControlKind<PicturesField> = {
  draw(control) {
    const { limits, model } = control;
    const keys = limits.options ?? [];
    return checkboxes(control, keys, (key) => format(model.texts.form.picture, { number: keys.indexOf(key) + 1 }));
  },
  read: readList,
  // The server must accept pictures, and some must exist.
  isFillable: (_, { limits, capabilities }) => capabilities.includes('attachments') && Boolean(limits.options?.length),
};
