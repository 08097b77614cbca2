/* What people wrote, made harmless for a line of text. Everything else is escaped by each surface as it needs. */

/** White space, control characters and halves of surrogate pairs. */
// oxlint-disable-next-line no-control-regex
const BLANK = /[\s\u0000-\u001F\u007F-\u009F\p{Surrogate}]+/gu;
/** More than any surface takes, so that what is beyond is always listed as shortened. It bounds the work for any input. */
const MAX_UNITS = 40_000;
/** Embeddings, overrides and isolates, which could reach beyond the text. */
const DIRECTIONS = /[\u202A-\u202E\u2066-\u2069]/g;
/** Letters that are written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

let segmenter: Intl.Segmenter | undefined;

/** Returns a text on one line, without characters that are not text and without directions that reach beyond it. */
export function clean(text: string): string {
  const line = text.replace(DIRECTIONS, '').replace(BLANK, ' ').trim();
  return line.length > MAX_UNITS ? line.slice(0, MAX_UNITS).replace(/\p{Surrogate}$/u, '') : line;
}

/**
 * Returns a text that cannot reverse the sentence around it. Only texts with letters from right to left need it; others stay as they are, so
 * that a copied number has no invisible characters.
 */
export function isolate(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}` : text;
}

/** Splits a text into characters as a reader sees them (extended grapheme clusters). */
export function graphemes(text: string): readonly string[] {
  // Segmenting is slow, and in plain ASCII each code unit is a character.
  if (/^[ -~]*$/.test(text)) return text.split('');
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Joins the first characters of a text, with an ellipsis, and ends an isolate that began in them. */
export function shortened(characters: readonly string[], count: number): string {
  const kept = characters.slice(0, count).join('').trimEnd();
  const open = kept.lastIndexOf(FIRST_STRONG_ISOLATE) > kept.lastIndexOf(POP_ISOLATE);
  return `${kept}…${open ? POP_ISOLATE : ''}`;
}

/** Separates what would be a mention (`@all`, `<@user>`, `<!channel>`) with an invisible word joiner, where a text cannot be escaped. */
export function withoutMentions(text: string): string {
  return text.replace(/<(?=[@!#/\w])/g, '<\u2060').replace(/(?<![\w.])@(?=[\p{L}\p{N}_])/gu, '@\u2060');
}
