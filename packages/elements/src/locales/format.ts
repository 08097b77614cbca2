import type { Money } from '@sidecard/core';
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
