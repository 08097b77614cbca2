import type { FieldValues, ItemQuantity } from '../model/field-values.js';
import { ownMember } from '../values/unknown.js';
import type { FieldLimits } from './kinds/kind.js';

/** Key of the field with the pieces that a decision is about (R48). */
export const PART = 'part';

/** Returns a line's share of an amount for some of its pieces, rounded down. */
export function shareOf(amountMinor: number, quantity: number, whole: number): number {
  return whole > 0 ? Math.floor((amountMinor * Math.min(quantity, whole)) / whole) : 0;
}

/**
 * Returns the limits of a form for the pieces that it chooses. Forms and the server both call it, so an amount that the form accepts is
 * accepted. Total: values that are not valid choose nothing.
 *
 * @param limits - from `Action.limits`
 * @param values - of the form
 */
export function limitsOfPart(
  limits: Readonly<Record<string, FieldLimits>>,
  values: FieldValues,
): Readonly<Record<string, FieldLimits>> {
  const part = ownMember(values, PART);
  if (!Array.isArray(part) || part.length === 0) return limits;
  const chosen = (part as readonly unknown[]).filter(isQuantity);
  return Object.fromEntries(Object.entries(limits).map(([key, one]) => [key, narrowed(one, chosen)]));
}

function narrowed(limits: FieldLimits, part: readonly ItemQuantity[]): FieldLimits {
  const { shares: whole, min = 0, max = Infinity, ...rest } = limits;
  if (!whole) return limits.withheld ? { ...limits, items: part } : limits;
  const shares = part.flatMap(({ itemId, quantity }) => {
    const line = whole.find((share) => share.itemId === itemId);
    if (!line) return [];
    const share = (of: number) => shareOf(of, quantity, line.quantity);
    return {
      itemId,
      quantity,
      max: share(line.max),
      ...(line.min === undefined ? {} : { min: share(line.min) }),
    };
  });
  if (limits.withheld) return { ...limits, items: part, shares };
  const sum = (which: 'min' | 'max') => shares.reduce((total, share) => total + (share[which] ?? 0), 0);
  const most = Math.min(max, sum('max'));
  const least = shares.some((share) => share.min !== undefined) ? Math.max(1, sum('min')) : min;
  return { ...rest, shares, min: Math.min(least, most), max: most };
}

function isQuantity(value: unknown): value is ItemQuantity {
  if (typeof value !== 'object' || value === null) return false;
  const { itemId, quantity } = value as Partial<ItemQuantity>;
  return typeof itemId === 'string' && Number.isSafeInteger(quantity);
}
