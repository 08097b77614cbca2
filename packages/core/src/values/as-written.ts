// People type and paste the same value in many forms. These functions normalize what is unambiguous; validation refuses the rest.

/** Characters without a glyph, such as the direction marks that contact lists add, zero-width spaces, and soft hyphens. */
const INVISIBLE = /\p{Cf}/gu;
const DASHES = /[\u2010-\u2015\u2212]/g;
/** Line breaks of Windows, classic Mac OS, word processors and Unicode. */
const LINE_BREAK = /\r\n|[\r\u000B\u000C\u0085\u2028\u2029]/g;
/** Invisible characters that change the direction of the text after them, up to the end of the paragraph. */
const DIRECTION = /[\u202A-\u202E]/g;
/** Isolates begin with one of the first three and end with the last. */
const ISOLATE = /[\u2066-\u2069]/;
const ISOLATE_END = '\u2069';

/**
 * Keeps the directions of a text within it, so that it turns nothing that is shown around it: without overrides and embeddings
 * (U+202A–202E), and without isolates (U+2066–2069) that do not begin and end in one line.
 */
export function containDirection(text: string): string {
  const plain = text.replace(DIRECTION, '');
  return ISOLATE.test(plain) ? plain.split('\n').map(withPairs).join('\n') : plain;
}

function withPairs(line: string): string {
  const characters = [...line];
  const open: number[] = [];
  const single = new Set<number>();
  characters.forEach((character, index) => {
    if (!ISOLATE.test(character)) return;
    if (character !== ISOLATE_END) open.push(index);
    else if (open.pop() === undefined) single.add(index);
  });
  for (const index of open) single.add(index);
  return characters.filter((_, index) => !single.has(index)).join('');
}

/** Normalizes a text: line feeds for line breaks, directions contained (see {@link containDirection}), trimmed. */
export function tidyText(text: string): string {
  return containDirection(text.replace(LINE_BREAK, '\n')).trim();
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
