import type { Field, FieldProblem } from '@sidecard/core/wire';
import type { FormWords } from '../locales/form-catalogue.js';
import { formatAmount, formatDay } from '../locales/format.js';
import { format } from '../locales/message.js';

/** Describes a field's problem and how to fix it. */
export function problemText(
  { problem, by, min, max, currency, firstDay, lastDay }: FieldProblem,
  field: Field,
  label: string,
  texts: FormWords,
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
    // An empty text lacks the full minimum.
    if (field.kind === 'text')
      return problemText(
        { field: field.key, problem: 'too-short', by: field.min, min: field.min, max: field.max },
        field,
        label,
        texts,
      );
  }
  if (problem === 'too-low' && firstDay) return format(words.tooEarly, { day: dayText(firstDay, texts) });
  if (problem === 'too-high' && lastDay) return format(words.tooLate, { day: dayText(lastDay, texts) });
  if (problem === 'unreadable' && field.kind === 'tracking') return words.trackingUnreadable;
  if (problem === 'wrong-kind' && money) return format(words.amountUnreadable, { example: '12.50' });
  const message = Object.hasOwn(words, problem) ? words[problem] : words.other;
  return format(message, { label, by, min: shown(min), max: shown(max), currency });
}

/** Selectable days are near, so the year is omitted. */
function dayText(day: string, texts: FormWords): string {
  return formatDay(day, { texts, nowMs: Date.parse(day) });
}
