import { type Address, DAY_MS, type EvidenceRule, type Policy, type RefundsBeforeShipment } from '@sidecard/core';
import { MAX_DAYS } from '@sidecard/core/server';
import { checkField, cleanFields, RECEIVED_STATES } from '@sidecard/core/wire';
import * as v from 'valibot';
import { archive } from './archive.js';
import { checkData, type Checked, explain } from './check.js';
import { commitments } from './commitments.js';
import { closed, closedTable, type Entries, languageTag, list, oneOf, text, timeZone, whole } from './parts.js';
import { rollout } from './rollout.js';

/** The ticket types that a policy can name, by key, with their deadlines. */
export type KnownTypes = ReadonlyMap<string, { readonly deadlines: Readonly<Record<string, unknown>> }>;

const MAX_ENTRIES = 1_000;
const BOOK = { key: 'address', kind: 'address', labels: { 'zh-CN': '', en: '' } } as const;
const optional = v.exactOptional;

const returnAddress = v.pipe(
  explain(
    v.custom<Address>((value) => !checkField(BOOK, value)),
    'Must be an address with name, phone, region and street. Some countries need no phone or no region.',
  ),
  v.transform((address) => cleanFields([BOOK], { address })['address'] as Address),
);
const guide = explain(
  v.pipe(v.string(), v.maxLength(2_000), v.regex(/^((https?:\/\/|\/(?!\/))\S+)?$/i)),
  'Must be a URL that begins with https://, http:// or one slash.',
);
/** One second to ten years. */
const length = explain(
  v.pipe(v.number(), v.integer(), v.minValue(1_000), v.maxValue(MAX_DAYS * DAY_MS)),
  `Must be a whole number of milliseconds from 1000 to ${MAX_DAYS * DAY_MS}.`,
);

/** Differences from the default policy. */
export function policyFor(types: KnownTypes) {
  const typeKeys = [...types.keys()];
  const deadlinesOf = (names: readonly string[]) =>
    closedTable(
      names.map((name) => [name, length]),
      { unknown: [`Must be one of these deadlines: ${names.join(', ')}.`, 'deadline-unknown'] },
    );
  const all = [...types.values()].flatMap(({ deadlines }) => Object.keys(deadlines));
  return closed({
    coveredTypes: optional(list(oneOf(typeKeys, 'type-unknown'), MAX_ENTRIES)),
    deadlines: optional(
      closedTable(
        [
          ...[...types].map(([key, { deadlines }]) => [key, deadlinesOf(Object.keys(deadlines))] as const),
          ['*', deadlinesOf([...new Set(all)])],
        ],
        { unknown: [`Must be * or one of: ${typeKeys.join(', ')}.`, 'type-unknown'] },
      ),
    ),
    claimLeaseMs: optional(length),
    shopName: optional(text(60, 1)),
    permissionGuideUrl: optional(guide),
    recipients: optional(oneOf(['all', 'sub-accounts'])),
    returnAddresses: optional(list(returnAddress, MAX_ENTRIES)),
    caps: optional(closed({ postageMinor: whole(0), compensationMinor: whole(0), goodwillMinor: optional(whole(0)) })),
    barredRefusals: optional(
      closedTable(
        ['*', ...typeKeys].map((key) => [key, list(text(60, 1), MAX_ENTRIES)]),
        { unknown: [`Must be * or one of: ${typeKeys.join(', ')}.`, 'type-unknown'] },
      ),
    ),
    requiredEvidence: optional(
      list(
        closed({
          type: oneOf(['*', ...typeKeys], 'type-unknown'),
          reasons: optional(list(text(60, 1), MAX_ENTRIES)),
          aboveMinor: optional(whole(0)),
          needs: oneOf(['text', 'pictures']),
        } satisfies Entries<EvidenceRule>),
        MAX_ENTRIES,
      ),
    ),
    beforeShipment: optional(
      closed({
        onSilence: optional(oneOf(['agree', 'platform'])),
        atOnce: optional(closed({ upToMinor: optional(whole(0)), withinMs: optional(whole(0)) })),
      } satisfies Entries<RefundsBeforeShipment>),
    ),
    appealDays: optional(whole(0, MAX_DAYS)),
    commitmentPayments: optional(oneOf(['claim', 'automatic'])),
    afterSales: optional(
      closed({
        attempts: whole(1),
        days: closedTable(
          ['*', ...typeKeys].map((key) => [key, whole(0, MAX_DAYS)]),
          { unknown: [`Must be * or one of: ${typeKeys.join(', ')}.`, 'type-unknown'] },
        ),
        withholdPermille: optional(
          closedTable(
            RECEIVED_STATES.map((state) => [state, whole(0, state === 'as-agreed' ? 0 : 1000)]),
            { unknown: [`Must be one of: ${RECEIVED_STATES.join(', ')}.`, 'state-unknown'] },
          ),
        ),
      }),
    ),
    commitments: optional(commitments),
    archive: optional(archive),
    timeZone: optional(timeZone),
    locale: optional(languageTag),
    rollout: optional(rollout),
    merchantClass: optional(text(60, 1)),
    staffMessages: optional(closed({ readers: oneOf(['handlers', 'author']) })),
  } satisfies Entries<Policy>);
}

/**
 * Validates a policy: the members that differ from the default. Never throws.
 *
 * @param types - the server's types: unknown types and deadlines in a policy are errors
 */
export function readPolicy(data: unknown, types: KnownTypes): Checked<Partial<Policy>> {
  return checkData(policyFor(types), data);
}
