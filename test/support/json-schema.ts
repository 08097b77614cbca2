import { isDeepStrictEqual } from 'node:util';

type Schema = Readonly<Record<string, unknown>>;
type Rule = (asked: never, value: unknown, schema: Schema) => boolean;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const all = (values: readonly unknown[], schema: Schema) => values.every((value) => conforms(schema, value));

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
};

/** The words of draft 2020-12 that our schemas use. Each looks only at values of its own type, as the draft has it. */
const RULES: Readonly<Record<string, Rule>> = {
  title: () => true,
  description: () => true,
  type: (asked: string, value) => TYPES[asked]!(value),
  const: (asked: unknown, value) => isDeepStrictEqual(asked, value),
  enum: (asked: readonly unknown[], value) => asked.some((one) => isDeepStrictEqual(one, value)),
  minimum: (asked: number, value) => typeof value !== 'number' || value >= asked,
  maximum: (asked: number, value) => typeof value !== 'number' || value <= asked,
  // lengths are in code points
  minLength: (asked: number, value) => typeof value !== 'string' || [...value].length >= asked,
  maxLength: (asked: number, value) => typeof value !== 'string' || [...value].length <= asked,
  pattern: (asked: string, value) => typeof value !== 'string' || new RegExp(asked, 'u').test(value),
  minItems: (asked: number, value) => !Array.isArray(value) || value.length >= asked,
  maxItems: (asked: number, value) => !Array.isArray(value) || value.length <= asked,
  items: (asked: Schema, value) => !Array.isArray(value) || all(value, asked),
  required: (asked: readonly string[], value) => !isObject(value) || asked.every((key) => Object.hasOwn(value, key)),
  properties: (asked: Readonly<Record<string, Schema>>, value) =>
    !isObject(value) ||
    Object.entries(asked).every(([key, schema]) => !Object.hasOwn(value, key) || conforms(schema, value[key])),
  additionalProperties: (_: false, value, { properties = {} }) =>
    !isObject(value) || Object.keys(value).every((key) => Object.hasOwn(properties as object, key)),
  allOf: (asked: readonly Schema[], value) => asked.every((schema) => conforms(schema, value)),
  if: (asked: Schema, value, schema) =>
    conforms(asked, value) || conforms((schema['else'] as Schema | undefined) ?? {}, value),
  else: () => true,
};

/**
 * Whether a value conforms to a JSON Schema.
 *
 * @throws {Error} when the schema uses a word that is not known here, so that nothing passes unread
 */
export function conforms(schema: Schema, value: unknown): boolean {
  return Object.entries(schema).every(([word, asked]) => {
    const rule = RULES[word];
    if (!rule) throw new Error(`This reader of JSON Schema does not know "${word}".`);
    return rule(asked as never, value, schema);
  });
}
