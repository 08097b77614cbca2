import type { FieldValue } from '../model/field-values.js';
import { addressKind } from './kinds/address.js';
import { booleanKind } from './kinds/boolean.js';
import { carrierKind } from './kinds/carrier.js';
import { choiceKind } from './kinds/choice.js';
import { choicesKind } from './kinds/choices.js';
import { dateKind } from './kinds/date.js';
import { itemsKind } from './kinds/items.js';
import type { FieldBase, FieldKind, FieldOf } from './kinds/kind.js';
import { moneyKind } from './kinds/money.js';
import { numberKind } from './kinds/number.js';
import { percentageKind } from './kinds/percentage.js';
import { picturesKind } from './kinds/pictures.js';
import { reasonKind } from './kinds/reason.js';
import { receiptKind } from './kinds/receipt.js';
import { textKind } from './kinds/text.js';
import { trackingKind } from './kinds/tracking.js';

/**
 * Every kind of field by name; {@link Field} derives from this table. To add a kind, add a file, a line here and one in
 * `schema.ts`, and a folder in `fields/kinds` of the elements.
 */
export const FIELD_KINDS = {
  text: textKind,
  reason: reasonKind,
  choice: choiceKind,
  choices: choicesKind,
  money: moneyKind,
  boolean: booleanKind,
  number: numberKind,
  percentage: percentageKind,
  address: addressKind,
  carrier: carrierKind,
  tracking: trackingKind,
  items: itemsKind,
  date: dateKind,
  pictures: picturesKind,
  receipt: receiptKind,
};

/** An input of a request or a command: the single source for its form, its validation on both sides and its documentation. */
export type Field = {
  [Kind in keyof typeof FIELD_KINDS]: FieldOf<(typeof FIELD_KINDS)[Kind]>;
}[keyof typeof FIELD_KINDS];

/** Returns whether a field kind of this name exists. */
export function isFieldKind(kind: unknown): kind is Field['kind'] {
  return typeof kind === 'string' && Object.hasOwn(FIELD_KINDS, kind);
}

/** Returns the kind of a field, or `undefined` if this release does not know it. */
export function kindOf(field: Field): FieldKind<FieldBase, FieldValue> | undefined {
  // Each kind handles its own fields and values: the caller passes matching ones.
  return isFieldKind(field.kind) ? (FIELD_KINDS[field.kind] as unknown as FieldKind<FieldBase, FieldValue>) : undefined;
}
