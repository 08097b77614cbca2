/** What a placeholder is filled with; nothing for `undefined`. */
export type Value = string | number | undefined;

/**
 * A text that a reader meets: with `{placeholders}`, or a function of their values that returns such a text (for plurals, and words that
 * depend on a value). `K` are the names it may use.
 */
export type Message<K extends string = never> = string | ((values: Readonly<Record<K, Value>>) => string);

/** Some of the texts, laid over the complete ones. Lists are replaced whole. */
export type Overrides<T> = {
  readonly [K in keyof T]?: T[K] extends string | readonly unknown[] | ((values: never) => string)
    ? T[K]
    : Overrides<T[K]>;
};

const PLACEHOLDER = /\{(\w+)\}/;

/** Texts cut at their placeholders. A card alone fills in half a dozen. */
const pieces = new Map<string, readonly string[]>();

/** Fills in a text. */
export function format<K extends string = never>(message: Message<K>, values: Readonly<Record<K, Value>>): string {
  let filled = '';
  piecesOf(message, values).forEach((piece, i) => (filled += i % 2 ? (values[piece as K] ?? '') : piece));
  return filled;
}

/** Cuts a text at its placeholders: at odd places are their names. */
export function piecesOf<K extends string = never>(
  message: Message<K>,
  values: Readonly<Record<K, Value>>,
): readonly string[] {
  // A function may return a text for each value, which would never be forgotten.
  if (typeof message !== 'string') return message(values).split(PLACEHOLDER);
  let known = pieces.get(message);
  if (!known) pieces.set(message, (known = message.split(PLACEHOLDER)));
  return known;
}
