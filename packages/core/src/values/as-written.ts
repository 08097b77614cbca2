// People type and paste the same value in many forms. These functions normalize what is unambiguous; validation refuses the rest.

/** Characters without a glyph, such as the direction marks that contact lists add, zero-width spaces, and soft hyphens. */
const INVISIBLE = /\p{Cf}/gu;
const DASHES = /[\u2010-\u2015\u2212]/g;
/** Line breaks of Windows, classic Mac OS, word processors and Unicode. */
const LINE_BREAK = /\r\n|[\r\u000B\u000C\u0085\u2028\u2029]/g;
/** Invisible characters that change the direction of the text after them. Isolates are allowed: they end with their text. */
const DIRECTION = /[\u202A-\u202E]/g;

/** Normalizes a text: line feeds for line breaks, no direction overrides or embeddings, trimmed. */
export function tidyText(text: string): string {
  return text.replace(LINE_BREAK, '\n').replace(DIRECTION, '').trim();
}

/**
 * Normalizes a single-line value without words, such as a phone number or an amount: ASCII for the full-width forms that Chinese input methods
 * type, single spaces, no invisible characters.
 */
export function tidyLine(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
    .replaceAll('\uFFE5', '\u00A5')
    .replace(INVISIBLE, '')
    .replace(DASHES, '-')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Normalizes a tracking number, which labels print in groups. */
export function tidyTracking(text: string): string {
  return tidyLine(text).replaceAll(' ', '');
}
