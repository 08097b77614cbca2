import { CURRENCY, PHONE, TRACKING } from '../values/patterns.js';
import { MAX_CODE_UNITS } from '../values/text.js';
import type { Field, FieldLimits } from './field.js';

/** A JSON Schema, draft 2020-12. */
type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * Describes the values of a field as JSON Schema. It lets through whatever `checkField` lets through, blanks aside (`null` and the empty
 * text stand for a value that is left out, and have no schema). `checkField` is stricter where JSON Schema has no words: it counts
 * graphemes, which no blank or invisible character adds to, and refuses unreadable characters; it knows the order's items, that none
 * of them comes twice, and how many were bought. Limits that the ticket gives have to be passed, else they are open.
 *
 * @param limits - those that `checkField` is given
 */
export function fieldSchema(field: Field, limits: FieldLimits = {}): JsonSchema {
  return { title: field.labels.en, ...kindSchema(field, limits) };
}

/**
 * Describes the values of a form as JSON Schema: what has to be there, also under a condition, and that nothing else is.
 *
 * @param limits - those that `checkFields` is given
 */
export function formSchema(fields: readonly Field[], limits: Readonly<Record<string, FieldLimits>> = {}): JsonSchema {
  const needed = fields.filter(({ optional, kind }) => !optional && kind !== 'boolean');
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

/** Has no default: a new kind is to be described here before it compiles. */
function kindSchema(field: Field, limits: FieldLimits): JsonSchema {
  switch (field.kind) {
    case 'text':
      return text(field.min, field.max, field.multiline);
    case 'carrier':
      return text(2, 40);
    case 'tracking':
      return { ...written(TRACKING), description: 'Letters, digits and hyphens.' };
    case 'reason':
      return options(limits.options ?? []);
    case 'choice':
      return options(limits.options ?? field.options.map(({ key }) => key));
    case 'choices':
      return {
        type: 'array',
        minItems: field.optional ? 0 : 1,
        maxItems: 50,
        items: options(limits.options ?? field.options.map(({ key }) => key)),
      };
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
      return integer(limits.min ?? field.min, limits.max ?? field.max);
    case 'money':
      return money(limits);
    case 'address':
      return address();
    case 'items':
      return {
        type: 'array',
        minItems: field.optional ? 0 : 1,
        maxItems: 200,
        items: {
          type: 'object',
          properties: { itemId: { type: 'string' }, quantity: integer(1) },
          required: ['itemId', 'quantity'],
        },
      };
    case 'date':
      return { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', format: 'date' };
    case 'pictures':
      return {
        type: 'array',
        minItems: field.optional ? 0 : 1,
        maxItems: field.max,
        uniqueItems: true,
        items: { type: 'string' },
        description: 'Ids of pictures that were uploaded before.',
      };
  }
}

/** Code points stand for graphemes: a text has at least as many of them. */
function text(min: number, max: number, multiline?: boolean): JsonSchema {
  return {
    type: 'string',
    minLength: min,
    maxLength: MAX_CODE_UNITS,
    ...(multiline ? {} : { pattern: '^[^\\n]*$' }),
    description: `${min} to ${max} characters, as a reader counts them (graphemes).`,
  };
}

/** A text of this look; blanks around it are cut off. */
function written(look: RegExp): JsonSchema {
  return { type: 'string', pattern: `^\\s*${look.source.slice(1, -1)}\\s*$` };
}

/** Without options, they come from the ticket. */
function options(keys: readonly string[]): JsonSchema {
  return keys.length > 0 ? { enum: keys } : { type: 'string' };
}

function integer(minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): JsonSchema {
  return { type: 'integer', minimum, maximum };
}

function money({ min = 1, max, currency }: FieldLimits): JsonSchema {
  return {
    type: 'object',
    properties: {
      amountMinor: { ...integer(min, max), description: 'In the smallest unit of the currency.' },
      currency: currency ? { const: currency } : { type: 'string', pattern: CURRENCY.source },
    },
    required: ['amountMinor', 'currency'],
  };
}

function address(): JsonSchema {
  return {
    type: 'object',
    properties: {
      name: text(1, 60),
      phone: written(PHONE),
      region: text(1, 120),
      street: text(1, 200),
      postcode: text(0, 16),
    },
    required: ['name', 'phone', 'region', 'street'],
  };
}
