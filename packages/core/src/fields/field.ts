import type { ItemQuantity } from '../model/field-values.js';
import type { Labels } from '../values/labels.js';

interface FieldBase {
  readonly key: string;
  readonly labels: Labels;
  /** May be left out. */
  readonly optional?: true;
  /** Key of a boolean field; when that is true this one may be left out. */
  readonly optionalIf?: string;
  /** Whose eyes its text is for; forms write it on the field. */
  readonly readBy?: 'buyer' | 'staff';
}

/** Free text, counted in graphemes. */
export interface TextField extends FieldBase {
  readonly kind: 'text';
  readonly min: number;
  readonly max: number;
  readonly multiline?: true;
}
/** One of the type's reasons for the acting party (`TicketType.reasons`). */
export interface ReasonField extends FieldBase {
  readonly kind: 'reason';
}
/** One of a closed list. */
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  /** The list comes from the ticket or the shop, by `Offer.limits`: clocks that run, or service commitments. */
  readonly from?: 'deadlines' | 'commitments';
  readonly options: readonly { readonly key: string; readonly labels: Labels }[];
}
/** Several of a closed list, at least one. */
export interface ChoicesField extends FieldBase {
  readonly kind: 'choices';
  readonly options: readonly { readonly key: string; readonly labels: Labels }[];
}
/** An amount in the order's currency. Its limits depend on the ticket: see `Offer.limits`. */
export interface MoneyField extends FieldBase {
  readonly kind: 'money';
  /** What it counts towards; a `fee` is what the buyer pays. @default 'refund' */
  readonly of?: 'refund' | 'postage' | 'compensation' | 'fee';
  /** `requested`: giving less than what was asked is a proposal, not an agreement. Else one smallest unit. */
  readonly floor?: 'requested';
}
export interface BooleanField extends FieldBase {
  readonly kind: 'boolean';
}
/** A whole number. */
export interface NumberField extends FieldBase {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
}
/** An address; a form offers the shop's own ones when `book` says so. */
export interface AddressField extends FieldBase {
  readonly kind: 'address';
  readonly book?: 'return-addresses';
}
/** Who carries a parcel. */
export interface CarrierField extends FieldBase {
  readonly kind: 'carrier';
}
/** A carrier's number for a parcel. */
export interface TrackingField extends FieldBase {
  readonly kind: 'tracking';
}
/** Which items of the order, and how many of each (at most as many as were bought). */
export interface ItemsField extends FieldBase {
  readonly kind: 'items';
  /** At most what was bought, or at most what the ticket asks for. @default 'bought' */
  readonly of?: 'bought' | 'requested';
}
/** A day, `2026-07-05` in the shop's time zone. */
export interface DateField extends FieldBase {
  readonly kind: 'date';
  /** The days that can be chosen, counted from today: 0 is today. */
  readonly fromDays: number;
  readonly toDays: number;
}
/** Pictures that were uploaded before, by their ids. A form shows it where the server takes pictures. */
export interface PicturesField extends FieldBase {
  readonly kind: 'pictures';
  /** How many at most. */
  readonly max: number;
}

/** One input of a request or a command: the only source for its form, its check on both sides and its documentation. */
export type Field =
  | TextField
  | ReasonField
  | ChoiceField
  | ChoicesField
  | MoneyField
  | BooleanField
  | NumberField
  | AddressField
  | CarrierField
  | TrackingField
  | ItemsField
  | DateField
  | PicturesField;

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
