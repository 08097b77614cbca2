import { WORKFLOW_STATES } from '../lifecycle/states.js';
import { isMoney } from '../money.js';
import type { CardMessage, CardSnapshot } from './envelope.js';
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
  const { sidecard, kind, ticketId, snapshot, text } = copy;
  if (typeof sidecard === 'number' && sidecard > 1) throw new Refused('card-too-new');
  need(sidecard === 1, 'sidecard');
  if (typeof kind === 'string' && kind !== 'ticket-card') throw new Refused('card-too-new');
  need(kind === 'ticket-card', 'kind');
  need(isText(ticketId, 100) && /^\w[\w.:-]*$/.test(ticketId), 'ticketId');
  need(isText(text, 1000), 'text');
  checkSnapshot(snapshot);
  return copy as unknown as CardMessage;
}

const STATUSES: readonly string[] = [...WORKFLOW_STATES, 'platform-intervening'];
const TURNS: readonly unknown[] = ['merchant', 'buyer', 'staff', undefined];

function checkSnapshot(snapshot: unknown): asserts snapshot is CardSnapshot {
  need(isRecord(snapshot), 'snapshot');
  const { type, displayStatus, moveOf, createdAtMs, deadline, orderId, item, amount, reason, words, version } =
    snapshot;
  need(isText(type, 60), 'snapshot.type');
  need(STATUSES.includes(displayStatus as string), 'snapshot.displayStatus');
  need(TURNS.includes(moveOf), 'snapshot.moveOf');
  need(isTime(createdAtMs), 'snapshot.createdAtMs');
  need(isText(orderId, 100), 'snapshot.orderId');
  need(isMoney(amount), 'snapshot.amount');
  need(reason === undefined || isText(reason, 60), 'snapshot.reason');
  need(words === undefined || isText(words, 600), 'snapshot.words');
  need(typeof version === 'number' && Number.isSafeInteger(version) && version > 0, 'snapshot.version');
  if (deadline !== undefined) {
    need(isRecord(deadline) && isTime(deadline['startedAtMs']) && isTime(deadline['dueAtMs']), 'snapshot.deadline');
    need(deadline['of'] !== undefined && TURNS.includes(deadline['of']), 'snapshot.deadline');
  }
  need(isRecord(item), 'snapshot.item');
  need(isText(item['title'], 600), 'snapshot.item.title');
  need(item['options'] === undefined || isText(item['options'], 400), 'snapshot.item.options');
  need(Number.isSafeInteger(item['quantity']) && (item['quantity'] as number) > 0, 'snapshot.item.quantity');
  need(item['pictureUrl'] === undefined || isPictureUrl(item['pictureUrl']), 'snapshot.item.pictureUrl');
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
