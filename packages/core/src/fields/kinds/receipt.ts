import type { ReceiptLine } from '../../model/field-values.js';
import { tidyText } from '../../values/as-written.js';
import type { FieldBase, FieldKind, FieldSchema, Option } from './kind.js';
import { checkPictures, picturesKind, picturesSchema } from './pictures.js';
import {
  bracketed,
  countOfPictures,
  checkOption,
  checkRange,
  checkText,
  integerSchema,
  isEmptyList,
  joined,
  optionText,
  WRONG_KIND,
} from './shared.js';

/** The states in which goods came back, per line; pieces without a line came back as agreed. */
export interface ReceiptField extends FieldBase {
  readonly kind: 'receipt';
  /** The states, `as-agreed` first. */
  readonly options: readonly Option[];
  /** Maximum length of a line's text. */
  readonly max: number;
  /** Maximum number of a line's pictures. @default none */
  readonly maxPictures?: number;
  /** No parcel was announced, so a piece must have arrived. */
  readonly arrived?: true;
}

const MAX_LINES = 200;
/** Maximum number of pictures of all lines. */
const MAX_PICTURES = 50;

/** Implements fields of kind `receipt`. */
export const receiptKind: FieldKind<ReceiptField, readonly ReceiptLine[]> = {
  isBlank: isEmptyList,
  check(value, { options, max, maxPictures = 0, arrived }, limits) {
    const { items = [] } = limits;
    if (!Array.isArray(value) || value.length > MAX_LINES) return WRONG_KIND;
    const left = new Map(items.map(({ itemId, quantity }) => [itemId, quantity]));
    let [absent, pictured] = [0, 0];
    for (const entry of value as readonly unknown[]) {
      if (typeof entry !== 'object' || entry === null) return WRONG_KIND;
      const { itemId, quantity, state, text, pictures } = entry as Partial<ReceiptLine>;
      const most = typeof itemId === 'string' ? left.get(itemId) : undefined;
      if (itemId === undefined || most === undefined) return { problem: 'unknown-option' };
      if (!Number.isSafeInteger(quantity)) return WRONG_KIND;
      const count = quantity as number;
      const found =
        checkRange(count, 1, most) ??
        checkOption(
          state,
          options.map(({ key }) => key),
        ) ??
        (text === undefined ? undefined : checkText(text, 0, max, true));
      if (found) return { ...found, itemId };
      const unusable = pictures === undefined ? undefined : checkPictures(pictures, maxPictures, limits);
      if (unusable) return { ...unusable, part: 'pictures', itemId };
      pictured += pictures?.length ?? 0;
      left.set(itemId, most - count);
      if (state === 'missing') absent += count;
    }
    if (pictured > MAX_PICTURES) return { problem: 'too-high', min: 0, max: MAX_PICTURES, part: 'pictures' };
    const all = items.reduce((sum, { quantity }) => sum + quantity, 0);
    return arrived && absent > 0 && absent >= all ? { problem: 'unknown-option' } : undefined;
  },
  clean: (value) =>
    value.map(({ itemId, quantity, state, text, pictures = [] }) => {
      const words = text === undefined ? '' : tidyText(text);
      return {
        ...{ itemId, quantity, state },
        ...(words ? { text: words } : {}),
        ...(pictures.length > 0 ? { pictures: picturesKind.clean(pictures) } : {}),
      };
    }),
  limits: ({ maxPictures }, { receipt, pictures }) =>
    receipt && maxPictures ? { ...receipt, options: pictures } : receipt,
  format(value, { options }, { order, locale }) {
    const lines = value.map(({ itemId, quantity, state, text, pictures = [] }) => {
      const title = order.items.find(({ id }) => id === itemId)?.title ?? itemId;
      const more = [text, pictures.length > 0 && countOfPictures(pictures.length, locale)].filter(Boolean);
      const words = more.map((one) => bracketed(String(one), locale)).join('');
      return `${title} ×${quantity} ${optionText(options, state, locale)}${words}`;
    });
    return joined(lines, locale);
  },
};

/** Describes its values. */
export const receiptSchema: FieldSchema<ReceiptField> = ({ options, max, maxPictures, ...field }, limits) => ({
  type: 'array',
  minItems: 0,
  maxItems: MAX_LINES,
  items: {
    type: 'object',
    properties: {
      itemId: { type: 'string' },
      quantity: integerSchema(1),
      state: { enum: options.map(({ key }) => key) },
      text: { type: 'string', description: `At most ${max} characters, as a reader counts them (graphemes).` },
      ...(maxPictures ? { pictures: picturesSchema({ ...field, optional: true, max: maxPictures }, limits) } : {}),
    },
    required: ['itemId', 'quantity', 'state'],
  },
});
