import { isDay, type Money } from '@sidecard/core';
import type { SentTexts } from './card-texts.js';
import { format } from './message.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What times are written with. */
export interface TimeOptions {
  readonly texts: Pick<SentTexts, 'locale' | 'dates' | 'due'>;
  /** The present, milliseconds since the Unix epoch. */
  readonly nowMs: number;
  /** IANA name. @default the reader's own */
  readonly timeZone?: string | undefined;
}

const amounts = new Map<string, { readonly writer: Intl.NumberFormat; readonly unit: number }>();

/** Formats an amount for the screen, with the decimals that its currency has: `¥1,258.00`, `US$3.50`, `KWD 1.250`. */
export function formatAmount({ amountMinor, currency }: Money, locale: string): string {
  const key = locale + currency;
  let known = amounts.get(key);
  if (!known) {
    // Everybody here writes the yuan as a bare ¥; other currencies keep the symbol that tells them apart in the reader's language.
    const currencyDisplay = currency === 'CNY' ? 'narrowSymbol' : 'symbol';
    const writer = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay });
    known = { writer, unit: 10 ** (writer.resolvedOptions().maximumFractionDigits ?? 2) };
    amounts.set(key, known);
  }
  return known.writer.format(amountMinor / known.unit);
}

/**
 * Formats a moment: `5 Jul, 18:20`, with the year when it is another one.
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
 * Formats when something is due: `by 5 Jul, 18:20`, `by 23:45 today`.
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

/** Formats when something was, in short: `14:01` of today, `昨天 18:20`, `Fri 18:20` of the last days, else `1 Jul, 18:20`. */
export function formatWhen(atMs: number, options: TimeOptions): string {
  const { texts, nowMs } = options;
  const { date, time, weekday } = partsOf(atMs, options);
  if (date === partsOf(nowMs, options).date) return time;
  if (atMs > nowMs || nowMs - atMs > 6 * DAY_MS) return formatMoment(atMs, options);
  return `${(date === partsOf(nowMs - DAY_MS, options).date && texts.dates.yesterday) || weekday} ${time}`;
}

/** Formats a day of the calendar, such as `2026-07-05`: `5 Jul`, with the year when it is another one. */
export function formatDay(day: string, options: TimeOptions): string {
  if (!isDay(day)) return day;
  const { day: message, dayYear } = options.texts.dates;
  const at = dayOf(Date.parse(day) / DAY_MS, languageOf(options.texts));
  return format(partsOf(options.nowMs, options).year === at.year ? message : dayYear, at);
}

/** Formats a time of day: `18:20`. */
export function formatTime(atMs: number, options: TimeOptions): string {
  return partsOf(atMs, options).time;
}

interface DateParts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly weekday: string;
  /** The same for the whole of a day. */
  readonly date: string;
}

interface Language {
  readonly dates: Intl.DateTimeFormat;
  /** Two digits. */
  readonly digits: Intl.NumberFormat;
  /** Taken apart, by day: a list of cards shows a few days over and over, and taking one apart costs more than the rest of a card's texts. */
  readonly days: Map<number, DateParts>;
}

const languages = new Map<string, Language>();
/** How many days of a language are kept taken apart. */
const KNOWN_DAYS = 100;

function partsOf(atMs: number, options: TimeOptions, end?: boolean): DateParts & { readonly time: string } {
  const { texts, timeZone } = options;
  const wallMs = wallClock(atMs, timeZone);
  const language = languageOf(texts);
  const minute = Math.floor(wallMs / MINUTE_MS);
  const minuteOfDay = minute - Math.floor(wallMs / DAY_MS) * 1440;
  if (end && minuteOfDay === 0) return { ...partsOf(atMs - MINUTE_MS, options), time: '24:00' };
  const [hour, past] = [Math.floor(minuteOfDay / 60), minuteOfDay % 60].map((count) => language.digits.format(count));
  return { ...dayOf(Math.floor(wallMs / DAY_MS), language), time: `${hour}:${past}` };
}

/** The moment at which a clock in Greenwich shows what one in the time zone shows now. */
function wallClock(atMs: number, timeZone: string | undefined): number {
  if (timeZone === undefined) return atMs - new Date(atMs).getTimezoneOffset() * MINUTE_MS;
  return Date.parse(`${new Date(atMs).toLocaleString('sv', { timeZone }).replace(' ', 'T')}Z`);
}

function languageOf({ locale, dates: { month } }: TimeOptions['texts']): Language {
  const key = `${locale} ${month}`;
  let language = languages.get(key);
  if (!language) {
    language = {
      dates: new Intl.DateTimeFormat(locale, {
        year: 'numeric',
        month,
        day: 'numeric',
        weekday: 'short',
        timeZone: 'UTC',
      }),
      digits: new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 }),
      days: new Map(),
    };
    languages.set(key, language);
  }
  return language;
}

function dayOf(number: number, { dates, days }: Language): DateParts {
  let parts = days.get(number);
  if (!parts) {
    const found: Partial<Record<string, string>> = {};
    for (const { type, value } of dates.formatToParts(number * DAY_MS)) found[type] = value;
    const { year = '', month = '', day = '', weekday = '' } = found;
    parts = { year, month, day, weekday, date: year + month + day };
    if (days.size >= KNOWN_DAYS) days.clear();
    days.set(number, parts);
  }
  return parts;
}
