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

/** One placeholder; its name is the first group. */
export const PLACEHOLDER = /\{(\w+)\}/;
const EVERY = new RegExp(PLACEHOLDER, 'g');

/** Fills in a text. */
export function format<K extends string = never>(message: Message<K>, values: Readonly<Record<K, Value>>): string {
  return templateOf(message, values).replace(EVERY, (_, key: K) => `${values[key] ?? ''}`);
}

/** Returns a text whose placeholders are not filled in yet. */
export function templateOf<K extends string = never>(message: Message<K>, values: Readonly<Record<K, Value>>): string {
  return typeof message === 'string' ? message : message(values);
}
