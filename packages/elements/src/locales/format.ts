import { isDay, type Money } from '@sidecard/core';
import type { SentTexts } from './card-texts.js';
import { format } from './message.js';

const DAY_MS = 86_400_000;

/** What times are written with. */
export interface TimeOptions {
  readonly texts: Pick<SentTexts, 'locale' | 'dates' | 'due'>;
  /** The present, milliseconds since the Unix epoch. */
  readonly nowMs: number;
  /** IANA name. @default the reader's own */
  readonly timeZone?: string | undefined;
}

const numbers = new Map<string, { readonly writer: Intl.NumberFormat; readonly unit: number }>();
const dates = new Map<string, { readonly writer: Intl.DateTimeFormat; readonly known: Map<number, Parts> }>();
/** How many minutes of a language are kept taken apart: the present is asked for over and over. */
const KNOWN_MINUTES = 500;

/** Writes an amount for the screen, with the decimals that its currency has: `¥1,258.00`, `US$3.50`, `KWD 1.250`. */
export function formatAmount({ amountMinor, currency }: Money, locale: string): string {
  const key = locale + currency;
  let known = numbers.get(key);
  if (!known) {
    // Everybody here writes the yuan as a bare ¥; other currencies keep the symbol that tells them apart in the reader's language.
    const currencyDisplay = currency === 'CNY' ? 'narrowSymbol' : 'symbol';
    const writer = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay });
    known = { writer, unit: 10 ** (writer.resolvedOptions().maximumFractionDigits ?? 2) };
    numbers.set(key, known);
  }
  return known.writer.format(amountMinor / known.unit);
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

/** Writes a day of the calendar, such as `2026-07-05`: `5 Jul`, with the year when it is another one. */
export function formatDay(day: string, options: TimeOptions): string {
  if (!isDay(day)) return day;
  const { day: message, dayYear } = options.texts.dates;
  const at = partsOf(Date.parse(day), { ...options, timeZone: 'UTC' });
  return format(partsOf(options.nowMs, options).year === at.year ? message : dayYear, at);
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
  const parts = minuteOf(Math.floor(atMs / 60_000), options);
  return end && parts.time === '00:00' ? { ...partsOf(atMs - 1, options), time: '24:00' } : parts;
}

function minuteOf(minute: number, { texts, timeZone }: TimeOptions): Parts {
  const key = `${texts.locale}${timeZone ?? ''}`;
  let language = dates.get(key);
  if (!language) {
    const writer = new Intl.DateTimeFormat(texts.locale, {
      year: 'numeric',
      month: texts.dates.month,
      day: 'numeric',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    });
    dates.set(key, (language = { writer, known: new Map() }));
  }
  const { writer, known } = language;
  let parts = known.get(minute);
  if (!parts) {
    const found: Partial<Record<string, string>> = {};
    for (const { type, value } of writer.formatToParts(minute * 60_000)) found[type] = value;
    const { year = '', month = '', day = '', weekday = '', hour = '', minute: past = '' } = found;
    parts = { year, month, day, weekday, time: `${hour}:${past}`, date: year + month + day };
    if (known.size >= KNOWN_MINUTES) known.clear();
    known.set(minute, parts);
  }
  return parts;
}
