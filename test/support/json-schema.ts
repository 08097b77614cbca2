type Schema = Readonly<Record<string, unknown>>;

/** Keywords that say nothing of a value. */
const NOTES = new Set(['$schema', '$id', '$defs', 'title', 'description', 'default', 'examples']);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
};

/**
 * Whether a JSON Schema (draft 2020-12) takes a value.
 *
 * @throws {Error} at a keyword that is not among the few that are known here
 */
export function accepts(schema: Schema | boolean, value: unknown, root: Schema | boolean = schema): boolean {
  if (typeof schema === 'boolean' || typeof root === 'boolean') return schema === true;
  return Object.entries(schema).every(
    ([keyword, rule]) => NOTES.has(keyword) || check(keyword, rule, value, schema, root),
  );
}

function check(keyword: string, rule: unknown, value: unknown, schema: Schema, root: Schema): boolean {
  const all = (entries: readonly unknown[], one: unknown): boolean =>
    entries.every((entry) => accepts(one as Schema, entry, root));
  const members = isObject(value) ? Object.entries(value) : [];
  const named = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  switch (keyword) {
    case '$ref':
      return accepts(pointed(rule as string, root), value, root);
    case 'allOf':
      return (rule as readonly Schema[]).every((one) => accepts(one, value, root));
    case 'if':
      return accepts(rule as Schema, value, root) || accepts((schema['else'] ?? true) as Schema, value, root);
    case 'else':
      return true; // see `if`
    case 'not':
      return !accepts(rule as Schema, value, root);
    case 'const':
      return value === rule;
    case 'enum':
      return (rule as readonly unknown[]).includes(value);
    case 'type':
      return TYPES[rule as string]?.(value) === true;
    // The standard counts characters, not code units; and patterns are read as Unicode.
    case 'minLength':
      return typeof value !== 'string' || [...value].length >= (rule as number);
    case 'maxLength':
      return typeof value !== 'string' || [...value].length <= (rule as number);
    case 'pattern':
      return typeof value !== 'string' || new RegExp(rule as string, 'u').test(value);
    case 'minimum':
      return typeof value !== 'number' || value >= (rule as number);
    case 'maximum':
      return typeof value !== 'number' || value <= (rule as number);
    case 'required':
      return !isObject(value) || (rule as readonly string[]).every((key) => Object.hasOwn(value, key));
    case 'properties':
      return members.every(([key, one]) => !Object.hasOwn(named, key) || accepts(named[key] ?? {}, one, root));
    case 'propertyNames':
      return all(
        members.map(([key]) => key),
        rule,
      );
    case 'additionalProperties':
      return all(
        members.flatMap(([key, one]) => (Object.hasOwn(named, key) ? [] : [one])),
        rule,
      );
    case 'minItems':
      return !Array.isArray(value) || value.length >= (rule as number);
    case 'maxItems':
      return !Array.isArray(value) || value.length <= (rule as number);
    case 'uniqueItems':
      // Of lists of texts and numbers.
      return !Array.isArray(value) || rule !== true || new Set(value).size === value.length;
    case 'items':
      return !Array.isArray(value) || all(value, rule);
    default:
      throw new Error(`"${keyword}" is not known here.`);
  }
}

function pointed(pointer: string, root: Schema): Schema {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((node, key) => (node as Schema)[key], root) as Schema;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
