import type { Defect } from '@sidecard/core';
import {
  ARCHIVE_PERIODS,
  ARCHIVE_REFUSALS,
  PARTIES,
  PICTURE_SOURCES,
  type ArchiveChangesAnswer,
  type ArchiveCount,
  type ArchiveCounts,
  type ArchivedPicture,
  type ArchiveEntryView,
  type ArchivePage,
  type ByHand,
  type Period,
} from '@sidecard/core/wire';
import * as v from 'valibot';
import { count, labels, optional, string, texts } from './answer-parts.js';
import { type Entries, id, time } from './parts.js';

// What the server answers about the archive. Only described, never checked; a newer server has more members.

const byHand = v.object({
  by: v.object({ party: v.picklist(PARTIES), accountId: string, name: string }),
  atMs: time,
} satisfies Entries<ByHand>);
const defects = v.array(v.object({ key: string, labels } satisfies Entries<Defect>));
const archiveEntry = v.object({
  ticketId: id,
  itemId: v.pipe(id, v.description('Id of the order’s line.')),
  caseId: v.pipe(id, v.description('Tickets that were split from one are one case.')),
  number: string,
  type: string,
  typeLabels: optional(labels),
  orderId: id,
  atMs: v.pipe(time, v.description('When the case was opened.')),
  product: v.pipe(string, v.description('Identifies the product: the line’s `productId`, else its title.')),
  title: string,
  options: optional(string),
  pictureUrl: optional(string),
  quantity: count,
  reason: optional(string),
  reasonLabels: optional(labels),
  defect: string,
  chosen: optional(v.pipe(byHand, v.description('Who chose the defect. Missing while it is suggested.'))),
  filed: optional(v.pipe(byHand, v.description('Who filed it. Missing if its reason did.'))),
  removed: optional(byHand),
  pictures: v.array(
    v.object({
      id: v.pipe(id, v.description('For `GET /v1/attachments/{id}`.')),
      source: v.picklist(PICTURE_SOURCES),
      party: v.picklist(PARTIES),
    } satisfies Entries<ArchivedPicture>),
  ),
} satisfies Entries<ArchiveEntryView>);

/** Answers about the archive, by name. */
export const archiveAnswers = {
  ArchiveEntry: archiveEntry,
  ArchivePage: v.object({
    entries: v.array(archiveEntry),
    next: optional(string),
    defects,
  } satisfies Entries<ArchivePage>),
  ArchiveCounts: v.object({
    by: v.picklist(ARCHIVE_PERIODS),
    timeZone: string,
    periods: v.array(
      v.object({
        day: v.pipe(string, v.description('The first day, such as 2026-11-23.')),
        fromMs: time,
        beforeMs: time,
      } satisfies Entries<Period>),
    ),
    counts: v.array(
      v.object({
        day: v.pipe(string, v.description('First day of the period.')),
        ...{ product: string, defect: string, cases: count, pieces: count },
      } satisfies Entries<ArchiveCount>),
    ),
    partial: optional(v.pipe(v.literal(true), v.description('There are more counts.'))),
    titles: texts<ArchiveCounts['titles']>('Title of each product.'),
    defects,
  } satisfies Entries<ArchiveCounts>),
  ArchiveChangesAnswer: v.object({
    results: v.pipe(
      v.array(
        v.union([
          v.object({ ok: v.literal(true), entries: v.array(archiveEntry) }),
          v.object({ ok: v.literal(false), code: v.picklist(ARCHIVE_REFUSALS) }),
        ]),
      ),
      v.description('A result for each change, in order.'),
    ),
  } satisfies Entries<ArchiveChangesAnswer>),
};
