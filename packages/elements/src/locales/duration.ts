import type { LiveTexts } from './card-texts.js';
import { format } from './message.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The remaining share of a deadline, from 1 (all) to 0, as shown by the ring. */
export function shareLeft(startedAtMs: number, dueAtMs: number, nowMs: number): number {
  return Math.min(1, Math.max(0, dueAtMs - nowMs) / Math.max(1, dueAtMs - startedAtMs));
}

/** Formats a duration in two units at most, rounded down: `1 d 4 h`, `9小时40分`, `under 1 min`. */
export function formatDuration(ms: number, { units }: Pick<LiveTexts, 'units'>): string {
  const counts = [ms / DAY_MS, (ms / HOUR_MS) % 24, (ms / MINUTE_MS) % 60].map(Math.floor);
  const first = counts.findIndex((count) => count > 0);
  if (first < 0) return units.underMinute;
  const second = counts[first + 1];
  const large = `${counts[first] ?? 0}${[units.day, units.hour, units.minute][first] ?? ''}`;
  return second ? `${large}${units.gap}${second}${first ? units.minuteAfterHours : units.hour}` : large;
}

/**
 * Formats the remaining time of a deadline: `1 d 4 h left` or, for the buyer's, `Buyer has 5 d`.
 *
 * @param of - the deadline's party
 */
export function formatLeft(
  dueAtMs: number,
  of: 'merchant' | 'buyer' | 'staff',
  { texts, nowMs }: { readonly texts: Pick<LiveTexts, 'units' | 'due'>; readonly nowMs: number },
): string {
  const ms = dueAtMs - nowMs;
  if (ms <= 0) return texts.due.over;
  const time = formatDuration(ms, texts);
  if (of === 'buyer') return format(texts.due.buyerHas, { time });
  return ms < MINUTE_MS ? time : format(texts.due.left, { time });
}
