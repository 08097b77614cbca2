import { WORKFLOW_STATES } from '../lifecycle/states.js';
import { isMoney } from '../money.js';
import type { CardMessage } from './envelope.js';
import { isPictureUrl } from './picture-url.js';

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

/** A card, or why there is none. `text` is the plain fallback, when one could be read; show it as text only. */
export type ParsedCard =
  | { readonly ok: true; readonly value: CardMessage }
  | {
      readonly ok: false;
      readonly error: { readonly code: CardRefusalCode; readonly field?: string };
      readonly text?: string;
    };

const MAX_UNITS = 8192;
const MAX_NODES = 200;
const MAX_DEPTH = 8;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

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
    if (typeof input === 'string' && input.length > MAX_UNITS) throw new Refused('card-too-large');
    const budget = { nodes: MAX_NODES, units: MAX_UNITS };
    copy = copyOf(typeof input === 'string' ? JSON.parse(input) : input, budget, 1);
    return { ok: true, value: check(copy) };
  } catch (error) {
    // A getter or proxy of the page may throw anything: that too is an unreadable message.
    const code = error instanceof Refused ? error.code : 'card-unreadable';
    const field = error instanceof Refused ? error.field : undefined;
    const text =
      isRecord(copy) && copy['sidecard'] !== undefined && typeof copy['text'] === 'string' ? copy['text'] : undefined;
    return { ok: false, error: { code, ...(field ? { field } : {}) }, ...(text ? { text: text.slice(0, 500) } : {}) };
  }
}

function copyOf(value: unknown, budget: { nodes: number; units: number }, depth: number): unknown {
  budget.nodes -= 1;
  if (budget.nodes < 0 || depth > MAX_DEPTH) throw new Refused('card-too-large');
  if (typeof value === 'string') return spend(value, budget);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Refused('card-unreadable');
    return value;
  }
  if (typeof value !== 'object') throw new Refused('card-unreadable');
  if (Array.isArray(value)) {
    if (value.length > MAX_NODES) throw new Refused('card-too-large');
    return Array.from(value, (entry) => copyOf(entry, budget, depth + 1));
  }
  // JSON.parse makes `__proto__` an own member, which `for in` lists; a literal's is the prototype itself. Looked at first, so that nobody
  // has a million inherited members walked.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && !isPlain(prototype)) throw new Refused('card-forbidden-key');
  const copy: Record<string, unknown> = {};
  const record = value as Readonly<Record<string, unknown>>;
  for (const key in record) {
    // `for in` stops when the budget does; `Object.keys` of a million members would not.
    if (!Object.hasOwn(record, key)) continue;
    if (FORBIDDEN.has(key)) throw new Refused('card-forbidden-key');
    const member = record[key];
    if (member !== undefined) copy[spend(key, budget)] = copyOf(member, budget, depth + 1);
  }
  return copy;
}

/** `Object.prototype` of this or another window. */
function isPlain(prototype: unknown): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'hasOwnProperty');
}

function spend(text: string, budget: { units: number }): string {
  budget.units -= text.length;
  if (budget.units < 0) throw new Refused('card-too-large');
  return text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function check(copy: unknown): CardMessage {
  if (!isRecord(copy) || copy['sidecard'] === undefined) throw new Refused('card-not-ours');
  const { sidecard, kind } = copy;
  if (typeof sidecard === 'number' && sidecard > 1) throw new Refused('card-too-new');
  if (sidecard === 1 && typeof kind === 'string' && kind !== 'ticket-card') throw new Refused('card-too-new');
  checkMembers(copy, MESSAGE, '');
  return copy as unknown as CardMessage;
}

/** What a member must be, or what the members of a record must be. */
type Shape = ((value: unknown) => boolean) | { readonly [key: string]: Shape };

const STATUSES: readonly unknown[] = [...WORKFLOW_STATES, 'platform-intervening'];
const TURNS: readonly unknown[] = ['merchant', 'buyer', 'staff'];

const MESSAGE: Shape = {
  sidecard: (value) => value === 1,
  kind: (value) => value === 'ticket-card',
  ticketId: (value) => isText(value, 100) && /^\w[\w.:-]*$/.test(value),
  text: text(1000),
  snapshot: {
    type: text(60),
    displayStatus: (value) => STATUSES.includes(value),
    moveOf: optional((value) => TURNS.includes(value)),
    createdAtMs: isTime,
    orderId: text(100),
    amount: isMoney,
    reason: optional(text(60)),
    words: optional(text(600)),
    version: isCount,
    deadline: optional(
      (value) =>
        isRecord(value) && isTime(value['startedAtMs']) && isTime(value['dueAtMs']) && TURNS.includes(value['of']),
    ),
    item: {
      title: text(600),
      options: optional(text(400)),
      quantity: isCount,
      pictureUrl: optional(isPictureUrl),
    },
  },
};

function checkMembers(value: unknown, shape: Shape, field: string): void {
  if (typeof shape === 'function') return need(shape(value), field);
  need(isRecord(value), field);
  for (const key in shape) checkMembers(value[key], shape[key] ?? isRecord, field ? `${field}.${key}` : key);
}

function optional(is: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === undefined || is(value);
}

function text(max: number): (value: unknown) => boolean {
  return (value) => isText(value, max);
}

/** A number of things, at least one. */
function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function need(condition: boolean, field: string): asserts condition {
  if (!condition) throw new Refused('card-field-invalid', field);
}

function isText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= max;
}

/** Milliseconds that `Date` can show. */
function isTime(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) <= 8.64e15;
}
