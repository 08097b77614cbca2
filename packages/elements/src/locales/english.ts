import type { Message, Value } from './message.js';

const rules = new Intl.PluralRules('en');

/** One form for one, another for the rest; `{count}` stands in both. */
export function plural(one: string, other: string): Message<'count'> {
  return ({ count }) => pick(count, one, other);
}

/** The form for a number. */
export function pick(count: Value, one: string, other: string): string {
  return rules.select(Number(count)) === 'one' ? one : other;
}
