import type { Address, FieldValue, FieldValues, ItemQuantity } from '../model/field-values.js';
import { isDay } from '../values/day.js';
import { isMoney } from '../values/money.js';
import { PHONE, TRACKING } from '../values/patterns.js';
import { textProblem } from '../values/text.js';
import type { Field, FieldLimits, FieldProblem } from './field.js';

type Found = Omit<FieldProblem, 'field'> | undefined;

/**
 * Checks one value of a field. Total: any value of any type gets an answer, in bounded time.
 *
 * @param value - what came from a form or the network
 * @param limits - those of `Offer.limits`, or of the create form
 * @returns what is wrong, or `undefined` when it may be sent
 */
export function checkField(field: Field, value: unknown, limits: FieldLimits = {}): FieldProblem | undefined {
  if (value === undefined || value === null || (value === '' && field.kind !== 'text')) {
    return field.optional || field.kind === 'boolean' ? undefined : { field: field.key, problem: 'required' };
  }
  if (field.optional && (value === '' || (Array.isArray(value) && value.length === 0))) return undefined;
  const found = find(field, value, limits);
  return found && { field: field.key, ...found };
}

/**
 * Checks the values of a whole form, and refuses keys that it does not have.
 *
 * @returns every problem, in the order of the fields
 */
export function checkFields(
  fields: readonly Field[],
  values: FieldValues,
  limits: Readonly<Record<string, FieldLimits>> = {},
): readonly FieldProblem[] {
  const problems = fields.flatMap((field) => {
    const free = field.optionalIf !== undefined && own(values, field.optionalIf) === true;
    return (
      checkField(free ? { ...field, optional: true } : field, own(values, field.key), own(limits, field.key)) ?? []
    );
  });
  for (const key of Object.keys(values)) {
    if (!fields.some((field) => field.key === key))
      problems.push({ field: key.slice(0, 60), problem: 'unknown-field' });
    if (problems.length >= 50) break;
  }
  return problems;
}

/** Keeps the form's own values in a shape without strangers: only the members that a kind has, trimmed texts, nothing for blanks. */
export function cleanFields(fields: readonly Field[], values: FieldValues): FieldValues {
  const clean: Record<string, FieldValue> = {};
  for (const field of fields) {
    const given = own(values, field.key);
    // A box that nobody ticked says no.
    const value = given ?? (field.kind === 'boolean' && !field.optional ? false : undefined);
    if (value === undefined || value === '') continue;
    const cleaned = cleanValue(field, value);
    if (cleaned !== '' && !(Array.isArray(cleaned) && cleaned.length === 0)) clean[field.key] = cleaned;
  }
  return clean;
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function cleanValue(field: Field, value: FieldValue): FieldValue {
  switch (field.kind) {
    case 'money': {
      const { amountMinor, currency } = value as { amountMinor: number; currency: string };
      return { amountMinor, currency };
    }
    case 'address': {
      const { name, phone, region, street, postcode } = value as Address;
      return {
        name: name.trim(),
        phone: phone.trim(),
        region: region.trim(),
        street: street.trim(),
        ...(postcode?.trim() ? { postcode: postcode.trim() } : {}),
      };
    }
    case 'items':
      return (value as readonly ItemQuantity[]).map(({ itemId, quantity }) => ({ itemId, quantity }));
    case 'number':
      // JSON has no negative zero.
      return value === 0 ? 0 : value;
    case 'choices':
    case 'pictures':
      return [...new Set(value as readonly string[])];
    default:
      return typeof value === 'string' ? value.trim() : value;
  }
}

function find(field: Field, value: unknown, limits: FieldLimits): Found {
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' ? checkText(value, field.min, field.max, field.multiline) : WRONG_KIND;
    case 'carrier':
      return typeof value === 'string' ? checkText(value, 2, 40) : WRONG_KIND;
    case 'tracking':
      if (typeof value !== 'string') return WRONG_KIND;
      return TRACKING.test(value.trim()) ? undefined : { problem: 'unreadable' };
    case 'reason':
      return checkOption(value, limits.options ?? []);
    case 'choice':
      return checkOption(value, limits.options ?? field.options.map(({ key }) => key));
    case 'choices': {
      if (!Array.isArray(value) || value.length > 50) return WRONG_KIND;
      if (value.length === 0) return { problem: 'required' };
      const options = limits.options ?? field.options.map(({ key }) => key);
      return Array.from(value, (entry) => checkOption(entry, options)).find(Boolean);
    }
    case 'boolean':
      return typeof value === 'boolean' ? undefined : WRONG_KIND;
    case 'number':
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) return WRONG_KIND;
      return checkRange(value, limits.min ?? field.min, limits.max ?? field.max);
    case 'money':
      return checkMoney(value, limits);
    case 'address':
      return checkAddress(value);
    case 'items':
      return checkItems(value, limits.items ?? []);
    case 'date':
      return checkDay(value, limits);
    case 'pictures':
      return checkPictures(value, field.max, limits.options ?? []);
  }
}

