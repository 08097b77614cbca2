import { DAY_MS } from './time.js';

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether a text is a valid date, such as `2026-07-05`. */
export function isDay(text: string): boolean {
  const match = DAY.exec(text);
  if (!match) return false;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  // `Date` moves a day that the month does not have into another month.
  return year > 0 && new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1;
}

/** Returns the day that many days later, or earlier if negative. */
export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
