import { isIds } from '../../values/unknown.js';
import type { FieldBase, FieldKind, FieldLimits, FieldSchema, Found } from './kind.js';
import { checkOption, isEmptyList, MAX_CHOICES, WRONG_KIND } from './shared.js';

/** Uploaded pictures, by their ids. Forms show it if the server accepts uploads. */
export interface PicturesField extends FieldBase {
  readonly kind: 'pictures';
  /** Maximum number of pictures. */
  readonly max: number;
  /** Also accepts those of the request, which a correction can keep. */
  readonly keepsRequested?: true;
}

/** Checks a list of pictures: each once, at most `max`, and usable. */
export function checkPictures(value: unknown, max: number, { options = [] }: FieldLimits): Found {
  if (!Array.isArray(value) || value.length > MAX_CHOICES) return WRONG_KIND;
  if (value.length > max) return { problem: 'too-high', min: 1, max };
  if (new Set(value).size < value.length) return { problem: 'unknown-option' };
  return Array.from(value, (entry) => checkOption(entry, options)).find(Boolean);
}

/** Implements fields of kind `pictures`. */
export const picturesKind: FieldKind<PicturesField, readonly string[]> = {
  isBlank: isEmptyList,
  check: (value, { max }, limits) => checkPictures(value, max, limits),
  clean: (value) => [...new Set(value)],
  limits({ key, keepsRequested }, { pictures: unused, requested }) {
    const kept = keepsRequested ? requested?.[key] : undefined;
    return { options: isIds(kept) ? [...kept, ...unused] : unused };
  },
  format: () => '',
};

/** Describes its values. */
export const picturesSchema: FieldSchema<Pick<PicturesField, keyof FieldBase | 'max'>> = ({ optional, max }) => ({
  type: 'array',
  minItems: optional ? 0 : 1,
  maxItems: max,
  uniqueItems: true,
  items: { type: 'string' },
  description: 'Ids of uploaded pictures.',
});
