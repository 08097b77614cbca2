import type {
  ArchiveChange,
  ArchiveChangesAnswer,
  ArchiveCounts,
  ArchivePage,
  ArchivePeriod,
  ArchiveSearch,
  ExportFormat,
} from '@sidecard/core/wire';
import type { ClientRefusal } from './client-refusal.js';

/** Outcome of a request, which never rejects. */
export type ArchiveOutcome<Body> = Promise<
  { readonly ok: true; readonly body: Body } | { readonly ok: false; readonly error: ClientRefusal }
>;

/**
 * Pictures and cases filed by product and defect (R40, R41). Reading needs `task.handle` or `archive.manage`; changes and exports need
 * `archive.manage`. Nothing is kept, because who may read it can change.
 */
export interface ClientArchive {
  /**
   * Loads a page, latest case first.
   *
   * @param cursor - the `next` of the previous page
   */
  list(search?: ArchiveSearch, cursor?: string): ArchiveOutcome<ArchivePage>;
  /** Counts cases by product, defect and period, in the shop's time zone: the latest 12 periods unless `fromMs` names others. */
  counts(
    by: ArchivePeriod,
    search?: Pick<ArchiveSearch, 'product' | 'defect' | 'fromMs' | 'beforeMs'>,
  ): ArchiveOutcome<ArchiveCounts>;
  /** Makes up to 100 changes, with a result for each. What may succeed later is tried again a few times, under the same key. */
  change(changes: readonly ArchiveChange[]): ArchiveOutcome<ArchiveChangesAnswer>;
  /**
   * Loads a table, or a ZIP file with the table and the pictures. They contain nothing about the buyers.
   *
   * @param locale - language of the table, a BCP 47 tag. @default the shop's
   */
  exportFile(format: ExportFormat, search?: ArchiveSearch, locale?: string): ArchiveOutcome<Blob>;
}
