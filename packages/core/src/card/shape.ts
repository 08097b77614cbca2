import { WORKFLOW_STATES } from '../model/states.js';
import type { CardMessage } from './envelope.js';
import { PICTURE_URL } from './picture-url.js';

/* The shape of a card message in one table, from which the parser and the JSON Schema derive. The types below tie it to the interface: a
member
without a row, or a row without a member, does not compile. */

/** A text of 1 to `max` characters (Unicode code points). */
interface TextShape {
  readonly max: number;
  readonly pattern?: RegExp;
}

/** One of these values. */
interface ChoiceShape<T = unknown> {
  readonly values: readonly T[];
}

/** An integer from `from` to `to`. */
interface NumberShape {
  readonly from: number;
  readonly to: number;
}

/** An object with these members. Others are allowed (R27). */
interface RecordShape {
  readonly members: Readonly<Record<string, Shape>>;
}

/** What a value must be. */
export type Shape = (TextShape | ChoiceShape | NumberShape | RecordShape) & { readonly optional?: true };

type ShapeOf<T> = [T] extends [string]
  ? string extends T
    ? TextShape
    : ChoiceShape<T>
  : [T] extends [number]
    ? number extends T
      ? NumberShape
      : ChoiceShape<T>
    : { readonly members: MembersOf<T> };
type MembersOf<T> = {
  readonly [K in keyof T]-?: ShapeOf<NonNullable<T[K]>> &
    (object extends Pick<T, K> ? { readonly optional: true } : { readonly optional?: never });
};

/** Maximum size of a message: UTF-16 code units of its texts and keys (or of its JSON text), values, and levels. */
export const MAX_CARD = { units: 8192, values: 200, depth: 8 } as const;

const SIDES = ['merchant', 'buyer', 'staff'] as const;
const KEY = { max: 60 };
/** Milliseconds that `Date` can represent. */
const TIME = { from: -8.64e15, to: 8.64e15 };
/** A positive count. */
const COUNT = { from: 1, to: Number.MAX_SAFE_INTEGER };
const MONEY = {
  members: {
    amountMinor: { from: 0, to: Number.MAX_SAFE_INTEGER },
    currency: { max: 3, pattern: /^[A-Z]{3}$/ },
  },
};
const FALLBACK = { max: 1000 };
const NAME = { max: 300 };

/** The card message of this release. */
export const CARD_SHAPE: ShapeOf<CardMessage> = {
  members: {
    sidecard: { values: [1] },
    kind: { values: ['ticket-card'] },
    merchantId: { optional: true, max: 128 },
    ticketId: { max: 100, pattern: /^\w[\w.:-]*$/ },
    text: FALLBACK,
    texts: { optional: true, members: { 'zh-CN': FALLBACK, en: FALLBACK } },
    // The verifier checks its form: a signature of a newer release must not make the card unreadable.
    signature: { optional: true, max: 600 },
    snapshot: {
      members: {
        type: KEY,
        typeLabels: { optional: true, members: { 'zh-CN': NAME, en: NAME } },
        displayStatus: { values: [...WORKFLOW_STATES, 'platform-intervening'] },
        moveOf: { optional: true, values: SIDES },
        createdAtMs: TIME,
        orderId: { max: 100 },
        amount: MONEY,
        asked: {
          optional: true,
          members: { amount: { optional: true, ...MONEY }, pieces: { optional: true, ...COUNT } },
        },
        reason: { optional: true, ...KEY },
        words: { optional: true, max: 600 },
        version: COUNT,
        deadline: { optional: true, members: { of: { values: SIDES }, startedAtMs: TIME, dueAtMs: TIME } },
        item: {
          members: {
            title: { max: 600 },
            options: { optional: true, max: 400 },
            quantity: COUNT,
            pictureUrl: { optional: true, max: 1000, pattern: PICTURE_URL },
          },
        },
      },
    },
  },
};
