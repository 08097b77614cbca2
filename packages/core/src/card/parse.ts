import { NotPlain, readPlain } from '../values/plain.js';
import { isRecord } from '../values/unknown.js';
import type { CardMessage } from './envelope.js';
import { CARD_SHAPE, MAX_CARD, type Shape } from './shape.js';

/** Why a message is not accepted as a card. */
export const CARD_REFUSALS = [
  /** Neither an object nor its JSON text. */
  'card-unreadable',
  /** An object, but not a Sidecard message: the host shows it as something else. */
  'card-not-ours',
  /** Over 8 kB, 200 values or 8 levels. */
  'card-too-large',
  /** Contains a dangerous key, such as `__proto__`. */
  'card-forbidden-key',
  /** From a newer release; `text` may describe it. */
  'card-too-new',
  /** A Sidecard message with a missing or invalid member. */
  'card-field-invalid',
] as const;
export type CardRefusalCode = (typeof CARD_REFUSALS)[number];

type Reason = CardRefusalCode extends `card-${infer Rest}` ? Rest : never;

/** The fallback text of a message that was not accepted, if readable. Show it as plain text only. */
export interface CardFallback {
  readonly text?: string | undefined;
  /** By language. */
  readonly texts?: Readonly<Record<string, string | undefined>>;
}

/** A card, or why there is none. */
export type ParsedCard =
  | { readonly ok: true; readonly value: CardMessage }
  | (CardFallback & {
      readonly ok: false;
      readonly error: { readonly code: CardRefusalCode; readonly field?: string | undefined };
    });

/** Maximum length of a fallback text, in characters. */
const MAX_FALLBACK = 500;

/**
 * Parses a message that may be a card. The input is untrusted: the work is bounded, nothing is executed, and the result is a new copy.
 * Unknown members are kept, so that a card can be forwarded unchanged (R27).
 *
 * @param input - the message's object, or its JSON text
 * @returns never throws
 */
export function parseCardMessage(input: unknown): ParsedCard {
  let copy: unknown;
  try {
    copy = readPlain(input, MAX_CARD);
    return { ok: true, value: check(copy) };
  } catch (error) {
    // A getter or proxy of the page can throw anything: that, too, is an unreadable message.
    const { reason, field } = error instanceof NotPlain ? error : new NotPlain('unreadable' satisfies Reason);
    return { ok: false, error: { code: `card-${reason}` as CardRefusalCode, field }, ...fallbackOf(copy) };
  }
}

/** Expects a complete copy. */
function fallbackOf(copy: unknown): CardFallback {
  if (!isRecord(copy) || copy['sidecard'] === undefined) return {};
  const { text, texts } = copy;
  const said = Object.entries(isRecord(texts) ? texts : {}).map(([locale, one]) => [locale, shorten(one)] as const);
  return { text: shorten(text), texts: Object.fromEntries(said) };
}

function shorten(text: unknown): string | undefined {
  return typeof text === 'string' && text ? [...text].slice(0, MAX_FALLBACK).join('') : undefined;
}

function check(copy: unknown): CardMessage {
  if (!isRecord(copy) || copy['sidecard'] === undefined) throw new NotPlain('not-ours' satisfies Reason);
  const { sidecard, kind } = copy;
  if (typeof sidecard === 'number' && sidecard > 1) throw new NotPlain('too-new' satisfies Reason);
  if (sidecard === 1 && typeof kind === 'string' && kind !== 'ticket-card')
    throw new NotPlain('too-new' satisfies Reason);
  const field = invalidField(copy, CARD_SHAPE);
  if (field !== undefined) throw new NotPlain('field-invalid' satisfies Reason, field);
  return copy as unknown as CardMessage;
}

/** Returns the path of the first missing or invalid member, such as `snapshot.item.title`; empty for the value itself. */
function invalidField(value: unknown, shape: Shape): string | undefined {
  if (value === undefined && shape.optional) return undefined;
  if (!fits(value, shape)) return '';
  if (!('members' in shape)) return undefined;
  const record = value as Readonly<Record<string, unknown>>;
  for (const key in shape.members) {
    const member = shape.members[key];
    const field = member && invalidField(record[key], member);
    if (field !== undefined) return field ? `${key}.${field}` : key;
  }
  return undefined;
}

function fits(value: unknown, shape: Shape): boolean {
  if ('members' in shape) return isRecord(value);
  if ('values' in shape) return shape.values.includes(value);
  if ('from' in shape)
    return Number.isInteger(value) && (value as number) >= shape.from && (value as number) <= shape.to;
  const { max, pattern } = shape;
  if (typeof value !== 'string' || value === '' || (pattern && !pattern.test(value))) return false;
  // A text never has more characters than UTF-16 code units, which are cheap to count.
  return value.length <= max || [...value].length <= max;
}
