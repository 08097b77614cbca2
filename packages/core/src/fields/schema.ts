import type { JsonSchema } from '../values/json-schema.js';
import { type Field, FIELD_KINDS, kindOf } from './field.js';
import type { FieldLimits } from './kinds/kind.js';

/**
 * Describes the values of a field as JSON Schema. It accepts all that `checkField` accepts, blanks aside (`null` and the empty
 * text stand for a value that is left out, and have no schema). `checkField` is stricter where JSON Schema cannot express a rule: it counts
 * graphemes, which no blank or invisible character adds to, and refuses unreadable characters; it knows the order's items, that none
 * of them comes twice, and how many were bought. Pass the limits that come from the ticket; without them they are open.
 *
 * @param limits - those that `checkField` is given
 */
export function fieldSchema(field: Field, limits: FieldLimits = {}): JsonSchema {
  return { title: field.labels.en, ...kindOf(field)?.schema(field, limits) };
}

/**
 * Describes the values of a form as JSON Schema: which are required, also under a condition, and that there are no others.
 *
 * @param limits - those that `checkFields` is given
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
