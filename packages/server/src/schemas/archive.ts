import type { ArchivePolicy, Defect } from '@sidecard/core';
import { archivePolicy, MAX_DAYS, searchWords } from '@sidecard/core/server';
import { ARCHIVE_ACTIONS, ARCHIVE_PERIODS, EXPORT_FORMATS, MAX_ARCHIVE_CHANGES } from '@sidecard/core/wire';
import * as v from 'valibot';
import { explain, messageOf, together } from './check.js';
import { labels } from './commitments.js';
import { closed, dictionary, type Entries, id, languageTag, list, oneOf, text, whole } from './parts.js';
import { filters, limit } from './queries.js';

const optional = v.exactOptional;
const MAX_DEFECTS = 100;
const MAX_KEY = 60;

const key = explain(
  v.pipe(v.string(), v.maxLength(MAX_KEY), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)),
  `Must be 1 to ${MAX_KEY} small letters, digits and single hyphens, such as missing-parts.`,
);

const defects = v.pipe(
  list(closed({ key, labels } satisfies Entries<Defect>), MAX_DEFECTS, [
    `Must be a list of 1 to ${MAX_DEFECTS} defects.`,
  ]),
  v.minLength(1, messageOf('wrong', `Must be a list of 1 to ${MAX_DEFECTS} defects.`)),
  v.check(
    (all) => new Set(all.map((defect) => defect.key)).size === all.length,
    messageOf('wrong', 'Each key must be unique.'),
  ),
);

/** `archive` of a policy. */
export const archive = together(
  closed({
    defects: optional(defects),
    reasons: optional(
      dictionary(key, (reason) => reason.length >= 1 && reason.length <= MAX_KEY, 'Must be the key of a reason.'),
    ),
    keepDays: optional(whole(1, MAX_DAYS)),
  } satisfies Entries<ArchivePolicy>),
  (policy, refuse) => {
    const known = archivePolicy({ archive: policy }).defects.map((defect) => defect.key);
    for (const [reason, defect] of Object.entries(policy.reasons ?? {})) {
      if (known.includes(defect)) continue;
      refuse('defect-unknown', `Must be one of the defects: ${known.join(', ')}.`, 'reasons', reason);
    }
  },
);

const time = explain(
  v.pipe(
    v.string(),
    v.check((digits) => /^\d{1,15}$/.test(digits)),
    v.metadata({ type: 'integer', minimum: 0, description: 'Milliseconds since the Unix epoch.' }),
    v.transform(Number),
  ),
  'Must be a time in whole milliseconds since the Unix epoch.',
);

/** A text to look for, without characters that a database cannot store. */
const sought = (max: number) =>
  explain(
    v.pipe(
      v.string(),
      v.minLength(1),
      v.maxLength(max),
      // oxlint-disable-next-line no-control-regex
      v.check((value) => !/\u0000|\p{Surrogate}/u.test(value)),
    ),
    `Must be a text of 1 to ${max} characters.`,
  );

const choice = {
  product: optional(v.pipe(sought(500), v.description('Only this product: the `product` of an entry.'))),
  defect: optional(v.pipe(key, v.description('Only this defect: its key.'))),
  from: optional(v.pipe(time, v.description('Only cases opened from this time on.'))),
  before: optional(v.pipe(time, v.description('Only cases opened before this time.'))),
} as const;

const filter = {
  ...choice,
  search: optional(
    v.pipe(
      sought(200),
      v.description('Only entries with all of these words in product, case number, order number or request.'),
      v.transform(searchWords),
    ),
  ),
  ticketId: optional(v.pipe(id, v.description('Only entries of this ticket.'))),
  removed: optional(
    explain(
      v.pipe(
        v.picklist(['true', 'false']),
        v.metadata({ type: 'boolean', enum: undefined, description: 'Only removed entries, instead of the others.' }),
        v.transform((flag) => flag === 'true'),
      ),
      'Must be true or false.',
    ),
  ),
} as const;

const cursor = explain(
  v.pipe(
    v.string(),
    v.check((place) => placeOf(place) !== undefined),
    v.description('The `next` of the previous page.'),
    v.transform((place) => placeOf(place) as NonNullable<ReturnType<typeof placeOf>>),
  ),
  'Must be the `next` of a page.',
);

/** Reads an entry's place in the list: its time, the length of the ticket's id, and both ids. */
function placeOf(place: string) {
  const [, atMs, length, ids = ''] = /^(\d{1,15})\.(\d{1,3})\.([^\s\p{C}]{2,256})$/u.exec(place) ?? [];
  const at = Number(length);
  if (atMs === undefined || !(at >= 1 && at < ids.length)) return undefined;
  return { atMs: Number(atMs), ticketId: ids.slice(0, at), itemId: ids.slice(at) };
}

/** `GET /v1/archive`. Unknown parameters are refused: a misspelled filter must not select everything. */
export const archiveQuery = filters({ ...filter, limit: optional(limit), cursor: optional(cursor) });

/** `GET /v1/archive/counts`. */
export const archiveCountQuery = filters({
  by: v.pipe(oneOf(ARCHIVE_PERIODS), v.description('Weeks begin on Monday.')),
  ...choice,
});

/** `GET /v1/archive/export`. */
export const archiveExportQuery = filters({
  format: v.pipe(oneOf(EXPORT_FORMATS), v.description('A table, or a ZIP file with the table and the pictures.')),
  locale: optional(v.pipe(languageTag, v.description('Language of the table. Defaults to the shop’s.'))),
  ...filter,
});

const CHANGES = [
  closed({ action: v.literal('set-defect'), ticketId: id, itemId: id, defect: text(MAX_KEY, 1) }),
  closed({ action: v.picklist(['remove', 'restore']), ticketId: id, itemId: id }),
  closed({ action: v.literal('file'), ticketId: id, defect: optional(text(MAX_KEY, 1)) }),
] as const;

const COUNT = `Must be a list of 1 to ${MAX_ARCHIVE_CHANGES} changes.`;

/** `POST /v1/archive/changes`. */
export const archiveChangesBody = closed({
  changes: v.pipe(
    list(
      v.variant(
        'action',
        CHANGES,
        messageOf('wrong', `"action" must be one of: ${[...ARCHIVE_ACTIONS, 'file'].join(', ')}.`),
      ),
      MAX_ARCHIVE_CHANGES,
      [COUNT],
    ),
    v.minLength(1, messageOf('wrong', COUNT)),
  ),
});
