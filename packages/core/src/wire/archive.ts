import type { ArchiveRefusal, EntryChange } from '../archive/change.js';
import type { ArchiveCount, ArchivePeriod, Period } from '../archive/counts.js';
import type { ArchiveRef } from '../archive/entry.js';
import type { ArchiveEntryView } from '../archive/view.js';
import type { Defect } from '../policy/archive.js';

/** Selects entries of the archive. Missing members select all. */
export interface ArchiveSearch {
  /** The `product` of an entry. */
  readonly product?: string | undefined;
  /** Key of a defect. */
  readonly defect?: string | undefined;
  /** Cases opened from this time on, milliseconds since the Unix epoch. */
  readonly fromMs?: number | undefined;
  /** Cases opened before this time (exclusive). */
  readonly beforeMs?: number | undefined;
  /** Words that an entry has, all of them, anywhere in its product, case number, order number or request. At most 200 characters. */
  readonly search?: string | undefined;
  readonly ticketId?: string | undefined;
  /** Only removed entries, instead of the others. @default false */
  readonly removed?: boolean | undefined;
}

/** `GET /v1/archive`: one page, latest case first. */
export interface ArchivePage {
  readonly entries: readonly ArchiveEntryView[];
  /** Cursor of the next page; missing on the last. */
  readonly next?: string;
  /** The shop's defects, to choose from. */
  readonly defects: readonly Defect[];
}

/** `GET /v1/archive/counts`. Periods without cases are listed, too. */
export interface ArchiveCounts {
  readonly by: ArchivePeriod;
  /** The shop's time zone, in which days begin. */
  readonly timeZone: string;
  /** Oldest first. */
  readonly periods: readonly Period[];
  /** Latest period first; only what is not 0. */
  readonly counts: readonly ArchiveCount[];
  /** Whether there are more counts than one answer has. */
  readonly partial?: true;
  /** Title of each product in the counts. */
  readonly titles: Readonly<Record<string, string>>;
  readonly defects: readonly Defect[];
}

/** One change of `POST /v1/archive/changes`: of an entry or, with `file`, of a whole ticket, whatever its reason. */
export type ArchiveChange =
  | (ArchiveRef & EntryChange)
  | {
      readonly action: 'file';
      readonly ticketId: string;
      /** Key of the defect. @default the one that the reason suggests */
      readonly defect?: string | undefined;
    };

/** `POST /v1/archive/changes`: at most {@link MAX_ARCHIVE_CHANGES}, in order. */
export interface ArchiveChangesBody {
  readonly changes: readonly ArchiveChange[];
}

/** Maximum number of changes at once. */
export const MAX_ARCHIVE_CHANGES = 100;

/** Result of a change: what is filed now, or why it was refused. The other changes take effect all the same. */
export type ArchiveResult =
  | { readonly ok: true; readonly entries: readonly ArchiveEntryView[] }
  | { readonly ok: false; readonly code: ArchiveRefusal };

/** Answer to {@link ArchiveChangesBody}: a result for each change. */
export interface ArchiveChangesAnswer {
  readonly results: readonly ArchiveResult[];
}

/** Formats of `GET /v1/archive/export`: a table, or a ZIP file with the table and the pictures. */
export const EXPORT_FORMATS = ['csv', 'zip'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
