import { fractionDigits, type Money } from '@sidecard/core/card';
import type { SentTexts } from './card-texts.js';
import { format } from './message.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** In every time zone, days begin at a multiple of this. */
const QUARTER_MS = 900_000;
/** Maximum number of cached days and times per language. */
const MAX_KNOWN = 2_000;

/** Options for formatting times. */
export interface TimeOptions {
  readonly texts: Pick<SentTexts, 'locale' | 'dates' | 'due'>;
  /** The current time, milliseconds since the Unix epoch. */
  readonly nowMs: number;
  /** IANA name. @default the reader's own */
  readonly timeZone?: string | undefined;
  /** When deadlines need attention, as the host has set it. */
  readonly warnings?: string | readonly number[] | null | undefined;
}

const currencies = new Map<string, (amountMinor: number) => string>();

/** Formats an amount with its currency's decimals: `¥1,258.00`, `US$3.50`, `KWD 1.250`. */
export function formatAmount({ amountMinor, currency }: Money, locale: string): string {
  const key = locale + currency;
  let write = currencies.get(key);
  if (!write) {
    // Readers here expect a plain ¥ for the yuan; other currencies keep their unambiguous symbol.
    const currencyDisplay = currency === 'CNY' ? 'narrowSymbol' : 'symbol';
    // Intl omits rarely used decimals, such as those of HUF: the rest would read as a hundred times the amount.
    const digits = fractionDigits(currency);
    const writer = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    write = (minor) => writer.format(minor / 10 ** digits);
    currencies.set(key, write);
  }
  return write(amountMinor);
}

/**
 * Formats a time: `5 Jul, 18:20`, with the year if it is another one.
 *
 * @param end - whether it ends something: midnight is then written as 24:00 of the previous day
 */
export function formatMoment(atMs: number, options: TimeOptions, end = false): string {
  const language = languageOf(options);
  return writeMoment(momentOf(atMs, language, end), options, language);
}

/**
 * Formats a due time: `by 5 Jul, 18:20`, `by 23:45 today`.
 *
 * @param alone - whether it begins a line, and therefore with a capital letter
 */
export function formatBy(atMs: number, options: TimeOptions, alone = false): string {
  const { by, byToday } = options.texts.due;
  const language = languageOf(options);
  const moment = momentOf(atMs, language, true);
  const text =
    moment.day.date === dayOf(options.nowMs, language).date
      ? format(byToday, { time: moment.time })
      : format(by, { moment: writeMoment(moment, options, language) });
  return alone ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** Formats a past time briefly: `14:01` today, `昨天 18:20`, `Fri 18:20` for recent days, else `1 Jul, 18:20`. */
export function formatWhen(atMs: number, options: TimeOptions): string {
  const { nowMs, texts } = options;
  const language = languageOf(options);
  const moment = momentOf(atMs, language);
  const { date, weekday } = moment.day;
  if (date === dayOf(nowMs, language).date) return moment.time;
  if (atMs > nowMs || nowMs - atMs > 6 * DAY_MS) return writeMoment(moment, options, language);
  const { yesterday } = texts.dates;
  return `${yesterday && date === dayOf(nowMs - DAY_MS, language).date ? yesterday : weekday} ${moment.time}`;
}

/** Formats the day of a time: `5 Jul`, with the year if it is another one. */
export function formatDate(atMs: number, options: TimeOptions): string {
  const language = languageOf(options);
  return writeDate(dayOf(atMs, language), options, language);
}

/** Formats a time of day: `18:20`. */
export function formatTime(atMs: number, options: TimeOptions): string {
  return timeOf(atMs, languageOf(options));
}

interface Day {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly weekday: string;
  /** The date without the time. */
  readonly date: string;
}

/** A formatted time. */
interface Moment {
  readonly day: Day;
  readonly time: string;
}

function writeMoment({ day, time }: Moment, options: TimeOptions, language: Language): string {
  return format(options.texts.dates.moment, { date: writeDate(day, options, language), time });
}

function writeDate(at: Day, { texts, nowMs }: TimeOptions, language: Language): string {
  const { day, dayYear } = texts.dates;
  return format(dayOf(nowMs, language).year === at.year ? day : dayYear, at);
}

function momentOf(atMs: number, language: Language, end = false): Moment {
  const day = dayOf(atMs, language);
  // Stay within the range of `Date`.
  const before = end ? dayOf(Math.max(atMs - MINUTE_MS, -8.64e15), language) : day;
  return before.date === day.date ? { day, time: timeOf(atMs, language) } : { day: before, time: '24:00' };
}

/** Cache of a language. A list of cards repeats a few days, and `Intl` costs more than the rest of a card's texts. */
interface Language {
  readonly dates: Intl.DateTimeFormat;
  readonly clock: Intl.DateTimeFormat;
  /** By quarter hour since the Unix epoch. */
  readonly days: Map<number, Day>;
  /** By minute since the Unix epoch. */
  readonly times: Map<number, string>;
}

const languages = new Map<string, Language>();

function languageOf({ texts, timeZone }: TimeOptions): Language {
  const { locale, dates } = texts;
  const { month } = dates;
  const key = `${locale} ${month} ${timeZone}`;
  let language = languages.get(key);
  if (!language) {
    language = {
      dates: new Intl.DateTimeFormat(locale, { timeZone, year: 'numeric', month, day: 'numeric', weekday: 'short' }),
      clock: new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
      days: new Map(),
      times: new Map(),
    };
    languages.set(key, language);
  }
  return language;
}

function dayOf(atMs: number, { dates, days }: Language): Day {
  return known(days, Math.floor(atMs / QUARTER_MS), () => {
    const parts: Partial<Record<string, string>> = {};
    for (const { type, value } of dates.formatToParts(atMs)) parts[type] = value;
    const { year = '', month = '', day = '', weekday = '' } = parts;
    return { year, month, day, weekday, date: year + month + day };
  });
}

function timeOf(atMs: number, { clock, times }: Language): string {
  return known(times, Math.floor(atMs / MINUTE_MS), () => clock.format(atMs));
}

/** Returns a cached value, or computes it. */
function known<Value>(values: Map<number, Value>, key: number, find: () => Value): Value {
  let value = values.get(key);
  if (value === undefined) {
    if (values.size >= MAX_KNOWN) values.clear();
    values.set(key, (value = find()));
  }
  return value;
}
