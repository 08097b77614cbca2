import { isDay } from '@sidecard/core/panel';
import { formatDate, type TimeOptions } from './format-card.js';

export {
  formatAmount,
  formatBy,
  formatDate,
  formatMoment,
  formatTime,
  formatWhen,
  type TimeOptions,
} from './format-card.js';

/** Formats a date such as `2026-07-05`: `5 Jul`, with the year if it is another one. */
export function formatDay(day: string, options: TimeOptions): string {
  return isDay(day) ? formatDate(Date.parse(day), { ...options, timeZone: 'UTC' }) : day;
}
