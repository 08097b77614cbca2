import { WORKFLOW_STATES } from '../model/states.js';
import type { CardMessage } from './envelope.js';
import { PICTURE_URL } from './picture-url.js';

/*
 * What a card message is, in one table: the parser walks it, and the JSON Schema is made of it. The types below hold it to the interface: a member
 * without a row, or a row without a member, does not compile.
 */

/** A text of at least one and at most `max` characters (Unicode code points). */
interface TextShape {
  readonly max: number;
  readonly pattern?: RegExp;
}

/** One of these values. */
interface ChoiceShape<T = unknown> {
  readonly values: readonly T[];
}

/** A whole number from `from` to `to`. */
interface NumberShape {
  readonly from: number;
  readonly to: number;
}

/** An object with these members. It may have others (R27). */
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

/** The most of a message: UTF-16 code units of its texts and keys (of its JSON text, where it comes as one), values, and levels. */
export const MAX_CARD = { units: 8192, values: 200, depth: 8 } as const;

const SIDES = ['merchant', 'buyer', 'staff'] as const;
const KEY = { max: 60 };
/** Milliseconds that `Date` can show. */
const TIME = { from: -8.64e15, to: 8.64e15 };
/** A number of things, at least one. */
const COUNT = { from: 1, to: Number.MAX_SAFE_INTEGER };
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
    // its form is the verifier's concern: a signature of a later release must not make the card unreadable
    signature: { optional: true, max: 600 },
    snapshot: {
      members: {
        type: KEY,
        typeLabels: { optional: true, members: { 'zh-CN': NAME, en: NAME } },
        displayStatus: { values: [...WORKFLOW_STATES, 'platform-intervening'] },
        moveOf: { optional: true, values: SIDES },
        createdAtMs: TIME,
        orderId: { max: 100 },
        amount: {
          members: {
            amountMinor: { from: 0, to: Number.MAX_SAFE_INTEGER },
            currency: { max: 3, pattern: /^[A-Z]{3}$/ },
          },
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
