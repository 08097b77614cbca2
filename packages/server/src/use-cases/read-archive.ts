import {
  type ArchiveEntry,
  archiveEntryFor,
  type ArchiveFilter,
  archivePolicy,
  byPeriod,
  MAX_PERIODS,
  periodsOf,
  permits,
} from '@sidecard/core/server';
import type { ArchiveCounts, ArchiveEntryView, ArchivePage, ArchivePeriod } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';
import type { ArchiveQuery } from '../storage/records.js';
import { invalidPart, problem } from '../wire/problem.js';
import { permissionMissing } from './refusal.js';

/** Number of periods if a count names no beginning. */
const DEFAULT_PERIODS = 12;
/** The longest period, in milliseconds. */
const LONGEST_MS = 31 * 86_400_000;
/** Maximum number of counts in an answer. */
const MAX_COUNTS = 5_000;

/**
 * Refuses accounts that may neither handle tasks nor manage the archive. It exists only for accounts of the shop.
 *
 * @throws ProblemError `not-found`, `permission-missing`
 */
export async function mustReadArchive({ store }: ServerContext, request: RequestContext): Promise<void> {
  if (!request.account) throw problem('not-found');
  if (!permits(request.actor, 'task.handle') && !permits(request.actor, 'archive.manage')) {
    throw await permissionMissing(store, request, 'task.handle');
  }
}

/**
 * Refuses accounts that may not change or export the archive.
 *
 * @throws ProblemError `not-found`, `permission-missing`
 */
export async function mustManageArchive({ store }: ServerContext, request: RequestContext): Promise<void> {
  if (!request.account) throw problem('not-found');
  if (!permits(request.actor, 'archive.manage')) throw await permissionMissing(store, request, 'archive.manage');
}

/** Lists entries of the archive, latest case first. Call {@link mustReadArchive} first. */
export async function listArchive(
  context: ServerContext,
  request: RequestContext,
  query: Omit<ArchiveQuery, 'merchantId'>,
): Promise<ArchivePage> {
  const { merchantId, policy } = request;
  const { limit } = query;
  // Read one more, to know whether there is a next page.
  const found = await context.store.listArchive({ ...query, merchantId, limit: limit + 1 });
  const last = found[limit - 1];
  return {
    entries: found.slice(0, limit).map((entry) => entryViewOf(context, request, entry)),
    ...(last && found.length > limit ? { next: archiveCursorOf(last) } : {}),
    defects: archivePolicy(policy).defects,
  };
}

/**
 * Counts cases by period, product and defect. Call {@link mustReadArchive} first.
 *
 * @throws ProblemError `body-invalid` if there are too many periods
 */
export async function countArchive(
  { store, clock }: ServerContext,
  { merchantId, policy }: RequestContext,
  { by, ...filter }: ArchiveFilter & { readonly by: ArchivePeriod },
): Promise<ArchiveCounts> {
  const { timeZone } = policy;
  const toMs = filter.beforeMs === undefined ? clock.now() : Math.max(0, filter.beforeMs - 1);
  const fromMs = filter.fromMs ?? Math.max(0, toMs - DEFAULT_PERIODS * LONGEST_MS);
  const all = periodsOf(by, { fromMs, toMs }, timeZone);
  if (!all) throw invalidPart('from', `Must be at most ${MAX_PERIODS} periods before the end.`);
  const periods = filter.fromMs === undefined ? all.slice(-DEFAULT_PERIODS) : all;
  return store.snapshot(async (reads) => {
    const counts = await reads.countArchive({ ...filter, merchantId }, periods, MAX_COUNTS + 1);
    const shown = counts.slice(0, MAX_COUNTS);
    const products = [...new Set(shown.map(({ product }) => product))];
    return {
      ...{ by, timeZone, periods },
      counts: [...shown].sort(byPeriod),
      ...(counts.length > MAX_COUNTS ? { partial: true as const } : {}),
      titles: Object.fromEntries(await reads.archivedTitles(merchantId, products)),
      defects: archivePolicy(policy).defects,
    };
  });
}

/** Projects an entry for the request's account. */
export function entryViewOf(
  { types }: ServerContext,
  { audience }: RequestContext,
  entry: ArchiveEntry,
): ArchiveEntryView {
  return archiveEntryFor(entry, audience, types);
}

/** Formats an entry's place in the list. The length tells the ids apart, which may contain dots. */
function archiveCursorOf({ atMs, ticketId, itemId }: ArchiveEntry): string {
  return `${atMs}.${ticketId.length}.${ticketId}${itemId}`;
}
