/** Maximum size of a value: UTF-16 code units of its texts and keys, values, and levels. */
export interface Most {
  readonly units: number;
  readonly values: number;
  readonly depth: number;
}

/**
 * Thrown by {@link copyPlain}: `too-large`, `forbidden-key`, or `unreadable`, which JSON cannot represent. Callers that check the copy
 * further can add reasons.
 */
export class NotPlain extends Error {
  readonly reason: string;
  readonly field: string | undefined;
  constructor(reason: string, field?: string) {
    super();
    this.reason = reason;
    this.field = field;
  }
}

/** Dangerous keys, which can reach a prototype. */
export const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/**
 * Copies JSON-compatible data, reading each member once and at most `most`, so that later reads cannot run code, never end, or see another
 * value. Omits `undefined` members.
 *
 * @throws {NotPlain} if it cannot be copied; and whatever a getter or proxy throws
 */
export function copyPlain(value: unknown, { ...most }: Most): unknown {
  return copyOf(value, most, most.depth);
}

/**
 * Copies plain data from a value or its JSON text.
 *
 * @throws {NotPlain} as {@link copyPlain}; {@link SyntaxError} for a text that is not JSON; and whatever a getter or proxy throws
 */
export function readPlain(input: unknown, most: Most): unknown {
  if (typeof input !== 'string') return copyPlain(input, most);
  if (input.length > most.units) throw new NotPlain('too-large');
  return copyPlain(JSON.parse(input), most);
}

function copyOf(value: unknown, left: { units: number; values: number }, depth: number): unknown {
  left.values -= 1;
  if (left.values < 0 || depth < 1) throw new NotPlain('too-large');
  if (typeof value === 'string') return spend(value, left);
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return value;
  if (typeof value !== 'object') throw new NotPlain('unreadable');
  if (Array.isArray(value)) {
    // Read once, by index: the caller controls the list's iterator and length.
    const { length } = value;
    if (length > left.values) throw new NotPlain('too-large');
    return Array.from({ length }, (_, index) => copyOf(value[index], left, depth - 1));
  }
  // JSON.parse makes `__proto__` an own member, which `for in` lists; in a literal it is the prototype itself.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && !isPlain(prototype)) throw new NotPlain('forbidden-key');
  const copy: Record<string, unknown> = {};
  const record = value as Readonly<Record<string, unknown>>;
  for (const key in record) {
    // `for in` can stop at the limit; `Object.keys` of a million members cannot. Skipped members count, too.
    spend(key, left);
    if (!Object.hasOwn(record, key)) continue;
    if (FORBIDDEN_KEYS.includes(key)) throw new NotPlain('forbidden-key');
    const member = record[key];
    if (member !== undefined) copy[key] = copyOf(member, left, depth - 1);
  }
  return copy;
}

/** Whether it is `Object.prototype` of this or another window. */
function isPlain(prototype: unknown): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'hasOwnProperty');
}

function spend(text: string, left: { units: number }): string {
  left.units -= text.length;
  if (left.units < 0) throw new NotPlain('too-large');
  return text;
}
