import { isIds, isRecord } from '../values/unknown.js';

/** Pictures of some pieces of an order's line. */
export interface PiecePictures {
  readonly itemId: string;
  readonly ids: readonly string[];
}

/** Returns the pictures of pieces in a form's value, such as a receipt. Total: other values have none. */
export function piecePictures(value: unknown): readonly PiecePictures[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly unknown[]).flatMap((entry) => {
    if (!isRecord(entry)) return [];
    const { itemId, pictures } = entry;
    return typeof itemId === 'string' && isIds(pictures) ? [{ itemId, ids: pictures }] : [];
  });
}

/**
 * Returns the entries of all lists of texts in a form, also of those at its pieces: the ids of its pictures, and codes of choices.
 * Total, for values that are not checked yet.
 */
export function picturesIn(values: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.values(values).flatMap((value) => {
    if (!Array.isArray(value)) return [];
    const own = (value as readonly unknown[]).filter((entry) => typeof entry === 'string');
    return [...own, ...piecePictures(value).flatMap(({ ids }) => ids)];
  });
}
