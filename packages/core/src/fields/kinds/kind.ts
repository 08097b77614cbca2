import type { FieldValue, FieldValues, ItemQuantity } from '../../model/field-values.js';
import type { Order } from '../../model/order.js';
import type { JsonSchema } from '../../values/json-schema.js';
import type { Labels, Texts } from '../../values/labels.js';
import type { Money } from '../../values/money.js';

/** What all fields have. */
export interface FieldBase {
  readonly key: string;
  readonly labels: Labels;
  /** May be left out. */
  readonly optional?: true;
  /** Key of a boolean field; while that is true this one may be left out. */
  readonly optionalIf?: string;
  /** Who reads its text; forms say so beside the field. */
  readonly readBy?: 'buyer' | 'staff';
}

/** One entry of a closed list. */
export interface Option {
  readonly key: string;
  readonly labels: Labels;
}

/** What is wrong with one field; `field` is its key. */
export interface FieldProblem {
  readonly field: string;
  readonly problem:
    | 'required'
    | 'wrong-kind'
    | 'unknown-field'
    | 'unknown-option'
    | 'too-short'
    | 'too-long'
    | 'unreadable'
    | 'too-low'
    | 'too-high'
    | 'wrong-currency';
  /** `too-short`, `too-long`: how many graphemes are missing or too many. */
  readonly by?: number;
  /** The limits that were missed, in the field's unit (graphemes, smallest currency unit, pieces). */
  readonly min?: number;
  readonly max?: number;
  readonly currency?: string;
  /** A day that is too early or too late: the first and the last that can be chosen. */
  readonly firstDay?: string;
  readonly lastDay?: string;
}

/** Limits of a field that come from the ticket. Amounts in the smallest unit of `currency`. */
export interface FieldLimits {
  readonly min?: number;
  readonly max?: number;
  readonly currency?: string;
  /** `items`: the order's items, and how many were bought. */
  readonly items?: readonly ItemQuantity[];
  /** `reason`, `choice`: the codes to choose from; `pictures`: the ids that may be used. */
  readonly options?: readonly string[];
  /** `date`: the first and the last day. */
  readonly firstDay?: string;
  readonly lastDay?: string;
}

/** What a field's limits are worked out from. */
export interface LimitFacts {
  readonly order: Order;
  /** What the ticket asks for; absent while the request is being made. */
  readonly requested: FieldValues | undefined;
  /** Codes of the reasons that the acting party can give. */
  readonly reasons: readonly string[];
  /** Keys of the deadlines that run for buyer or merchant. */
  readonly deadlines: readonly string[];
  /** Keys of the shop's service commitments. */
  readonly commitments: readonly string[];
  /** Ids of the actor's uploaded pictures that hang on nothing yet. */
  readonly pictures: readonly string[];
  /** Returns what is left of a budget, or for a `fee` what was paid. */
  readonly remaining: (of: 'refund' | 'postage' | 'compensation' | 'fee') => Money;
  /** Returns the day that it is in the shop's time zone. */
  readonly today: () => string;
}

/** What values are formatted with. */
export interface FormatContext {
  /** A BCP 47 tag. */
  readonly locale: string;
  /** Gives the titles of items. */
  readonly order: { readonly items: readonly { readonly id: string; readonly title: string }[] };
  /** The reasons that the acting party can give. */
  readonly reasons: readonly { readonly key: string; readonly labels: Texts }[];
}

/** What a check has found, without the key of the field. */
export type Found = Omit<FieldProblem, 'field'> | undefined;

/**
 * One kind of field, whole: everything that core does with its values. The user interface has a control for each kind.
 *
 * @typeParam F - the field, as a ticket type declares it
 * @typeParam V - the value that a form sends
 */
export interface FieldKind<F extends FieldBase, V extends FieldValue> {
  /** The value of a field that was left out and need not have been: a box that nobody ticked says no. */
  readonly absent?: V;
  /** Whether a value stands for a field that was left out. @default the empty text does */
  readonly isBlank?: (value: unknown) => boolean;
  /** Returns what is wrong with a value. Total: any value of any type gets an answer, in bounded time. */
  readonly check: (value: unknown, field: F, limits: FieldLimits) => Found;
  /** Returns a checked value with the members of the kind alone, and without blanks around it. */
  readonly clean: (value: V) => V;
  /** Returns the limits that come from the ticket. */
  readonly limits?: (field: F, facts: LimitFacts) => FieldLimits | undefined;
  /** Describes what `check` accepts. */
  readonly schema: (field: F, limits: FieldLimits) => JsonSchema;
  /** Returns a checked value as people read it in a message. */
  readonly format: (value: V, field: F, context: FormatContext) => string;
}

/** The field that a kind is of. */
export type FieldOf<Kind> = Kind extends FieldKind<infer F, infer _> ? F : never;
