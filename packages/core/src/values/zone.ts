import { DAY_MS } from './time.js';

/** The end of the year 9999. Up to here calendars are as people know them. */
const LAST_MS = Date.UTC(10_000, 0, 1) - 1;

/** The most days that a window can have: ten years, and what leap days add. */
export const MAX_DAYS = 3_660;

/** Whether a value is a moment: whole milliseconds since the Unix epoch, up to the year 9999. */
export function isInstant(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LAST_MS;
}

/** A time zone in which days can be counted. */
export interface Zone {
  /** The day that it is at a moment, such as `2026-07-05`. */
  dayAt(atMs: number): string;
  /**
   * When a window of n days ends: the local midnight that closes the n-th day after a moment's own day (exclusive end, in milliseconds).
   *
   * @returns nothing when the moment or the number of days is none
   */
  endOfDays(fromMs: number, days: number): number | undefined;
}

/** The zone that was opened last: opening takes twenty times as long as counting, and a list of tickets is of one shop. */
let opened: { readonly name: string; readonly zone: Zone | undefined } | undefined;

/**
 * Opens a time zone by its IANA name.
 *
 * @returns nothing when this machine knows no zone of that name
 */
export function openZone(name: unknown): Zone | undefined {
  // without a name the machine's own zone would be taken
  if (typeof name !== 'string') return undefined;
  if (opened?.name !== name) opened = { name, zone: zoneOf(name) };
  return opened.zone;
}

/**
 * Returns the day that it is somewhere.
 *
 * @param atMs - milliseconds since the Unix epoch
 * @param timeZone - an IANA time zone
 * @returns such as `2026-07-05`
 * @throws {RangeError} when this machine knows no zone of that name
 */
export function dayAt(atMs: number, timeZone: string): string {
  const zone = openZone(timeZone);
  if (!zone) throw new RangeError(`There is no time zone "${timeZone}".`);
  return zone.dayAt(atMs);
}

function zoneOf(name: string): Zone | undefined {
  const format = wallClock(name);
  if (!format) return undefined;
  /** What a clock in the zone shows at a moment, to the second, as if it were UTC. */
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
  };
}

/** Whether a value is a number of days that a window can have. */
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
 * The moment at which a local day begins for good. Clocks that are put forward at midnight never show it: the day then begins when they
 * are. Clocks that are put back over midnight show it twice: the day before is over the second time. (In no zone since 1970 midnight falls
 * inside of what is left out; if one does it, the day begins when its clocks are past it.)
 *
 * @param day - midnight of the day as if it were UTC
 */
function beginningOf(day: number, localAt: (ms: number) => number): number {
  // by the clock of the day before, and by that of the day after
  const midnights = [day - DAY_MS, day + DAY_MS].map((ms) => day - (localAt(ms) - ms));
  const late = Math.max(...midnights);
  return [late, Math.min(...midnights)].find((ms) => localAt(ms - 1) < day && localAt(ms) >= day) ?? late;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
