import type { JsonSchema } from '../../values/json-schema.js';
import { label, resolveLocale } from '../../values/labels.js';
import { MAX_CODE_UNITS, textProblem } from '../../values/text.js';
import type { FormatContext, Found } from './kind.js';

/** A value of another type than the kind's. */
export const WRONG_KIND = { problem: 'wrong-kind' } as const satisfies Found;

/** The most entries of a list that are looked at. */
export const MAX_CHOICES = 50;

/** Checks a text by its length in graphemes; a line break needs `multiline`. */
export function checkText(value: unknown, min: number, max: number, multiline?: boolean): Found {
  if (typeof value !== 'string') return WRONG_KIND;
  if (!multiline && value.includes('\n')) return { problem: 'unreadable' };
  const found = textProblem(value, min, max);
  return found && { ...found, min, max };
}

/** Checks that a value is one of some codes. */
export function checkOption(value: unknown, options: readonly string[]): Found {
  if (typeof value !== 'string') return WRONG_KIND;
  return options.includes(value) ? undefined : { problem: 'unknown-option' };
}

/** Checks that a number lies within limits, both included. */
export function checkRange(value: number, min: number, max: number, currency?: string): Found {
  const limits = { min, max, ...(currency ? { currency } : {}) };
  if (value < min) return { problem: 'too-low', ...limits };
  return value > max ? { problem: 'too-high', ...limits } : undefined;
}

/** Returns whether a value is an empty list or the empty text. */
export function isEmptyList(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}

/** Describes a text of some length. Code points stand for graphemes: a text has at least as many of them. */
export function textSchema(min: number, max: number, multiline?: boolean): JsonSchema {
  return {
    type: 'string',
    minLength: min,
    maxLength: MAX_CODE_UNITS,
    ...(multiline ? {} : { pattern: '^[^\\n]*$' }),
    description: `${min} to ${max} characters, as a reader counts them (graphemes).`,
  };
}

/** Describes a text that matches a pattern; blanks around it are cut off. */
export function patternSchema(pattern: RegExp): JsonSchema {
  return { type: 'string', pattern: `^\\s*${pattern.source.slice(1, -1)}\\s*$` };
}

/** Describes one of some codes; without codes, they come from the ticket. */
export function optionSchema(keys: readonly string[]): JsonSchema {
  return keys.length > 0 ? { enum: keys } : { type: 'string' };
}

/** Describes a whole number. */
export function integerSchema(minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): JsonSchema {
  return { type: 'integer', minimum, maximum };
}

/** Returns the words of an option; a code that the list does not have stands for itself. */
export function optionText(options: FormatContext['reasons'], key: string, locale: string): string {
  const found = options.find((option) => option.key === key);
  return found ? label(found.labels, locale) : key;
}

/** Joins the parts of a list as the language does. */
export function joined(parts: readonly string[], locale: string): string {
  return parts.join(resolveLocale(locale) === 'zh-CN' ? '\u3001' : ', ');
}

/** Cuts off the blanks around a text. */
export const trimmed = (value: string): string => value.trim();
/** Returns a text as it is. */
export const asIs = (value: string): string => value;
