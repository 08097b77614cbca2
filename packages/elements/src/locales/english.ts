import type { Message, Value } from './message.js';

const rules = new Intl.PluralRules('en');

/** Singular and plural form of a message; both can contain `{count}`. */
export function plural(one: string, other: string): Message<'count'> {
  return ({ count }) => pick(count, one, other);
}

/** Picks the form for a number. */
export function pick(count: Value, one: string, other: string): string {
  return rules.select(Number(count)) === 'one' ? one : other;
}
