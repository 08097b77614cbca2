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
const PLACEHOLDERS = /\{(\w+)\}/g;

/** Fills in a text. */
export function format<K extends string = never>(message: Message<K>, values: Readonly<Record<K, Value>>): string {
  return textOf(message, values).replace(PLACEHOLDERS, (_, key: K) => String(values[key] ?? ''));
}

/** A piece of a filled-in text; `key` says that it is the value of a placeholder, which has its own direction (`<bdi>`). */
export interface MessagePart {
  readonly text: string;
  readonly key?: string;
}

/** Fills in a text, and keeps apart what is ours and what came in. */
export function formatParts<K extends string = never>(
  message: Message<K>,
  values: Readonly<Record<K, Value>>,
): readonly MessagePart[] {
  return textOf(message, values)
    .split(PLACEHOLDER)
    .map((part, i) => (i % 2 ? { key: part, text: String(values[part as K] ?? '') } : { text: part }))
    .filter(({ text }) => text);
}

function textOf<K extends string>(message: Message<K>, values: Readonly<Record<K, Value>>): string {
  return typeof message === 'string' ? message : message(values);
}
