import type { Address, FieldValue, FieldValues, ItemQuantity, ReceivedState } from '../../model/field-values.js';
import type { Order } from '../../model/order.js';
import type { JsonSchema } from '../../values/json-schema.js';
import type { Labels, Texts } from '../../values/labels.js';
import type { Money } from '../../values/money.js';

/** Members of all fields. */
export interface FieldBase {
  readonly key: string;
  readonly labels: Labels;
  /** May be left out. */
  readonly optional?: true;
  /** Key of a boolean field; while it is true, this field is optional. */
  readonly optionalIf?: string;
  /** Who reads the text; forms show it beside the field. */
  readonly readBy?: 'buyer' | 'staff';
}

/** One entry of a closed list. */
export interface Option {
  readonly key: string;
  readonly labels: Labels;
}

/** A problem with one field; `field` is its key. */
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
  /** `too-short`, `too-long`: number of missing or excess graphemes. */
  readonly by?: number;
  /** The violated limits, in the field's unit (graphemes, smallest currency unit, pieces). */
  readonly min?: number;
  readonly max?: number;
  readonly currency?: string;
  /** The part of an address that has the problem, or `pictures` if it is those of a receipt's line. */
  readonly part?: keyof Address | 'pictures';
  /** Id of the order's line that has the problem in a receipt; missing if all lines together have it. */
  readonly itemId?: string;
  /** The first and last selectable day, if the day is too early or too late. */
  readonly firstDay?: string;
  readonly lastDay?: string;
}

/** Limits of a field that depend on the ticket. Amounts in the smallest unit of `currency`. */
export interface FieldLimits {
  readonly min?: number;
  readonly max?: number;
  readonly currency?: string;
  /** `items`: the order's items, and the quantities bought. */
  readonly items?: readonly ItemQuantity[];
  /** `reason`, `choice`: available codes; `pictures`, `receipt`: ids of usable pictures. */
  readonly options?: readonly string[];
  /** `date`: first and last day. */
  readonly firstDay?: string;
  readonly lastDay?: string;
  /** Limits per line of a case, for a form that chooses some of its pieces; see {@link limitsOfPart}. */
  readonly shares?: readonly PieceShare[];
  /** `receipt`: how much of a line's share is withheld for each state, in thousandths. `shares` is missing if no refund is agreed. */
  readonly withheld?: Withheld;
}

/** What is withheld for goods that came back in a state, in thousandths of what was agreed for them. Missing states withhold nothing. */
export type Withheld = Readonly<Partial<Record<ReceivedState, number>>>;

/** A line's share of a field's limits, in proportion to the line's part of the case. */
export interface PieceShare extends ItemQuantity {
  /** Missing if the field's minimum does not depend on the pieces. */
  readonly min?: number;
  readonly max: number;
}

/** What a field's limits derive from. */
export interface LimitFacts {
  readonly order: Order;
  /** The ticket's request; absent while it is being created. */
  readonly requested: FieldValues | undefined;
  /** Pieces that another case can be about; absent while the ticket is being created. */
  readonly free?: () => readonly ItemQuantity[];
  /** The pieces of the case that a decision can be about; none if it cannot be divided now. */
  readonly divisible?: readonly ItemQuantity[];
  /** Returns each line's share of an amount's limits; absent unless the form chooses pieces. @param asked - the minimum, if it is what was requested */
  readonly shares?: (of: 'refund' | 'charge', asked: Money | undefined) => readonly PieceShare[];
  /** Limits of a receipt: the pieces, what was agreed for each line, and what each state withholds. */
  readonly receipt?: FieldLimits;
  /** Codes of the acting party's reasons. */
  readonly reasons: readonly string[];
  /** Keys of the running deadlines of buyer or merchant. */
  readonly deadlines: readonly string[];
  /** Keys of the shop's service commitments; for a ticket, of those under which a ruling can compensate. */
  readonly commitments: readonly string[];
  /** Keys of those that pay money for a fault. */
  readonly 'paying-commitments': readonly string[];
  /** Ids of the actor's uploaded pictures that are not used yet. */
  readonly pictures: readonly string[];
  /** Ids of accounts to which the ticket can be handed over; absent where they are not looked up. */
  readonly colleagues?: readonly string[];
  /** Returns the remaining budget; for a `fee` the amount paid, for a `charge` the amount paid for the ticket's pieces. */
  readonly remaining: (of: 'refund' | 'postage' | 'compensation' | 'goodwill' | 'fee' | 'charge') => Money;
  /** Returns the current day in the shop's time zone. */
  readonly today: () => string;
}

/** Context for formatting values. */
export interface FormatContext {
  /** A BCP 47 tag. */
  readonly locale: string;
  /** Provides the titles of items. */
  readonly order: { readonly items: readonly { readonly id: string; readonly title: string }[] };
  /** The acting party's reasons. */
  readonly reasons: readonly { readonly key: string; readonly labels: Texts }[];
}

/** The result of a check, without the field's key. */
export type Found = Omit<FieldProblem, 'field'> | undefined;

/**
 * A kind of field: everything that core does with its values. The user interface has an input for each kind.
 *
 * @typeParam F - the field, as a ticket type declares it
 * @typeParam V - the value that a form sends
 */
export interface FieldKind<F extends FieldBase, V extends FieldValue> {
  /** Value of an omitted field, such as `false` for an unchecked box. */
  readonly absent?: V;
  /** Whether a value counts as omitted. @default the empty text */
  readonly isBlank?: (value: unknown, field: F) => boolean;
  /** Returns the problem with a value. Total: any value of any type gets an answer, in bounded time. */
  readonly check: (value: unknown, field: F, limits: FieldLimits) => Found;
  /** Returns a checked value with only the kind's members, and normalized. */
  readonly clean: (value: V) => V;
  /** Returns the limits that depend on the ticket. */
  readonly limits?: (field: F, facts: LimitFacts) => FieldLimits | undefined;
  /** Formats a checked value for a message. */
  readonly format: (value: V, field: F, context: FormatContext) => string;
}

/** Returns a JSON Schema of what a kind's `check` accepts. Apart from the kind, because forms do not need it. */
export type FieldSchema<F extends FieldBase> = (field: F, limits: FieldLimits) => JsonSchema;

/** The field type of a kind. */
export type FieldOf<Kind> = Kind extends FieldKind<infer F, infer _> ? F : never;
