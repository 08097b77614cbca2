/** Above this many UTF-16 code units a text is refused before it is counted: counting graphemes is quadratic in some engines. */
export const MAX_CODE_UNITS = 4000;

/** Control characters (but tab and newline), lone surrogates, and the overrides that make text read backwards. */
// oxlint-disable-next-line no-control-regex
const UNREADABLE = /[\u0000-\u0008\u000B-\u001F\u007F\u202D\u202E]|\p{Surrogate}/u;

/** Blanks and characters without a shape, such as the zero-width space. */
const INVISIBLE = /[\s\p{Cf}]/gu;

let segmenter: Intl.Segmenter | undefined;

/**
 * Counts what a reader sees as characters (extended grapheme clusters).
 *
 * @param text - at most {@link MAX_CODE_UNITS} code units; check first
 */
export function countGraphemes(text: string): number {
  // Plain ASCII without CR is one grapheme a code unit, and by far the most common input while typing.
  if (/^[\u0020-\u007E\n]*$/.test(text)) return text.length;
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  let count = 0;
  for (const _ of segmenter.segment(text)) count++;
  return count;
}

/**
 * Cuts a text to at most `max` graphemes and four times as many code units, with an ellipsis when something was cut. Bounded work for any
 * input, be it one grapheme of a hundred thousand units.
 */
export function truncate(text: string, max: number): string {
  // A grapheme is one code unit at least, and segmenting costs more than the rest of a card's snapshot.
  if (text.length <= max) return text;
  const maxUnits = max * 4;
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  let count = 0;
  for (const { index, segment } of segmenter.segment(text.slice(0, maxUnits + 1))) {
    if (++count > max || index + segment.length > maxUnits) return `${text.slice(0, index)}…`;
  }
  return text;
}

/** What is wrong with a text of `min`–`max` graphemes, or `undefined`. Surrounding blanks do not count towards `min`. */
export function textProblem(
  text: string,
  min: number,
  max: number,
): { problem: 'too-short' | 'too-long' | 'unreadable'; by: number } | undefined {
  if (text.length > MAX_CODE_UNITS) return { problem: 'too-long', by: text.length - MAX_CODE_UNITS };
  if (UNREADABLE.test(text)) return { problem: 'unreadable', by: 0 };
  const count = countGraphemes(text.trim());
  // What nobody sees says nothing.
  const seen = min > 0 ? countGraphemes(text.replace(INVISIBLE, '')) : 0;
  if (seen < min) return { problem: 'too-short', by: min - seen };
  if (count > max) return { problem: 'too-long', by: count - max };
  return undefined;
}
