import { isMoney } from '@sidecard/core';
import {
  type Field,
  type FieldLimits,
  type FieldValue,
  type FieldValues,
  limitsOfPart,
  RECEIVED_STATES,
} from '@sidecard/core/wire';
import { RETURN_ADDRESS } from './tickets.ts';

/** Numbers that look random and follow from a seed (a linear congruential generator: good enough to pick things). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) >>> 0;
  }

  /** A whole number from 0 to below `count`. */
  below(count: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * count);
  }

  /** One of several; nothing of none. */
  one<T>(values: readonly T[]): T | undefined {
    return values[this.below(values.length)];
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }
}

/** What people write, and what looks like the marks of our own sentences. */
const TEXTS = [
  'As we said on the phone.',
  '\u597D\u7684\uFF0C\u6CA1\u95EE\u9898\u3002',
  '{text} {agreed} [text:x] [!agreed:y] $& {__proto__}',
  '\u{1F469}\u200D\u{1F469}\u200D\u{1F467} ok, \u00E9t\u00E9',
  'constructor',
];

/** Fills a form validly in any of the ways there are; what cannot be filled is left out. */
export function fill(
  fields: readonly Field[],
  limits: Readonly<Record<string, FieldLimits>>,
  random: Random,
): FieldValues {
  const values: Record<string, FieldValue> = {};
  for (const field of fields) {
    if (field.optionalIf !== undefined && values[field.optionalIf] === true) continue;
    if (field.optional && random.oneIn(2)) continue;
    const value = valueOf(field, limitsOfPart(limits, values)[field.key] ?? {}, random);
    if (value !== undefined) values[field.key] = value;
  }
  return values;
}

function valueOf(field: Field, limits: FieldLimits, random: Random): FieldValue | undefined {
  switch (field.kind) {
    case 'text': {
      const text = random.one(TEXTS) ?? '';
      return text.length <= field.max ? text : 'x'.repeat(field.min);
    }
    case 'boolean':
      return random.oneIn(2);
    case 'money': {
      const { min = 1, max = 1_000, currency = 'CNY' } = limits;
      return max < min
        ? undefined
        : {
            amountMinor: random.one([min, max, between(min, max, random), between(min, max, random)]) ?? min,
            currency,
          };
    }
    case 'number':
      return random.one([field.min, field.max, between(field.min, Math.min(field.max, field.min + 1_000), random)]);
    case 'percentage':
      return random.one([0, 12.5, 100]);
    case 'reason':
      return random.one(limits.options ?? []);
    case 'choice':
      return random.one(limits.options ?? field.options.map(({ key }) => key));
    case 'choices': {
      const keys = field.options.map(({ key }) => key);
      const some = keys.filter(() => random.oneIn(2));
      return some.length > 0 ? some : keys;
    }
    case 'address':
      return random.oneIn(2) ? RETURN_ADDRESS : { ...RETURN_ADDRESS, postcode: '333000' };
    case 'carrier':
      return random.one(['ZTO', '\u4E2D\u901A\u5FEB\u9012']);
    case 'tracking':
      return '73120458817';
    case 'items': {
      const all = (limits.items ?? []).map(({ itemId, quantity }) => ({
        itemId,
        quantity: 1 + random.below(quantity),
      }));
      const some = all.filter(() => random.oneIn(2));
      return some.length > 0 ? some : all.length > 0 ? all : undefined;
    }
    case 'receipt': {
      const lines = (limits.items ?? []).filter(() => random.oneIn(2));
      return lines.map(({ itemId, quantity }) => ({
        itemId,
        quantity: 1 + random.below(quantity),
        state: random.one(RECEIVED_STATES.filter((state) => !field.arrived || state !== 'missing')) ?? 'used',
        ...(random.oneIn(2) ? { text: random.one(TEXTS) ?? '' } : {}),
        ...(limits.options?.length && field.maxPictures
          ? { pictures: limits.options.slice(0, field.maxPictures) }
          : {}),
      }));
    }
    case 'date':
      return random.oneIn(2) ? limits.firstDay : limits.lastDay;
    case 'pictures':
      return limits.options?.slice(0, 1 + random.below(field.max));
  }
}

function between(min: number, max: number, random: Random): number {
  return min + random.below(max - min + 1);
}

/** The same values with amounts no higher than a part of them. */
export function smaller(values: FieldValues, part: number): FieldValues {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      isMoney(value) ? { ...value, amountMinor: Math.max(1, Math.floor(value.amountMinor * part)) } : value,
    ]),
  );
}
