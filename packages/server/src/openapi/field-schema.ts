import { MAX_CODE_UNITS, type Field, type TicketType } from '@sidecard/core';

/** A JSON Schema (draft 2020-12), as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>;

/** The schema of a type's request. What it lets through the server may still refuse for the order's sake, as `field-invalid`. */
export function requestSchema(type: TicketType): Schema {
  const required = type.request.filter(
    ({ optional, optionalIf, kind }) => !optional && optionalIf === undefined && kind !== 'boolean',
  );
  return {
    type: 'object',
    properties: Object.fromEntries(type.request.map((field) => [field.key, fieldSchema(field, type)])),
    required: required.map(({ key }) => key),
    additionalProperties: false,
  };
}

function fieldSchema(field: Field, type: TicketType): Schema {
  return { title: field.labels.en, ...kindSchema(field, type) };
}

function kindSchema(field: Field, type: TicketType): Schema {
  switch (field.kind) {
    case 'text':
      return {
        ...text(field.min),
        description: `${field.min} to ${field.max} characters, as a reader counts them (graphemes).`,
      };
    case 'carrier':
      return text(2);
    case 'tracking':
      return { ...text(5), description: 'Letters, digits and hyphens.' };
    case 'reason':
      return { enum: type.reasons.buyer.map(({ key }) => key) };
    case 'choice':
      return field.options.length > 0 ? { enum: field.options.map(({ key }) => key) } : { type: 'string' };
    case 'choices':
      return { type: 'array', minItems: 1, maxItems: 50, items: { enum: field.options.map(({ key }) => key) } };
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
      return { type: 'integer', minimum: field.min, maximum: field.max };
    case 'money':
      return { $ref: '#/components/schemas/Money' };
    case 'address':
      return { $ref: '#/components/schemas/Address' };
    case 'items':
      return { type: 'array', minItems: 1, maxItems: 200, items: { $ref: '#/components/schemas/ItemQuantity' } };
    default:
      // a kind that is newer than this page: anything may be sent, and the server says what is wrong
      return {};
  }
}

function text(min: number): Schema {
  return { type: 'string', minLength: min, maxLength: MAX_CODE_UNITS };
}
