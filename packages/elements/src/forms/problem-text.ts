import type { Field, FieldProblem } from '@sidecard/core';
import { formatAmount } from '../locales/format.js';
import { format } from '../locales/message.js';
import type { Texts } from '../locales/texts.js';

/** What to do about a problem of a field, in words. */
export function problemText(
  { problem, by, min, max, currency, firstDay, lastDay }: FieldProblem,
  field: Field,
  label: string,
  texts: Texts,
): string {
  const words = texts.problems;
  const money = field.kind === 'money';
  const shown = (value: number | undefined) =>
    money && value !== undefined
      ? formatAmount({ amountMinor: value, currency: currency ?? 'CNY' }, texts.locale)
      : value;
  const choice = field.kind === 'reason' || field.kind === 'choice' || field.kind === 'choices';
  if (problem === 'required') {
    if (choice) return field.kind === 'reason' ? words.requiredReason : texts.form.choose;
    if (field.kind === 'address') return words.requiredAddress;
    // An empty text needs as much as its shortest one.
    if (field.kind === 'text')
      return problemText(
        { field: field.key, problem: 'too-short', by: field.min, min: field.min, max: field.max },
        field,
        label,
        texts,
      );
  }
  if (problem === 'unreadable' && field.kind === 'tracking') return words.trackingUnreadable;
  if (problem === 'wrong-kind' && money) return format(words.amountUnreadable, { example: '12.50' });
  const message = Object.hasOwn(words, problem) ? words[problem] : words.other;
  return format(message, { label, by, min: firstDay ?? shown(min), max: lastDay ?? shown(max), currency });
}
