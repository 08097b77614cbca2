import type { JsonSchema } from '../values/json-schema.js';
import { type Field, FIELD_KINDS, kindOf } from './field.js';
import type { FieldLimits } from './kinds/kind.js';

/**
 * Describes a field's values as JSON Schema. It accepts everything that `checkField` accepts except blank values (`null` and the empty text
 * stand for an omitted value and have no schema). `checkField` is stricter where JSON Schema cannot express a rule: it counts graphemes,
 * ignores blank and invisible characters, refuses unreadable ones, and knows the order's items, their quantities, and that none occurs
 * twice. Pass the limits that depend on the ticket; without them they are open.
 *
 * @param limits - the same as for `checkField`
 */
export function fieldSchema(field: Field, limits: FieldLimits = {}): JsonSchema {
  return { title: field.labels.en, ...kindOf(field)?.schema(field, limits) };
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
