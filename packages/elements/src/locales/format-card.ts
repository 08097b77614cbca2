import type { Money } from '@sidecard/core/card';
import type { SentTexts } from './card-texts.js';
import { format } from './message.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** In no time zone does a day begin at another moment than one of these. */
const QUARTER_MS = 900_000;
/** How many quarters of an hour are kept of a language. */
const MAX_KNOWN = 2_000;

/** What times are written with. */
export interface TimeOptions {
  readonly texts: Pick<SentTexts, 'locale' | 'dates' | 'due'>;
  /** The present, milliseconds since the Unix epoch. */
  readonly nowMs: number;
  /** IANA name. @default the reader's own */
  readonly timeZone?: string | undefined;
}

const currencies = new Map<string, (amountMinor: number) => string>();

/** Formats an amount for the screen, with the decimals that its currency has: `¥1,258.00`, `US$3.50`, `KWD 1.250`. */
export function formatAmount({ amountMinor, currency }: Money, locale: string): string {
  const key = locale + currency;
  let write = currencies.get(key);
  if (!write) {
    // Everybody here writes the yuan as a bare ¥; other currencies keep the symbol that tells them apart in the reader's language.
    const currencyDisplay = currency === 'CNY' ? 'narrowSymbol' : 'symbol';
    const writer = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay });
    const unit = 10 ** (writer.resolvedOptions().maximumFractionDigits ?? 2);
    write = (minor) => writer.format(minor / unit);
    currencies.set(key, write);
  }
  return write(amountMinor);
}

/**
 * Formats a moment: `5 Jul, 18:20`, with the year when it is another one.
 *
 * @param end - it ends something: midnight is written as 24:00 of the day before
 */
export function formatMoment(atMs: number, options: TimeOptions, end = false): string {
  const [day, time] = momentOf(atMs, options, end);
  return format(options.texts.dates.moment, { date: formatDate(day, options), time });
}

/**
 * Formats when something is due: `by 5 Jul, 18:20`, `by 23:45 today`.
 *
 * @param alone - nothing stands before it: it begins with a capital
 */
export function formatBy(atMs: number, options: TimeOptions, alone = false): string {
  const { by, byToday } = options.texts.due;
  const [day, time] = momentOf(atMs, options, true);
  const text = isSameDay(day, options.nowMs, options)
    ? format(byToday, { time })
    : format(by, { moment: formatMoment(atMs, options, true) });
  return alone ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** Formats when something was, in short: `14:01` of today, `昨天 18:20`, `Fri 18:20` of the last days, else `1 Jul, 18:20`. */
export function formatWhen(atMs: number, options: TimeOptions): string {
  const { nowMs, texts } = options;
  const time = formatTime(atMs, options);
  if (isSameDay(atMs, nowMs, options)) return time;
  if (atMs > nowMs || nowMs - atMs > 6 * DAY_MS) return formatMoment(atMs, options);
  const { yesterday } = texts.dates;
  const day = yesterday && isSameDay(atMs, nowMs - DAY_MS, options) ? yesterday : dayOf(atMs, options).weekday;
  return `${day} ${time}`;
}

/** Formats the day of a moment: `5 Jul`, with the year when it is another one. */
export function formatDate(atMs: number, options: TimeOptions): string {
  const { day, dayYear } = options.texts.dates;
  const at = dayOf(atMs, options);
  return format(dayOf(options.nowMs, options).year === at.year ? day : dayYear, at);
}

/** Formats a time of day: `18:20`. */
export function formatTime(atMs: number, options: TimeOptions): string {
  return languageOf(options).times.format(atMs);
}

/** Returns a moment of the day on which it is written, and its time. */
function momentOf(atMs: number, options: TimeOptions, end: boolean): readonly [dayMs: number, time: string] {
  const before = Math.max(atMs - MINUTE_MS, -8.64e15);
  if (end && !isSameDay(atMs, before, options)) return [before, '24:00'];
  return [atMs, formatTime(atMs, options)];
}

function isSameDay(oneMs: number, otherMs: number, options: TimeOptions): boolean {
  return dayOf(oneMs, options).date === dayOf(otherMs, options).date;
}

interface Day {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly weekday: string;
  /** The same for the whole of a day. */
  readonly date: string;
}

/** What is known of a language. A list of cards shows a few days over and over, and `Intl` costs more than the rest of a card's texts. */
interface Language {
  readonly dates: Intl.DateTimeFormat;
  readonly times: Intl.DateTimeFormat;
  /** By quarters of an hour since the Unix epoch. */
  readonly days: Map<number, Day>;
}

const languages = new Map<string, Language>();

function languageOf({ texts, timeZone }: TimeOptions): Language {
  const { locale, dates } = texts;
  const { month } = dates;
  const key = `${locale} ${month} ${timeZone}`;
  let language = languages.get(key);
  if (!language) {
    const options = { timeZone, year: 'numeric', month, day: 'numeric', weekday: 'short' } as const;
    language = {
      dates: new Intl.DateTimeFormat(locale, options),
      times: new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
      days: new Map(),
    };
    languages.set(key, language);
  }
  return language;
}

function dayOf(atMs: number, options: TimeOptions): Day {
  const { dates, days } = languageOf(options);
  const quarter = Math.floor(atMs / QUARTER_MS);
  let found = days.get(quarter);
  if (!found) {
    const parts: Partial<Record<string, string>> = {};
    for (const { type, value } of dates.formatToParts(atMs)) parts[type] = value;
    const { year = '', month = '', day = '', weekday = '' } = parts;
    found = { year, month, day, weekday, date: year + month + day };
    if (days.size >= MAX_KNOWN) days.clear();
    days.set(quarter, found);
  }
  return found;
}
