import { daysLater } from '../values/day.js';
import { DAY_MS } from '../values/time.js';
import { openZone } from '../values/zone.js';
import type { ArchiveEntry } from './entry.js';

/** What counts are by. Weeks begin on Monday. */
export const ARCHIVE_PERIODS = ['week', 'month'] as const;
export type ArchivePeriod = (typeof ARCHIVE_PERIODS)[number];

/** Maximum number of periods of one count. */
export const MAX_PERIODS = 120;

/** A week or month of the shop. */
export interface Period {
  /** Its first day, such as `2026-11-23`. */
  readonly day: string;
  /** Milliseconds since the Unix epoch. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly beforeMs: number;
}

/** Cases and pieces of a product with a defect in a period. */
export interface ArchiveCount {
  /** The period's first day. */
  readonly day: string;
  readonly product: string;
  readonly defect: string;
  /** Number of cases: tickets that were split from one are one case. */
  readonly cases: number;
  /** Number of pieces. */
  readonly pieces: number;
}

/**
 * Returns the weeks or months from the one of `fromMs` to the one of `toMs`, oldest first.
 *
 * @param timeZone - IANA time zone of the shop
 * @returns `undefined` if there are more than {@link MAX_PERIODS}
 * @throws {RangeError} if this machine does not know the time zone
 */
export function periodsOf(
  by: ArchivePeriod,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  timeZone: string,
): readonly Period[] | undefined {
  const zone = openZone(timeZone);
  if (!zone) throw new RangeError(`Unknown time zone "${timeZone}".`);
  const beginning = (day: string) => zone.endOfDay(daysLater(day, -1)) ?? 0;
  const periods: Period[] = [];
  let day = firstDay(by, zone.dayAt(Math.min(fromMs, toMs)));
  const last = zone.dayAt(toMs);
  while (day <= last) {
    if (periods.length === MAX_PERIODS) return undefined;
    const next = by === 'week' ? daysLater(day, 7) : firstDay('month', daysLater(day, 31));
    periods.push({ day, fromMs: beginning(day), beforeMs: beginning(next) });
    day = next;
  }
  return periods;
}

/** Counts entries by period, product and defect. Leaves out what is in no period. */
export function countArchive(entries: Iterable<ArchiveEntry>, periods: readonly Period[]): readonly ArchiveCount[] {
  const counts = new Map<string, { count: ArchiveCount & { pieces: number }; readonly cases: Set<string> }>();
  for (const { atMs, product, defect, caseId, quantity } of entries) {
    const period = periods.find(({ fromMs, beforeMs }) => atMs >= fromMs && atMs < beforeMs);
    if (!period) continue;
    const key = JSON.stringify([period.day, product, defect]);
    const known = counts.get(key) ?? {
      count: { day: period.day, product, defect, cases: 0, pieces: 0 },
      cases: new Set<string>(),
    };
    counts.set(key, known);
    known.cases.add(caseId);
    known.count.pieces += quantity;
  }
  return [...counts.values()].map(({ count, cases }): ArchiveCount => ({ ...count, cases: cases.size })).sort(byPeriod);
}

/** Compares counts: latest period first, then by product and defect. */
export function byPeriod(a: ArchiveCount, b: ArchiveCount): number {
  return order(b.day, a.day) || order(a.product, b.product) || order(a.defect, b.defect);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function firstDay(by: ArchivePeriod, day: string): string {
  if (by === 'month') return `${day.slice(0, 7)}-01`;
  // 1970-01-05 is a Monday.
  const days = Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS) - 4;
  return daysLater(day, -(((days % 7) + 7) % 7));
}