function checkDay(value: unknown, { firstDay, lastDay }: FieldLimits): Found {
  if (typeof value !== 'string') return WRONG_KIND;
  if (!isDay(value)) return { problem: 'unreadable' };
  const limits = { ...(firstDay ? { firstDay } : {}), ...(lastDay ? { lastDay } : {}) };
  // Days of this form sort as texts do.
  if (firstDay && value < firstDay) return { problem: 'too-low', ...limits };
  return lastDay && value > lastDay ? { problem: 'too-high', ...limits } : undefined;
}

function checkPictures(value: unknown, max: number, known: readonly string[]): Found {
  if (!Array.isArray(value) || value.length > 50) return WRONG_KIND;
  if (value.length === 0) return { problem: 'required' };
  if (value.length > max) return { problem: 'too-high', min: 1, max };
  if (new Set(value).size < value.length) return { problem: 'unknown-option' };
  return Array.from(value, (entry) => checkOption(entry, known)).find(Boolean);
}

const WRONG_KIND: Found = { problem: 'wrong-kind' };

function checkText(text: string, min: number, max: number, multiline?: boolean): Found {
  if (!multiline && text.includes('\n')) return { problem: 'unreadable' };
  const found = textProblem(text, min, max);
  return found && { ...found, min, max };
}

function checkOption(value: unknown, options: readonly string[]): Found {
  if (typeof value !== 'string') return WRONG_KIND;
  return options.includes(value) ? undefined : { problem: 'unknown-option' };
}

function checkRange(value: number, min: number, max: number, currency?: string): Found {
  const limits = { min, max, ...(currency ? { currency } : {}) };
  if (value < min) return { problem: 'too-low', ...limits };
  if (value > max) return { problem: 'too-high', ...limits };
  return undefined;
}

function checkMoney(value: unknown, limits: FieldLimits): Found {
  if (!isMoney(value)) return WRONG_KIND;
  if (limits.currency && value.currency !== limits.currency)
    return { problem: 'wrong-currency', currency: limits.currency };
  return checkRange(value.amountMinor, limits.min ?? 1, limits.max ?? Number.MAX_SAFE_INTEGER, limits.currency);
}

function checkAddress(value: unknown): Found {
  if (typeof value !== 'object' || value === null) return WRONG_KIND;
  const { name, phone, region, street, postcode } = value as Partial<Record<keyof Address, unknown>>;
  if (
    typeof name !== 'string' ||
    typeof phone !== 'string' ||
    typeof region !== 'string' ||
    typeof street !== 'string'
  ) {
    return WRONG_KIND;
  }
  if (postcode !== undefined && typeof postcode !== 'string') return WRONG_KIND;
  if (!PHONE.test(phone.trim())) return { problem: 'unreadable' };
  if (postcode) {
    const found = checkText(postcode, 1, 16);
    if (found) return found;
  }
  return checkText(name, 1, 60) ?? checkText(region, 1, 120) ?? checkText(street, 1, 200);
}

function checkItems(value: unknown, bought: readonly ItemQuantity[]): Found {
  if (!Array.isArray(value) || value.length > 200) return WRONG_KIND;
  if (value.length === 0) return { problem: 'required' };
  const seen = new Set<unknown>();
  for (const entry of value as readonly unknown[]) {
    if (typeof entry !== 'object' || entry === null) return WRONG_KIND;
    const { itemId, quantity } = entry as Partial<ItemQuantity>;
    const item = bought.find((candidate) => candidate.itemId === itemId);
    if (!item || seen.has(itemId)) return { problem: 'unknown-option' };
    seen.add(itemId);
    if (typeof quantity !== 'number' || !Number.isSafeInteger(quantity)) return WRONG_KIND;
    const found = checkRange(quantity, 1, item.quantity);
    if (found) return found;
  }
  return undefined;
}
