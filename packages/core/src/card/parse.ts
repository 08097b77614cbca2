import { isRecord } from '../fields/unknown.js';
import type { CardMessage } from './envelope.js';
import { CARD_SHAPE, FORBIDDEN_KEYS, MAX_CARD, type Shape } from './shape.js';

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

/** What is left of {@link MAX_CARD}. */
interface Budget {
  units: number;
  values: number;
}

/** The longest fallback text that is passed on, in characters. */
const MAX_FALLBACK = 500;

class Refused extends Error {
  readonly code: CardRefusalCode;
  readonly field: string | undefined;
  constructor(code: CardRefusalCode, field?: string) {
    super(code);
    this.code = code;
    this.field = field;
  }
}

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
    const { ...budget } = MAX_CARD;
    if (typeof input === 'string' && input.length > budget.units) throw new Refused('card-too-large');
    copy = copyOf(typeof input === 'string' ? JSON.parse(input) : input, budget, 1);
    return { ok: true, value: check(copy) };
  } catch (error) {
    // A getter or proxy of the page may throw anything: that too is an unreadable message.
    const { code, field } = error instanceof Refused ? error : new Refused('card-unreadable');
    return { ok: false, error: { code, field }, ...fallbackOf(copy) };
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

function copyOf(value: unknown, budget: Budget, depth: number): unknown {
  budget.values -= 1;
  if (budget.values < 0 || depth > MAX_CARD.depth) throw new Refused('card-too-large');
  if (typeof value === 'string') return spend(value, budget);
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return value;
  if (typeof value !== 'object') throw new Refused('card-unreadable');
  if (Array.isArray(value)) {
    // Read once, and by index: a list's own iterator, or a length that grows, is in other hands.
    const { length } = value;
    if (length > budget.values) throw new Refused('card-too-large');
    return Array.from({ length }, (_, index) => copyOf(value[index], budget, depth + 1));
  }
  // JSON.parse makes `__proto__` an own member, which `for in` lists; a literal's is the prototype itself.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && !isPlain(prototype)) throw new Refused('card-forbidden-key');
  const copy: Record<string, unknown> = {};
  const record = value as Readonly<Record<string, unknown>>;
  for (const key in record) {
    // `for in` stops when the budget does; `Object.keys` of a million members would not. What is passed over has its price too.
    spend(key, budget);
    if (!Object.hasOwn(record, key)) continue;
    if (FORBIDDEN_KEYS.includes(key)) throw new Refused('card-forbidden-key');
    const member = record[key];
    if (member !== undefined) copy[key] = copyOf(member, budget, depth + 1);
  }
  return copy;
}

/** `Object.prototype` of this or another window. */
function isPlain(prototype: unknown): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'hasOwnProperty');
}

function spend(text: string, budget: Budget): string {
  budget.units -= text.length;
  if (budget.units < 0) throw new Refused('card-too-large');
  return text;
}

function check(copy: unknown): CardMessage {
  if (!isRecord(copy) || copy['sidecard'] === undefined) throw new Refused('card-not-ours');
  const { sidecard, kind } = copy;
  if (typeof sidecard === 'number' && sidecard > 1) throw new Refused('card-too-new');
  if (sidecard === 1 && typeof kind === 'string' && kind !== 'ticket-card') throw new Refused('card-too-new');
  checkShape(copy, CARD_SHAPE, '');
  return copy as unknown as CardMessage;
}

function checkShape(value: unknown, shape: Shape, field: string): void {
  if (value === undefined && shape.optional) return;
  if (!fits(value, shape)) throw new Refused('card-field-invalid', field);
  if (!('members' in shape)) return;
  for (const [key, member] of Object.entries(shape.members))
    checkShape((value as Readonly<Record<string, unknown>>)[key], member, field ? `${field}.${key}` : key);
}

function fits(value: unknown, shape: Shape): boolean {
  if ('members' in shape) return isRecord(value);
  if ('values' in shape) return shape.values.includes(value);
  if ('from' in shape)
    return Number.isInteger(value) && (value as number) >= shape.from && (value as number) <= shape.to;
  const { max, pattern } = shape;
  return typeof value === 'string' && value !== '' && [...value].length <= max && (!pattern || pattern.test(value));
}
