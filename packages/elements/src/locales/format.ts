import type { Money } from '@sidecard/core';
import { isDay } from '@sidecard/core/wire';
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
  return momentOf(partsOf(atMs, options, end), options);
}

/**
 * Formats when something is due: `by 5 Jul, 18:20`, `by 23:45 today`.
 *
 * @param alone - nothing stands before it: it begins with a capital
 */
export function formatBy(atMs: number, options: TimeOptions, alone = false): string {
  const { by, byToday } = options.texts.due;
  const at = partsOf(atMs, options, true);
  const today = at.date === partsOf(options.nowMs, options).date;
  const text = today ? format(byToday, { time: at.time }) : format(by, { moment: momentOf(at, options) });
  return alone ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** Formats when something was, in short: `14:01` of today, `昨天 18:20`, `Fri 18:20` of the last days, else `1 Jul, 18:20`. */
export function formatWhen(atMs: number, options: TimeOptions): string {
  const { texts, nowMs } = options;
  const at = partsOf(atMs, options);
  if (at.date === partsOf(nowMs, options).date) return at.time;
  if (atMs > nowMs || nowMs - atMs > 6 * DAY_MS) return momentOf(at, options);
  const { yesterday } = texts.dates;
  return `${yesterday && at.date === partsOf(nowMs - DAY_MS, options).date ? yesterday : at.weekday} ${at.time}`;
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

function momentOf(at: Parts, options: TimeOptions): string {
  const { day, dayYear, moment } = options.texts.dates;
  const date = format(partsOf(options.nowMs, options).year === at.year ? day : dayYear, at);
  return format(moment, { date, time: at.time });
}

interface DateParts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly weekday: string;
  /** The same for the whole of a day. */
  readonly date: string;
}

interface Parts extends DateParts {
  readonly time: string;
}

/** What is known of a language. A list of cards shows a few days over and over, and `Intl` costs more than the rest of a card's texts. */
interface Language {
  readonly dates: Intl.DateTimeFormat;
  readonly digits: Intl.NumberFormat;
  /** By days since the Unix epoch. */
  readonly days: Map<number, DateParts>;
  /** By minutes since midnight. */
  readonly times: Map<number, string>;
}

const languages = new Map<string, Language>();
/** How many days of a language are kept taken apart. */
const KNOWN_DAYS = 100;

function partsOf(atMs: number, options: TimeOptions, end?: boolean): Parts {
  const wallMs = wallClock(atMs, options.timeZone);
  const day = Math.floor(wallMs / DAY_MS);
  const minute = Math.floor(wallMs / MINUTE_MS) - day * 1440;
  if (end && minute === 0) return { ...partsOf(atMs - MINUTE_MS, options), time: '24:00' };
  const language = languageOf(options.texts);
  return { ...dayOf(day, language), time: timeOf(minute, language) };
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
      times: new Map(),
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

function timeOf(minute: number, { digits, times }: Language): string {
  let time = times.get(minute);
  if (time === undefined) {
    time = `${digits.format(Math.floor(minute / 60))}:${digits.format(minute % 60)}`;
    times.set(minute, time);
  }
  return time;
}
