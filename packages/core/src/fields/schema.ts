import type { JsonSchema } from '../values/json-schema.js';
import { type Field, FIELD_KINDS, isFieldKind } from './field.js';
import { addressSchema } from './kinds/address.js';
import { booleanSchema } from './kinds/boolean.js';
import { carrierSchema } from './kinds/carrier.js';
import { choiceSchema } from './kinds/choice.js';
import { choicesSchema } from './kinds/choices.js';
import { dateSchema } from './kinds/date.js';
import { itemsSchema } from './kinds/items.js';
import type { FieldBase, FieldLimits, FieldOf, FieldSchema } from './kinds/kind.js';
import { moneySchema } from './kinds/money.js';
import { numberSchema } from './kinds/number.js';
import { percentageSchema } from './kinds/percentage.js';
import { picturesSchema } from './kinds/pictures.js';
import { reasonSchema } from './kinds/reason.js';
import { receiptSchema } from './kinds/receipt.js';
import { textSchema } from './kinds/text.js';
import { trackingSchema } from './kinds/tracking.js';

const SCHEMAS: { readonly [Kind in Field['kind']]: FieldSchema<FieldOf<(typeof FIELD_KINDS)[Kind]>> } = {
  text: textSchema,
  reason: reasonSchema,
  choice: choiceSchema,
  choices: choicesSchema,
  money: moneySchema,
  boolean: booleanSchema,
  number: numberSchema,
  percentage: percentageSchema,
  address: addressSchema,
  carrier: carrierSchema,
  tracking: trackingSchema,
  items: itemsSchema,
  date: dateSchema,
  pictures: picturesSchema,
  receipt: receiptSchema,
};

/**
 * Describes a field's values as JSON Schema. It accepts everything that `checkField` accepts except blank values (`null` and the empty text
 * stand for an omitted value and have no schema). `checkField` is stricter where JSON Schema cannot express a rule: it counts graphemes,
 * ignores blank and invisible characters, refuses unreadable ones, and knows the order's items, their quantities, and that none occurs
 * twice. Pass the limits that depend on the ticket; without them they are open.
 *
 * @param limits - the same as for `checkField`
 */
export function fieldSchema(field: Field, limits: FieldLimits = {}): JsonSchema {
  // Each kind describes its own fields.
  const schema = isFieldKind(field.kind) ? (SCHEMAS[field.kind] as FieldSchema<FieldBase>) : undefined;
  return { title: field.labels.en, ...schema?.(field, limits) };
}

/**
 * Describes a form's values as JSON Schema: the required fields, also conditional ones, and no others.
 *
 * @param limits - the same as for `checkFields`
 */
export function formSchema(fields: readonly Field[], limits: Readonly<Record<string, FieldLimits>> = {}): JsonSchema {
  const needed = fields.filter(({ optional, kind }) => !optional && FIELD_KINDS[kind].absent === undefined);
  const conditions = needed.flatMap(({ key, optionalIf }) =>
    optionalIf === undefined
      ? []
      : {
          if: { properties: { [optionalIf]: { const: true } }, required: [optionalIf] },
          else: { required: [key] },
        },
  );
  return {
    type: 'object',
    properties: Object.fromEntries(
      fields.map((field) => [
        field.key,
        fieldSchema(field, Object.hasOwn(limits, field.key) ? limits[field.key] : undefined),
      ]),
    ),
    required: needed.filter(({ optionalIf }) => optionalIf === undefined).map(({ key }) => key),
    additionalProperties: false,
    ...(conditions.length > 0 ? { allOf: conditions } : {}),
  };
}
