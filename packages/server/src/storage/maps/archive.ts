import { countArchive, isArchived, type ArchiveEntry } from '@sidecard/core/server';
import type { ArchiveWrite } from '../records.js';
import type { ArchiveReads } from '../store.js';
import { jsonCopy } from './json.js';
import { compare, keyOf, type Sync, type Tables } from './tables.js';

/** Reads the archive. */
export function archiveReads(tables: Tables): Sync<ArchiveReads> {
  const entries = (merchantId: string) => [...tables.of(merchantId).archive.values()];
  return {
    listArchive: ({ merchantId, after, limit, ...filter }) =>
      entries(merchantId)
        .filter((entry) => isArchived(entry, filter) && (!after || byTime(after, entry) < 0))
        .sort(byTime)
        .slice(0, limit),
    archiveOf: (merchantId, ticketIds) => entries(merchantId).filter(({ ticketId }) => ticketIds.includes(ticketId)),
    countArchive: ({ merchantId, ...filter }, periods, limit) =>
      countArchive(
        entries(merchantId).filter((entry) => isArchived(entry, filter)),
        periods,
      ).slice(0, limit),
    archivedTitles(merchantId, products) {
      const oldestFirst = entries(merchantId)
        .filter(({ product }) => products.includes(product))
        .sort((a, b) => byTime(b, a));
      return new Map(oldestFirst.map(({ product, title }) => [product, title]));
    },
    oldestArchived: () =>
      [...tables.merchants].flatMap(([merchantId, { archive }]) =>
        archive.size === 0 ? [] : { merchantId, atMs: Math.min(...[...archive.values()].map(({ atMs }) => atMs)) },
      ),
  };
}

/** Removes old entries. */
export function dropArchive(tables: Tables, merchantId: string, beforeMs: number, limit: number): number {
  const { archive } = tables.of(merchantId);
  const old = [...archive].filter(([, { atMs }]) => atMs < beforeMs).slice(0, limit);
  for (const [key] of old) archive.delete(key);
  return old.length;
}

/** Stores what a commit changes. */
export function writeArchive(tables: Tables, writes: readonly ArchiveWrite[]): void {
  for (const { merchantId, ticketId, entries, dropped } of writes) {
    const { archive } = tables.of(merchantId);
    for (const itemId of dropped) archive.delete(keyOf(ticketId, itemId));
    for (const entry of entries) archive.set(keyOf(ticketId, entry.itemId), jsonCopy(entry));
  }
}

type Place = Pick<ArchiveEntry, 'atMs' | 'ticketId' | 'itemId'>;

/** Sorts latest first. */
function byTime(a: Place, b: Place): number {
  return compare(b.atMs, a.atMs) || compare(b.ticketId, a.ticketId) || compare(b.itemId, a.itemId);
}
