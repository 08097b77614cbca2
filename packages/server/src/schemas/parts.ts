import { isLanguageTag, isRecord, openZone } from '@sidecard/core/server';
import * as v from 'valibot';
import { explain, MAX_PROBLEMS, messageOf } from './check.js';

/** A schema for each member of a type. A member that only one of them has does not compile. */
export type Entries<T> = { readonly [Member in keyof T]-?: v.GenericSchema<unknown, Exclude<T[Member], undefined>> };

/** A text of limited length, in UTF-16 code units. */
export const text = (max: number, min = 0): v.GenericSchema<string> =>
  explain(
    min > 0 ? v.pipe(v.string(), v.minLength(min), v.maxLength(max)) : v.pipe(v.string(), v.maxLength(max)),
    `Must be a text of ${min > 0 ? `${min} to` : 'at most'} ${max} characters.`,
  );

/** An integer. */
export const whole = (min: number, max = Number.MAX_SAFE_INTEGER) =>
  explain(
    v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max)),
    max < Number.MAX_SAFE_INTEGER
      ? `Must be a whole number from ${min} to ${max}.`
      : `Must be a whole number from ${min} on.`,
  );

/** One of a closed list of texts. */
export const oneOf = <const Options extends readonly string[]>(options: Options, code?: string) =>
  explain(v.picklist(options), `Must be one of: ${options.join(', ')}.`, code);

export const flag = explain(v.boolean(), 'Must be true or false.');

/** Ids of Sidecard and the host: short, and without characters that a database or a header cannot contain. */
export const id = explain(
  v.pipe(v.string(), v.regex(/^[^\s\p{C}]{1,128}$/u)),
  'Must be an id: 1 to 128 characters without blanks and control characters.',
);

/** Returns whether a value is a valid id. */
export const isId = (value: unknown): value is string => v.is(id, value);

export const time = explain(
  v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.description('Milliseconds since the Unix epoch.')),
  'Must be a time in whole milliseconds since the Unix epoch.',
);

export const languageTag = explain(
  v.pipe(
    v.string(),
    v.check((tag) => isLanguageTag(tag)),
    v.metadata({ maxLength: 35, description: 'A BCP 47 language tag.' }),
  ),
  'Must be a language tag, such as zh-CN.',
);

export const timeZone = explain(
  v.pipe(
    v.string(),
    v.maxLength(100),
    v.check((name) => openZone(name) !== undefined),
  ),
  'Must be a time zone that this machine knows, such as Asia/Shanghai.',
  'time-zone-unknown',
);

/** Text and code of the problem for a value of the wrong type. @default `wrong` */
type Expected = readonly [text: string, code?: string];

/** A list. One longer than `max` is refused unread. */
export function list<const S extends v.GenericSchema>(item: S, max: number, expected?: Expected) {
  const [text, code] = expected ?? [`Must be a list of at most ${max} entries.`];
  const tooMany = messageOf(code ?? 'too-many', text);
  const schema = v.pipe(v.array(item, messageOf(code ?? 'wrong', text)), v.maxLength(max, tooMany));
  return lookFirst(schema, (value) =>
    Array.isArray(value) && value.length > max ? { value: [], found: [{ message: tooMany }] } : { value },
  );
}

interface ObjectOptions {
  readonly expected?: Expected;
  /** Text and code of the problem for an unknown member. */
  readonly unknown?: Expected;
}

/** An object without other members, so that a misspelled member is not taken for an omitted one. */
export function closed<const E extends v.ObjectEntries>(entries: E, { expected, unknown }: ObjectOptions = {}) {
  const members = `The members are: ${Object.keys(entries).join(', ')}.`;
  const [unknownText, unknownCode = 'wrong'] = unknown ?? [`Unknown member. ${members}`, 'unknown-member'];
  const [text, code = 'wrong'] = expected ?? [`Must be an object. ${members}`];
  return lookFirst(v.strictObject(entries, messageOf(code, text)), (value) => {
    const others = isRecord(value) ? Object.keys(value).filter((key) => !Object.hasOwn(entries, key)) : [];
    const message = messageOf(unknownCode, unknownText);
    return {
      value: membersOf(value, entries),
      found: others.slice(0, MAX_PROBLEMS).map((key) => ({ key, message })),
    };
  });
}

/** An object with these optional members of one type, and no others. */
export function closedTable<T>(
  entries: readonly (readonly [string, v.GenericSchema<unknown, T>])[],
  options: ObjectOptions,
): v.GenericSchema<unknown, Readonly<Record<string, T>>> {
  const optional = Object.fromEntries(entries.map(([key, member]) => [key, v.exactOptional(member)]));
  return closed(optional, options) as v.GenericSchema<unknown, Readonly<Record<string, T>>>;
}

/** An object. Other members are dropped, because a newer sender may add some. */
export function open<const E extends v.ObjectEntries>(entries: E, { nullIsAbsent = false } = {}) {
  const text = `Must be an object. The members are: ${Object.keys(entries).join(', ')}.`;
  return lookFirst(v.object(entries, messageOf('wrong', text)), (value) => ({
    value: membersOf(value, entries, nullIsAbsent),
  }));
}

/** An object whose members have one type, and whose names pass `isKey`. */
export function dictionary<const S extends v.GenericSchema>(member: S, isKey: (key: string) => boolean, text: string) {
  const key = v.pipe(v.string(), v.check(isKey, messageOf('wrong', text)));
  return lookFirst(v.record(key, member, messageOf('wrong', text)), (value) => {
    if (!isRecord(value)) return { value: undefined };
    // `record` skips these.
    const forbidden = FORBIDDEN_KEYS.filter((name) => Object.hasOwn(value, name));
    return { value, found: forbidden.map((name) => ({ key: name, message: messageOf('wrong', text) })) };
  });
}

const FORBIDDEN_KEYS = ['__proto__', 'constructor', 'prototype'];

/** Copies the own members named in `entries`. A missing required member is `undefined`, which its schema reports. */
function membersOf(value: unknown, entries: v.ObjectEntries, nullIsAbsent = false): unknown {
  if (!isRecord(value)) return undefined;
  const members: Record<string, unknown> = {};
  for (const [key, { type }] of Object.entries(entries)) {
    const member = Object.hasOwn(value, key) ? value[key] : undefined;
    const isAbsent = !Object.hasOwn(value, key) || (nullIsAbsent && (member === null || member === undefined));
    if (!isAbsent || type !== 'exact_optional') members[key] = member;
  }
  return members;
}

/** Problems found before a schema reads the data. */
interface Look {
  /** Input of the schema. */
  readonly value: unknown;
  readonly found?: readonly { readonly key?: string; readonly message: string }[];
}

/** Inspects the data before its schema does. What it finds is listed first. */
function lookFirst<const S extends v.GenericSchema>(schema: S, look: (value: unknown) => Look): S {
  const run: S['~run'] = (dataset, config) => {
    const { value, found = [] } = look(dataset.value);
    const { issues = [], ...result } = schema['~run']({ value }, config);
    const [first, ...rest] = [...found.map((one) => issueOf(one, dataset.value)), ...issues];
    if (!first) return { ...result };
    return { value: result.value, typed: result.typed && found.length === 0, issues: [first, ...rest] };
  };
  return { ...schema, '~run': run };
}

function issueOf({ key, message }: { readonly key?: string; readonly message: string }, input: unknown) {
  const at = { type: 'unknown', origin: 'key', input, key, value: undefined } as const;
  const path: v.BaseIssue<unknown>['path'] = key === undefined ? undefined : [at];
  return { kind: 'schema', type: 'custom', input, expected: null, received: '', message, path } as const;
}
