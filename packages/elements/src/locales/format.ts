import type { Money } from '@sidecard/core';
import type { CardTexts } from './card-texts.js';
import { format } from './message.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What times are written with. */
export interface TimeOptions {
  readonly texts: Pick<CardTexts, 'locale' | 'dates' | 'units' | 'due'>;
  /** The present, milliseconds since the Unix epoch. */
  readonly nowMs: number;
  /** IANA name. @default the reader's own */
  readonly timeZone?: string | undefined;
}

/** How close a deadline is: `soon` when three quarters of its time are gone, `urgent` when it is all but over. */
export type DeadlineTone = 'calm' | 'soon' | 'urgent' | 'over';

/** How close a deadline is: urgent at 95 % gone, or in the last hour of one that lasts a day or more. */
export function deadlineTone(startedAtMs: number, dueAtMs: number, nowMs: number): DeadlineTone {
  const leftMs = dueAtMs - nowMs;
  const lastsMs = dueAtMs - startedAtMs;
  if (leftMs <= 0) return 'over';
  if (leftMs <= lastsMs * 0.05 || (leftMs < HOUR_MS && lastsMs >= DAY_MS)) return 'urgent';
  return leftMs <= lastsMs * 0.25 ? 'soon' : 'calm';
}

/** What is left of a deadline, from 1 (all) to 0: what the ring shows. */
export function shareLeft(startedAtMs: number, dueAtMs: number, nowMs: number): number {
  return Math.min(1, Math.max(0, dueAtMs - nowMs) / Math.max(1, dueAtMs - startedAtMs));
}

const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

/** Writes an amount for the screen, with the decimals that its currency has: `¥1,258.00`, `US$3.50`, `KWD 1.250`. */
export function formatAmount({ amountMinor, currency }: Money, locale: string): string {
  const key = locale + currency;
  let writer = numbers.get(key);
  if (!writer) {
    // Everybody here writes the yuan as a bare ¥; other currencies keep the symbol that tells them apart in the reader's language.
    const currencyDisplay = currency === 'CNY' ? 'narrowSymbol' : 'symbol';
    writer = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay });
    numbers.set(key, writer);
  }
  return writer.format(amountMinor / 10 ** (writer.resolvedOptions().maximumFractionDigits ?? 2));
}

/** Writes a length of time in two units at most, rounded down: `1 d 4 h`, `9小时40分`, `under 1 min`. */
export function formatDuration(ms: number, { units }: Pick<CardTexts, 'units'>): string {
  const counts = [ms / DAY_MS, (ms / HOUR_MS) % 24, (ms / MINUTE_MS) % 60].map(Math.floor);
  const first = counts.findIndex((count) => count > 0);
  if (first < 0) return units.underMinute;
  const second = counts[first + 1];
  const large = `${counts[first] ?? 0}${[units.day, units.hour, units.minute][first] ?? ''}`;
  return second ? `${large}${units.gap}${second}${first ? units.minuteAfterHours : units.hour}` : large;
}

/**
 * Writes how much time a deadline leaves: `1 d 4 h left`, or of the buyer's time `Buyer has 5 d`.
 *
 * @param of - whose time it is
 */
export function formatLeft(dueAtMs: number, of: 'merchant' | 'buyer' | 'staff', { texts, nowMs }: TimeOptions): string {
  const ms = dueAtMs - nowMs;
  if (ms <= 0) return texts.due.over;
  const time = formatDuration(ms, texts);
  if (of === 'buyer') return format(texts.due.buyerHas, { time });
  return ms < MINUTE_MS ? time : format(texts.due.left, { time });
}

/**
 * Writes a moment: `5 Jul, 18:20`, with the year when it is another one.
 *
 * @param end - it ends something: midnight is written as 24:00 of the day before
 */
export function formatMoment(atMs: number, options: TimeOptions, end = false): string {
  const { day, dayYear, moment } = options.texts.dates;
  const at = partsOf(atMs, options, end);
  const date = format(partsOf(options.nowMs, options).year === at.year ? day : dayYear, at);
  return format(moment, { date, time: at.time });
}

/**
 * Writes when something is due: `by 5 Jul, 18:20`, `by 23:45 today`.
 *
 * @param alone - nothing stands before it: it begins with a capital
 */
export function formatBy(atMs: number, options: TimeOptions, alone = false): string {
  const { by, byToday } = options.texts.due;
  const { date, time } = partsOf(atMs, options, true);
  const text =
    date === partsOf(options.nowMs, options).date
      ? format(byToday, { time })
      : format(by, { moment: formatMoment(atMs, options, true) });
  return alone ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** Writes when something was, in short: `14:01` of today, `昨天 18:20`, `Fri 18:20` of the last days, else `1 Jul, 18:20`. */
export function formatWhen(atMs: number, options: TimeOptions): string {
  const { texts, nowMs } = options;
  const { date, time, weekday } = partsOf(atMs, options);
  if (date === partsOf(nowMs, options).date) return time;
  if (atMs > nowMs || nowMs - atMs > 6 * DAY_MS) return formatMoment(atMs, options);
  return `${(date === partsOf(nowMs - DAY_MS, options).date && texts.dates.yesterday) || weekday} ${time}`;
}

/** Writes a time of day: `18:20`. */
export function formatTime(atMs: number, options: TimeOptions): string {
  return partsOf(atMs, options).time;
}

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly weekday: string;
  readonly time: string;
  /** The same for the whole of a day. */
  readonly date: string;
}

function partsOf(atMs: number, options: TimeOptions, end?: boolean): Parts {
  const { texts, timeZone } = options;
  const key = `${texts.locale}${timeZone ?? ''}`;
  let writer = dates.get(key);
  if (!writer) {
    writer = new Intl.DateTimeFormat(texts.locale, {
      year: 'numeric',
      month: texts.dates.month,
      day: 'numeric',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    });
    dates.set(key, writer);
  }
  const parts: Partial<Record<string, string>> = {};
  for (const { type, value } of writer.formatToParts(atMs)) parts[type] = value;
  const { year = '', month = '', day = '', weekday = '', hour = '', minute = '' } = parts;
  const time = `${hour}:${minute}`;
  return end && time === '00:00'
    ? { ...partsOf(atMs - 1, options), time: '24:00' }
    : { year, month, day, weekday, time, date: year + month + day };
}
