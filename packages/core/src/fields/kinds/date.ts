import { daysLater, isDay } from '../../values/day.js';
import type { FieldBase, FieldKind, FieldSchema } from './kind.js';
import { asIs, trimmed, WRONG_KIND } from './shared.js';

/** A day, `2026-07-05` in the shop's time zone. */
export interface DateField extends FieldBase {
  readonly kind: 'date';
  /** The first and last selectable day, relative to today: 0 is today. */
  readonly fromDays: number;
  readonly toDays: number;
}

/** Implements fields of kind `date`. */
export const dateKind: FieldKind<DateField, string> = {
  check(value, _, { firstDay, lastDay }) {
    if (typeof value !== 'string') return WRONG_KIND;
    if (!isDay(value)) return { problem: 'unreadable' };
    const limits = { ...(firstDay ? { firstDay } : {}), ...(lastDay ? { lastDay } : {}) };
    // Days in this format sort like texts.
    if (firstDay && value < firstDay) return { problem: 'too-low', ...limits };
    return lastDay && value > lastDay ? { problem: 'too-high', ...limits } : undefined;
  },
  clean: trimmed,
  limits({ fromDays, toDays }, { today }) {
    const day = today();
    return { firstDay: daysLater(day, fromDays), lastDay: daysLater(day, toDays) };
  },
  format: asIs,
};

/** Describes its values. */
export const dateSchema: FieldSchema<DateField> = () => ({
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  format: 'date',
});
