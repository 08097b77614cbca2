import { NotPlain, readPlain } from '../values/plain.js';
import { isRecord } from '../values/unknown.js';
import type { CardMessage } from './envelope.js';
import { CARD_SHAPE, MAX_CARD, type Shape } from './shape.js';

/** Why a message is not taken for a card. */
export const CARD_REFUSALS = [
  /** Not an object, nor the JSON text of one. */
  'card-unreadable',
  /** An object, but not one of ours: the host shows it as whatever else it is. */
  'card-not-ours',
  /** Over 8 kB, 200 values or 8 levels. */
  'card-too-large',
  /** A key that is a weapon (`__proto__` and its like). */
  'card-forbidden-key',
  /** Made by a newer release; `text` may say what it is about. */
  'card-too-new',
  /** One of ours, with a member that is missing or wrong. */
  'card-field-invalid',
] as const;
export type CardRefusalCode = (typeof CARD_REFUSALS)[number];

type Reason = CardRefusalCode extends `card-${infer Rest}` ? Rest : never;

/** What a message that is not taken says of itself, where that could be read. It is to be shown as text only. */
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

/** The longest fallback text that is passed on, in characters. */
const MAX_FALLBACK = 500;

/**
 * Reads a message that may be a card. Every byte is taken as hostile: the work is bounded, nothing is run or trusted, and the result is a
 * fresh copy. What this release does not know is kept, so that passing a card on loses nothing (R27).
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
    // A getter or proxy of the page may throw anything: that too is an unreadable message.
    const { reason, field } = error instanceof NotPlain ? error : new NotPlain('unreadable' satisfies Reason);
    return { ok: false, error: { code: `card-${reason}` as CardRefusalCode, field }, ...fallbackOf(copy) };
  }
}

/** Of what came through whole. */
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
  checkShape(copy, CARD_SHAPE, '');
  return copy as unknown as CardMessage;
}

function checkShape(value: unknown, shape: Shape, field: string): void {
  if (value === undefined && shape.optional) return;
  if (!fits(value, shape)) throw new NotPlain('field-invalid' satisfies Reason, field);
  if (!('members' in shape)) return;
  const record = value as Readonly<Record<string, unknown>>;
  for (const key in shape.members) {
    const member = shape.members[key];
    if (member) checkShape(record[key], member, field ? `${field}.${key}` : key);
  }
}

function fits(value: unknown, shape: Shape): boolean {
  if ('members' in shape) return isRecord(value);
  if ('values' in shape) return shape.values.includes(value);
  if ('from' in shape)
    return Number.isInteger(value) && (value as number) >= shape.from && (value as number) <= shape.to;
  const { max, pattern } = shape;
  if (typeof value !== 'string' || value === '' || (pattern && !pattern.test(value))) return false;
  // There are never more characters than UTF-16 code units, which cost nothing to count.
  return value.length <= max || [...value].length <= max;
}
