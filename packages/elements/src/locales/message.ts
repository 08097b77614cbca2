/** Value of a placeholder; `undefined` is empty. */
export type Value = string | number | undefined;

/**
 * A user-visible text: with `{placeholders}`, or a function of their values that returns such a text (for plurals and wording that depends
 * on a value). `K` are the names of its placeholders.
 */
export type Message<K extends string = never> = string | ((values: Readonly<Record<K, Value>>) => string);

/** Partial texts that override the complete ones. Lists are replaced as a whole. */
export type Overrides<T> = {
  readonly [K in keyof T]?: T[K] extends string | readonly unknown[] | ((values: never) => string)
    ? T[K]
    : Overrides<T[K]>;
};

const PLACEHOLDER = /\{(\w+)\}/;

/** Texts split at their placeholders, cached because each card fills in half a dozen. */
const pieces = new Map<string, readonly string[]>();

/** Fills in a text. */
export function format<K extends string = never>(message: Message<K>, values: Readonly<Record<K, Value>>): string {
  let filled = '';
  piecesOf(message, values).forEach((piece, i) => (filled += i % 2 ? (values[piece as K] ?? '') : piece));
  return filled;
}

/** Splits a text at its placeholders: odd positions are their names. */
export function piecesOf<K extends string = never>(
  message: Message<K>,
  values: Readonly<Record<K, Value>>,
): readonly string[] {
  // Do not cache: a function may return a different text for each value.
  if (typeof message !== 'string') return message(values).split(PLACEHOLDER);
  let known = pieces.get(message);
  if (!known) pieces.set(message, (known = message.split(PLACEHOLDER)));
  return known;
}
