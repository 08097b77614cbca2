import type { Message, Value } from './message.js';

/** Singular and plural form of a message; both can contain `{count}`. */
export function plural(one: string, other: string): Message<'count'> {
  return ({ count }) => pick(count, one, other);
}

/** Picks the form for a number. */
export function pick(count: Value, one: string, other: string): string {
  return Number(count) === 1 ? one : other;
}
