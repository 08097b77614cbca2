import { isLanguageTag } from '../values/labels.js';
import { isMoney } from '../values/money.js';
import { isRecord, nameOf } from '../values/unknown.js';
import { isDays, openZone } from '../values/zone.js';
import { BUILT_IN_COMMITMENTS } from './built-in.js';
import { type Commitment, type CompensationRule, ORDER_MOMENTS, PAID_FROM, PROMISED_MOMENTS } from './commitment.js';
import { isCompensationRule } from './compensation.js';
import { commitmentByKey, DEFAULT_TIME_ZONE, type ShopCommitments } from './shop.js';

/** What is wrong with a shop's commitments, and where: `at` is a path such as `commitments[2].window`. */
export interface ShopCommitmentsProblem {
  readonly at: string;
  readonly problem: 'wrong' | 'unknown-member' | 'too-many' | 'key-twice' | 'time-zone-unknown';
}

/** The commitments, or all that is wrong with them. */
export type ShopCommitmentsOutcome =
  | { readonly ok: true; readonly value: ShopCommitments }
  | { readonly ok: false; readonly problems: readonly ShopCommitmentsProblem[] };

const MAX_COMMITMENTS = 100;
const MAX_CODES = 50;
const KEY = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Reads a shop's commitments from what a host keeps as data (R36): `{ timeZone?, commitments }`. An entry of `commitments` is the key of a
 * built-in one; or a built-in one's key with the members that differ (`null` takes one away); or a commitment of the shop's own, whole.
 * Total: any value of any type gets an answer, in bounded time.
 */
export function readShopCommitments(value: unknown): ShopCommitmentsOutcome {
  if (!isRecord(value)) return { ok: false, problems: [{ at: '', problem: 'wrong' }] };
  const { timeZone = DEFAULT_TIME_ZONE, commitments: entries } = value;
  const problems: ShopCommitmentsProblem[] = unknownMembers(value, ['timeZone', 'commitments'], '');
  if (typeof timeZone !== 'string' || timeZone.length > 100 || !openZone(timeZone))
    problems.push({ at: 'timeZone', problem: 'time-zone-unknown' });
  const commitments: Commitment[] = [];
  if (!Array.isArray(entries)) problems.push({ at: 'commitments', problem: 'wrong' });
  else if (entries.length > MAX_COMMITMENTS) problems.push({ at: 'commitments', problem: 'too-many' });
  else {
    for (const [index, entry] of entries.entries()) {
      const at = `commitments[${index}]`;
      const whole = withBuiltIn(entry);
      const found = problemsOf(whole, at);
      problems.push(...found);
      if (found.length > 0) continue;
      const commitment = whole as Commitment;
      if (commitmentByKey(commitments, commitment.key)) problems.push({ at: `${at}.key`, problem: 'key-twice' });
      commitments.push(commitment);
    }
  }
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, value: { timeZone: timeZone as string, commitments } };
}

/** An entry with what it leaves to the built-in commitment of its key. */
function withBuiltIn(entry: unknown): unknown {
  if (typeof entry === 'string') return commitmentByKey(BUILT_IN_COMMITMENTS, entry);
  if (!isRecord(entry)) return entry;
  const builtIn = commitmentByKey(BUILT_IN_COMMITMENTS, nameOf(entry['key']));
  const members = Object.entries({ ...builtIn, ...entry });
  return Object.fromEntries(members.filter(([, member]) => member !== null && member !== undefined));
}

type Check = (value: unknown) => boolean;

const oneOf =
  (values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const isKey: Check = (value) => typeof value === 'string' && value.length <= 60 && KEY.test(value);
const areKeys: Check = (value) => Array.isArray(value) && value.length <= MAX_CODES && value.every(isKey);
const areCodes: Check = (value) => areKeys(value) && (value as readonly unknown[]).length > 0;
const isText: Check = (value) => typeof value === 'string' && value.length > 0 && value.length <= 200;

/** Whether a value has these members, each as it is to be, and no others. */
function isShape(value: unknown, members: Readonly<Record<string, Check>>, optional: readonly string[] = []): boolean {
  if (!isRecord(value) || unknownMembers(value, Object.keys(members), '').length > 0) return false;
  return Object.entries(members).every(([key, check]) =>
    value[key] === undefined ? optional.includes(key) : check(value[key]),
  );
}

const TRIGGERS: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  standing: {},
  asked: {},
  fault: { faults: areCodes },
  late: { promised: oneOf(PROMISED_MOMENTS), done: oneOf(ORDER_MOMENTS), faults: areKeys },
  'other-carrier': { faults: areKeys },
};

const COMPENSATIONS: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  unset: {},
  fixed: { amount: isMoney },
  percent: { percent: (value) => typeof value === 'number', min: isMoney, max: isMoney },
};

/** Whether a value is of one of some kinds, and has that kind's members. */
function isKind(
  value: unknown,
  kinds: Readonly<Record<string, Readonly<Record<string, Check>>>>,
  optional: readonly string[] = [],
): boolean {
  const kind = isRecord(value) ? value['kind'] : undefined;
  if (typeof kind !== 'string' || !Object.hasOwn(kinds, kind)) return false;
  return isShape(value, { kind: isText, ...kinds[kind] }, optional);
}

function isUntil(value: unknown): boolean {
  return (
    isShape(value, { days: isDays }) ||
    isShape(value, { promised: oneOf(PROMISED_MOMENTS) }) ||
    isShape(value, { moment: oneOf(ORDER_MOMENTS) })
  );
}

function areLabels(value: unknown): boolean {
  if (!isRecord(value) || !isText(value['zh-CN']) || !isText(value['en'])) return false;
  const entries = Object.entries(value);
  return entries.length <= MAX_CODES && entries.every(([tag, text]) => isLanguageTag(tag) && isText(text));
}

const isBoolean: Check = (value) => typeof value === 'boolean';

const MEMBERS: Readonly<Record<keyof Commitment, Check>> = {
  key: isKey,
  labels: areLabels,
  needs: areKeys,
  trigger: (value) => isKind(value, TRIGGERS),
  window: (value) => isShape(value, { from: oneOf(ORDER_MOMENTS), until: isUntil }, ['until']),
  claim: (value) => isShape(value, { days: isDays }),
  needsFailedNegotiation: isBoolean,
  needsGoodsAsAgreed: isBoolean,
  gives: oneOf(['return', 'resend']),
  postageBy: oneOf(['merchant', 'buyer']),
  compensation: (value) =>
    isKind(value, COMPENSATIONS, ['min', 'max']) && isCompensationRule(value as CompensationRule),
  paidFrom: oneOf(PAID_FROM),
};
const REQUIRED = ['key', 'labels', 'trigger', 'window'];

function problemsOf(value: unknown, at: string): readonly ShopCommitmentsProblem[] {
  if (!isRecord(value)) return [{ at, problem: 'wrong' }];
  const problems = unknownMembers(value, Object.keys(MEMBERS), `${at}.`);
  for (const [key, check] of Object.entries(MEMBERS)) {
    const wrong = value[key] === undefined ? REQUIRED.includes(key) : !check(value[key]);
    if (wrong) problems.push({ at: `${at}.${key}`, problem: 'wrong' });
  }
  return problems;
}

/** The members that nobody knows: a slip of the pen is to be found, not passed over. */
function unknownMembers(
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  at: string,
): ShopCommitmentsProblem[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .slice(0, MAX_CODES)
    .map((key) => ({ at: `${at}${nameOf(key)}`, problem: 'unknown-member' }));
}
