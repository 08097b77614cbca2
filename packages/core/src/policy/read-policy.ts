import { readShopCommitments, type ShopCommitmentsProblem } from '../commitments/read.js';
import { checkField } from '../fields/check.js';
import { isLanguageTag } from '../values/labels.js';
import { DAY_MS } from '../values/time.js';
import { isRecord, nameOf } from '../values/unknown.js';
import { MAX_DAYS } from '../values/zone.js';
import type { Policy } from './policy.js';
import { rolloutProblem, type RolloutProblem } from './rollout.js';

/** What is wrong with a policy, and where: `at` is a path such as `deadlines.repair.answer`. */
export interface PolicyProblem {
  readonly at: string;
  readonly problem:
    | ShopCommitmentsProblem['problem']
    | RolloutProblem['problem']
    /** There is no such ticket type. */
    | 'type-unknown'
    /** The type has no such deadline. */
    | 'deadline-unknown';
}

/** The ticket types that a policy can name, by key, with the deadlines that each of them has. */
export type KnownTypes = ReadonlyMap<string, { readonly deadlines: Readonly<Record<string, unknown>> }>;

/** What differs from the default policy, or all that is wrong with it. */
export type PolicyOutcome =
  | { readonly ok: true; readonly value: Partial<Policy> }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

type Check = (value: unknown, at: string, types: KnownTypes) => readonly PolicyProblem[];

const MAX_ENTRIES = 1_000;
const MAX_PROBLEMS = 50;
const MAX_URL = 2_000;
const BOOK = { key: 'address', kind: 'address', labels: { 'zh-CN': '', en: '' } } as const;

const unless = (holds: boolean, at: string): readonly PolicyProblem[] => (holds ? [] : [{ at, problem: 'wrong' }]);
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
/** From a second to ten years. */
const isLength = (value: unknown): boolean =>
  Number.isSafeInteger(value) && (value as number) >= 1_000 && (value as number) <= MAX_DAYS * DAY_MS;
const isGuide = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= MAX_URL && (value === '' || /^(https?:\/\/|\/(?!\/))\S+$/i.test(value));
const oneOf =
  (values: readonly unknown[]): Check =>
  (value, at) =>
    unless(values.includes(value), at);

/** How each member is checked. A new one is to be checked here before it compiles. */
const MEMBERS: { readonly [Member in keyof Policy]-?: Check } = {
  coveredTypes: (value, at, types) =>
    each(value, at, (key, where) => (types.has(nameOf(key)) ? [] : [{ at: where, problem: 'type-unknown' }])),
  deadlines: checkDeadlines,
  claimLeaseMs: (value, at) => unless(isLength(value), at),
  permissionGuideUrl: (value, at) => unless(isGuide(value), at),
  recipients: oneOf(['all', 'sub-accounts'] satisfies Policy['recipients'][]),
  returnAddresses: (value, at) => each(value, at, (address, where) => unless(!checkField(BOOK, address), where)),
  caps: (value, at) => shape(value, at, { postageMinor: isCount, compensationMinor: isCount }),
  commitments: (value) => shopProblems({ commitments: value }),
  timeZone: (value) => shopProblems({ timeZone: value, commitments: [] }),
  locale: (value, at) => unless(isLanguageTag(value), at),
  rollout: (value, at) => {
    const found = rolloutProblem(value);
    return found ? [{ at: found.where ? `${at}.${found.where}` : at, problem: found.problem }] : [];
  },
  merchantClass: (value, at) => unless(typeof value === 'string' && value.length > 0 && value.length <= 60, at),
  staffMessages: (value, at) =>
    shape(value, at, { readers: (readers) => readers === 'handlers' || readers === 'author' }),
};

/**
 * Reads what a host keeps as data of a policy: the members that differ from the default. Service commitments are read as
 * {@link readShopCommitments} does. Total: whatever JSON can hold gets an answer, in bounded time.
 *
 * @param types - those that there are: covering one that is none, or a deadline of none, is a slip of the pen
 */
export function readPolicy(value: unknown, types: KnownTypes): PolicyOutcome {
  if (!isRecord(value)) return { ok: false, problems: [{ at: '', problem: 'wrong' }] };
  const problems: PolicyProblem[] = [];
  for (const [member, given] of Object.entries(value).slice(0, MAX_ENTRIES)) {
    const check = Object.hasOwn(MEMBERS, member) ? MEMBERS[member as keyof Policy] : undefined;
    problems.push(...(check ? check(given, member, types) : strange(nameOf(member))));
    if (problems.length >= MAX_PROBLEMS) break;
  }
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, MAX_PROBLEMS) };
  const shop = Object.hasOwn(value, 'commitments') && readShopCommitments({ commitments: value['commitments'] });
  return { ok: true, value: { ...value, ...(shop && shop.ok ? { commitments: shop.value.commitments } : {}) } };
}

function shopProblems(shop: unknown): readonly PolicyProblem[] {
  const read = readShopCommitments(shop);
  return read.ok ? [] : read.problems;
}

function strange(at: string): readonly PolicyProblem[] {
  return [{ at, problem: 'unknown-member' }];
}

function each(
  value: unknown,
  at: string,
  check: (entry: unknown, at: string) => readonly PolicyProblem[],
): readonly PolicyProblem[] {
  if (!Array.isArray(value)) return [{ at, problem: 'wrong' }];
  if (value.length > MAX_ENTRIES) return [{ at, problem: 'too-many' }];
  return Array.from(value, (entry: unknown, index) => check(entry, `${at}[${index}]`)).flat();
}

/** An object with exactly these members. */
function shape(
  value: unknown,
  at: string,
  members: Readonly<Record<string, (member: unknown) => boolean>>,
): readonly PolicyProblem[] {
  if (!isRecord(value)) return [{ at, problem: 'wrong' }];
  const unknownMembers = Object.keys(value)
    .filter((key) => !Object.hasOwn(members, key))
    .slice(0, MAX_PROBLEMS)
    .flatMap((key) => strange(`${at}.${nameOf(key)}`));
  return [
    ...unknownMembers,
    ...Object.entries(members).flatMap(([key, holds]) =>
      unless(Object.hasOwn(value, key) && holds(value[key]), `${at}.${key}`),
    ),
  ];
}

function checkDeadlines(value: unknown, at: string, types: KnownTypes): readonly PolicyProblem[] {
  if (!isRecord(value)) return [{ at, problem: 'wrong' }];
  return Object.entries(value)
    .slice(0, MAX_ENTRIES)
    .flatMap(([key, lengths]): readonly PolicyProblem[] => {
      const where = `${at}.${nameOf(key)}`;
      const type = types.get(key);
      if (!type && key !== '*') return [{ at: where, problem: 'type-unknown' }];
      if (!isRecord(lengths)) return [{ at: where, problem: 'wrong' }];
      const known = type ? [type] : [...types.values()];
      return Object.entries(lengths)
        .slice(0, MAX_ENTRIES)
        .flatMap(([name, lastsMs]): readonly PolicyProblem[] => {
          const place = `${where}.${nameOf(name)}`;
          return known.some(({ deadlines }) => Object.hasOwn(deadlines, name))
            ? unless(isLength(lastsMs), place)
            : [{ at: place, problem: 'deadline-unknown' }];
        });
    });
}
