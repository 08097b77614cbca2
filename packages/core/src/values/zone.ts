import { isDay } from './day.js';
import { DAY_MS } from './time.js';

/** End of the year 9999. */
const LAST_MS = Date.UTC(10_000, 0, 1) - 1;

/** Maximum days of a window: ten years, including leap days. */
export const MAX_DAYS = 3_660;

/** Whether a value is a time: integer milliseconds since the Unix epoch, up to the year 9999. */
export function isInstant(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LAST_MS;
}

/** A time zone for counting days. */
export interface Zone {
  /** Returns the local day at a time, such as `2026-07-05`. */
  dayAt(atMs: number): string;
  /**
   * Returns when a window of n days ends: the local midnight after the n-th day after a time's own day (exclusive, in milliseconds).
   *
   * @returns `undefined` if the time or the number of days is invalid
   */
  endOfDays(fromMs: number, days: number): number | undefined;
  /**
   * Returns when a local day ends: the midnight after it (exclusive, in milliseconds).
   *
   * @param day - such as `2026-07-05`
   * @returns `undefined` if it is no day
   */
  endOfDay(day: string): number | undefined;
}

/** The last opened zone. Opening takes twenty times as long as counting, and a list of tickets is of one shop. */
let opened: { readonly name: string; readonly zone: Zone | undefined } | undefined;

/**
 * Opens a time zone by IANA name.
 *
 * @returns `undefined` if this machine does not know it
 */
export function openZone(name: unknown): Zone | undefined {
  // Without a name, `Intl` would use the machine's own zone.
  if (typeof name !== 'string') return undefined;
  if (opened?.name !== name) opened = { name, zone: zoneOf(name) };
  return opened.zone;
}

/**
 * Returns the local day at a time.
 *
 * @param atMs - milliseconds since the Unix epoch
 * @param timeZone - IANA time zone
 * @returns such as `2026-07-05`
 * @throws {RangeError} if this machine does not know the time zone
 */
export function dayAt(atMs: number, timeZone: string): string {
  const zone = openZone(timeZone);
  if (!zone) throw new RangeError(`Unknown time zone "${timeZone}".`);
  return zone.dayAt(atMs);
}

function zoneOf(name: string): Zone | undefined {
  const format = wallClock(name);
  if (!format) return undefined;
  /** Returns the local time, to the second, as if it were UTC. */
  const localAt = (ms: number): number => {
    const shown: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
    for (const { type, value } of format.formatToParts(ms)) shown[type] = value;
    const [year = 0, month = 1, ...time] = UNITS.map((unit) => Number(shown[unit]));
    return Date.UTC(year, month - 1, ...time);
  };
  return {
    dayAt: (atMs) => new Date(localAt(atMs)).toISOString().slice(0, 10),
    endOfDays(fromMs, days) {
      if (!isInstant(fromMs) || !isDays(days)) return undefined;
      const local = localAt(fromMs);
      return beginningOf(local - modulo(local, DAY_MS) + (days + 1) * DAY_MS, localAt);
    },
    endOfDay: (day) => (isDay(day) ? beginningOf(Date.parse(`${day}T00:00:00Z`) + DAY_MS, localAt) : undefined),
  };
}

/** Whether a value is a valid number of days for a window. */
export function isDays(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_DAYS;
}

const UNITS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

function wallClock(name: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}

/**
 * Returns when a local day begins. If clocks go forward at midnight, the day begins after the gap. If clocks go back over midnight, it
 * begins at the second midnight. (In no zone since 1970 does midnight fall inside a gap; if it did, the day would begin after it.)
 *
 * @param day - midnight of the day as if it were UTC
 */
function beginningOf(day: number, localAt: (ms: number) => number): number {
  // With the offset of the day before, and of the day after.
  const midnights = [day - DAY_MS, day + DAY_MS].map((ms) => day - (localAt(ms) - ms));
  const late = Math.max(...midnights);
  return [late, Math.min(...midnights)].find((ms) => localAt(ms - 1) < day && localAt(ms) >= day) ?? late;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
