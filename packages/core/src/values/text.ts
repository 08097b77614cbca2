/** Texts with more UTF-16 code units are refused before counting graphemes, which is quadratic in some engines. */
export const MAX_CODE_UNITS = 4000;

/** Control characters (except tab and newline) and lone surrogates. */
// oxlint-disable-next-line no-control-regex
const UNREADABLE = /[\u0000-\u0008\u000B-\u001F\u007F]|\p{Surrogate}/u;

/** White space and characters without a glyph, such as the zero-width space. */
const INVISIBLE = /[\s\p{Cf}]/gu;

let segmenter: Intl.Segmenter | undefined;

/**
 * Counts characters as a reader sees them (extended grapheme clusters).
 *
 * @param text - at most {@link MAX_CODE_UNITS} code units; check first
 */
export function countGraphemes(text: string): number {
  // Fast path for typing: in plain ASCII without CR, each code unit is one grapheme.
  if (/^[\u0020-\u007E\n]*$/.test(text)) return text.length;
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  let count = 0;
  for (const _ of segmenter.segment(text)) count++;
  return count;
}

/**
 * Truncates a text to at most `max` graphemes and four times as many code units, with an ellipsis. Bounded work for any input, even for one
 * grapheme of a hundred thousand units.
 */
export function truncate(text: string, max: number): string {
  // A grapheme is at least one code unit, and segmenting is slow.
  if (text.length <= max) return text;
  const maxUnits = max * 4;
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  let count = 0;
  for (const { index, segment } of segmenter.segment(text.slice(0, maxUnits + 1))) {
    if (++count > max || index + segment.length > maxUnits) return `${text.slice(0, index)}…`;
  }
  return text;
}

/** Returns the problem with a text of `min`–`max` graphemes, or `undefined`. White space around it does not count towards `min`. */
export function textProblem(
  text: string,
  min: number,
  max: number,
): { problem: 'too-short' | 'too-long' | 'unreadable'; by: number } | undefined {
  if (text.length > MAX_CODE_UNITS) return { problem: 'too-long', by: text.length - MAX_CODE_UNITS };
  if (UNREADABLE.test(text)) return { problem: 'unreadable', by: 0 };
  const count = countGraphemes(text.trim());
  // Ignore invisible characters.
  const seen = min > 0 ? countGraphemes(text.replace(INVISIBLE, '')) : 0;
  if (seen < min) return { problem: 'too-short', by: min - seen };
  if (count > max) return { problem: 'too-long', by: count - max };
  return undefined;
}
