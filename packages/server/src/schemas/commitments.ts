import {
  BUILT_IN_COMMITMENTS,
  type Commitment,
  commitmentByKey,
  type CommitmentWindow,
  type CompensationRule,
  type Labels,
  NO_COMMITMENTS,
  type ShopCommitments,
} from '@sidecard/core';
import { isCompensationRule, isLanguageTag, isRecord, MAX_DAYS } from '@sidecard/core/server';
import { ORDER_MOMENTS, PAID_FROM, PROMISED_MOMENTS } from '@sidecard/core/wire';
import * as v from 'valibot';
import { checkData, type Checked, explain, messageOf, together } from './check.js';
import { closed, dictionary, type Entries, flag, list, oneOf, text, timeZone, whole } from './parts.js';
import { money } from './order.js';

const MAX_COMMITMENTS = 100;
const MAX_CODES = 50;
const optional = v.exactOptional;

const key = explain(
  v.pipe(v.string(), v.maxLength(60), v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)),
  'Must be a key in kebab-case of at most 60 characters, such as missing-parts.',
);
const keys = list(key, MAX_CODES);
const faults = v.pipe(keys, v.minLength(1, messageOf('wrong', 'Must name at least one fault.')));
const days = closed({ days: whole(1, MAX_DAYS) });
const kind = <const Kind extends string>(name: Kind) => v.literal(name);

const LABELS = 'Must have a text of 1 to 200 characters for zh-CN, en, and any other language tag.';
/** A text in every supported language. */
export const labels = v.pipe(
  dictionary(text(200, 1), (tag) => isLanguageTag(tag), LABELS),
  v.maxEntries(MAX_CODES, messageOf('too-many', `Must be at most ${MAX_CODES} languages.`)),
  v.guard(
    (texts: Readonly<Record<string, string>>): texts is Labels => 'zh-CN' in texts && 'en' in texts,
    messageOf('wrong', LABELS),
  ),
);

const trigger = explain(
  v.variant('kind', [
    closed({ kind: kind('standing') }),
    closed({ kind: kind('asked') }),
    closed({ kind: kind('fault'), faults }),
    closed({
      kind: kind('late'),
      promised: oneOf(PROMISED_MOMENTS),
      done: oneOf(ORDER_MOMENTS),
      faults: keys,
    }),
    closed({ kind: kind('other-carrier'), faults: keys }),
  ]),
  'Must be an object whose kind is standing, asked, fault, late or other-carrier.',
);

const window = closed({
  from: oneOf(ORDER_MOMENTS),
  until: optional(
    explain(
      v.union([days, closed({ promised: oneOf(PROMISED_MOMENTS) }), closed({ moment: oneOf(ORDER_MOMENTS) })]),
      `Must be an object with one of: days (1 to ${MAX_DAYS}), promised, moment.`,
    ),
  ),
} satisfies Entries<CommitmentWindow>);

const compensation = v.pipe(
  explain(
    v.variant('kind', [
      closed({ kind: kind('unset') }),
      closed({ kind: kind('fixed'), amount: money }),
      closed({
        kind: kind('percent'),
        percent: explain(v.number(), 'Must be a number with at most two decimals.'),
        min: optional(money),
        max: optional(money),
      }),
    ]),
    'Must be an object whose kind is unset, fixed or percent.',
  ) satisfies v.GenericSchema<unknown, CompensationRule>,
  v.check(
    isCompensationRule,
    messageOf(
      'wrong',
      'Must be a percentage from 0 to 1000 with at most two decimals, and min must not exceed max in the same currency.',
    ),
  ),
);

const members = {
  key,
  labels,
  needs: optional(keys),
  trigger,
  window,
  claim: optional(days),
  needsFailedNegotiation: optional(flag),
  needsGoodsAsAgreed: optional(flag),
  gives: optional(oneOf(['return', 'resend'])),
  postageBy: optional(oneOf(['merchant', 'buyer'])),
  compensation: optional(compensation),
  paidFrom: optional(oneOf(PAID_FROM)),
} satisfies Entries<Commitment>;

const BUILT_IN_KEYS = BUILT_IN_COMMITMENTS.map((commitment) => commitment.key).join(', ');

/** A commitment, whole. */
export const commitment = closed(members, {
  expected: [`Must be the key of a built-in commitment (${BUILT_IN_KEYS}), or an object.`],
});

/** A shop's commitments. An entry can override members of the built-in commitment with its key. */
export const commitments = together(
  list(v.pipe(v.unknown(), v.transform(withBuiltIn), commitment), MAX_COMMITMENTS),
  (all, refuse) => {
    const known = new Set<string>();
    for (const [index, commitment] of all.entries()) {
      if (known.has(commitment.key)) refuse('key-twice', 'Another entry has this key. Remove one.', index, 'key');
      known.add(commitment.key);
    }
  },
);

const shop = closed({
  timeZone: v.exactOptional(timeZone, NO_COMMITMENTS.timeZone),
  commitments,
} satisfies Entries<ShopCommitments>);

/**
 * Validates a shop's commitments (R36): `{ timeZone?, commitments }`. An entry of `commitments` is the key of a built-in one; or a built-in
 * one's key with the members that differ (`null` removes one); or a complete commitment of the shop's own. Never throws.
 */
export function readShopCommitments(data: unknown): Checked<ShopCommitments> {
  return checkData(shop, data);
}

function withBuiltIn(entry: unknown): unknown {
  if (typeof entry === 'string') return commitmentByKey(BUILT_IN_COMMITMENTS, entry);
  if (!isRecord(entry)) return entry;
  const own = entry['key'];
  const builtIn = typeof own === 'string' ? commitmentByKey(BUILT_IN_COMMITMENTS, own) : undefined;
  const all = Object.entries({ ...builtIn, ...entry });
  return Object.fromEntries(all.filter(([, member]) => member !== null && member !== undefined));
}
