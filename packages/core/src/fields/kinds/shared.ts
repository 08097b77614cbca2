import type { JsonSchema } from '../../values/json-schema.js';
import { tidyText } from '../../values/as-written.js';
import { label, resolveLocale } from '../../values/labels.js';
import { MAX_CODE_UNITS, textProblem } from '../../values/text.js';
import type { FormatContext, Found } from './kind.js';

/** A value of the wrong type. */
export const WRONG_KIND = { problem: 'wrong-kind' } as const satisfies Found;

/** Maximum number of entries checked in a list. */
export const MAX_CHOICES = 50;

/** Checks a text's length in graphemes; line breaks need `multiline`. */
export function checkText(value: unknown, min: number, max: number, multiline?: boolean): Found {
  if (typeof value !== 'string') return WRONG_KIND;
  // Normalizing reads the whole text, so an oversized one is refused unread.
  const text = value.length > MAX_CODE_UNITS ? value : tidyText(value);
  if (!multiline && text.includes('\n')) return { problem: 'unreadable' };
  const found = textProblem(text, min, max);
  return found && { ...found, min, max };
}

/** Checks that a value is one of the codes. */
export function checkOption(value: unknown, options: readonly string[]): Found {
  if (typeof value !== 'string') return WRONG_KIND;
  return options.includes(value) ? undefined : { problem: 'unknown-option' };
}

/** Checks that a number is within inclusive limits. */
export function checkRange(value: number, min: number, max: number, currency?: string): Found {
  const limits = { min, max, ...(currency ? { currency } : {}) };
  if (value < min) return { problem: 'too-low', ...limits };
  return value > max ? { problem: 'too-high', ...limits } : undefined;
}

/** Returns whether a value is an empty list or an empty text. */
export function isEmptyList(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}

/** A single line, between characters that are removed. */
const ONE_LINE = '^[\\s\\u202A-\\u202E]*([^\\s\\u202A-\\u202E]([^\\n]*[^\\s\\u202A-\\u202E])?)?[\\s\\u202A-\\u202E]*$';

/** Describes a text. Code points approximate graphemes: a text has at least as many. */
export function lengthSchema(min: number, max: number, multiline?: boolean): JsonSchema {
  return {
    type: 'string',
    minLength: min,
    maxLength: MAX_CODE_UNITS,
    ...(multiline ? {} : { pattern: ONE_LINE }),
    description: `${min} to ${max} characters, as a reader counts them (graphemes).`,
  };
}

/** Describes a single-line value that is normalized before validation. */
export function tidiedSchema(description: string): JsonSchema {
  return { type: 'string', maxLength: MAX_LINE, description };
}

/** Maximum length of a single-line value before normalization, in UTF-16 code units. */
const MAX_LINE = 200;

/** Normalizes a single-line value, and returns it if it then matches a pattern. */
export function tidied(value: string, tidy: (text: string) => string, pattern: RegExp): string | undefined {
  if (value.length > MAX_LINE) return undefined;
  const text = tidy(value);
  return pattern.test(text) ? text : undefined;
}

/** Describes one of some codes; without codes, they depend on the ticket. */
export function optionSchema(keys: readonly string[]): JsonSchema {
  return keys.length > 0 ? { enum: keys } : { type: 'string' };
}

/** Describes an integer. */
export function integerSchema(minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): JsonSchema {
  return { type: 'integer', minimum, maximum };
}

/** Returns the label of an option, or its code if the list does not contain it. */
export function optionText(options: FormatContext['reasons'], key: string, locale: string): string {
  const found = options.find((option) => option.key === key);
  return found ? label(found.labels, locale) : key;
}

/** Joins a list as the language does. */
export function joined(parts: readonly string[], locale: string): string {
  return parts.join(resolveLocale(locale) === 'zh-CN' ? '\u3001' : ', ');
}

/** Puts a text in the brackets of a language, to follow another. */
export function bracketed(text: string, locale: string): string {
  return resolveLocale(locale) === 'zh-CN' ? `（${text}）` : ` (${text})`;
}

/** Names a number of pictures. */
export function countOfPictures(count: number, locale: string): string {
  if (resolveLocale(locale) === 'zh-CN') return `附图 ${count} 张`;
  return count === 1 ? '1 picture' : `${count} pictures`;
}

/** Trims a text. */
export const trimmed = (value: string): string => value.trim();
/** Returns a text unchanged. */
export const asIs = (value: string): string => value;
