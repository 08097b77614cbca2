import type { Draft } from '@sidecard/client';
import { fractionDigits, parseMoney, isFieldKind } from '@sidecard/core/forms';
import type { Address, ItemQuantity } from '@sidecard/core';
import type { Field, FieldLimits, FieldValue, FieldValues } from '@sidecard/core/wire';

/** The shape of a form, without its input. */
export interface FormShape {
  readonly fields: readonly Field[];
  /** Limits of the action, by field key. */
  readonly limits: Readonly<Record<string, FieldLimits>>;
  /** Options of address fields with a book. */
  readonly addresses: readonly Address[];
  /** Optional capabilities of the server. */
  readonly capabilities: readonly string[];
}

/** Whether a field can be filled in: its kind is known (R27), the server accepts pictures, and a choice has options. */
export function canBeShown(
  field: Field,
  limits: FormShape['limits'],
  capabilities: FormShape['capabilities'],
): boolean {
  const offered = limits[field.key]?.options;
  if (!isFieldKind(field.kind)) return false;
  if (field.kind === 'pictures') return capabilities.includes('attachments') && Boolean(offered?.length);
  return field.kind !== 'choice' || (offered ?? field.options).length > 0;
}

/** A form's address: an index in the shop's book, or typed. */
export interface TypedAddress {
  readonly book: number;
  readonly own: Readonly<Record<string, string>>;
}

/** Value of `TypedAddress.book` for a typed address. */
export const OWN_ADDRESS = -1;

/** Initial value of each field. */
export function initialValues({ fields, limits, addresses }: FormShape): Draft {
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    if (field.kind === 'boolean') values[field.key] = false;
    if (field.kind === 'address')
      values[field.key] = { book: field.book && addresses.length > 0 ? 0 : OWN_ADDRESS, own: {} };
    // An agreement proposes the requested amount, unless the merchant raises it.
    if (field.kind === 'money' && field.floor)
      values[field.key] = amountText(limits[field.key]?.min, limits[field.key]?.currency);
  }
  return values;
}

/** Formats an amount for an input, without symbol; empty for none. */
export function amountText(amountMinor: number | undefined, currency = 'CNY'): string {
  if (amountMinor === undefined) return '';
  const digits = fractionDigits(currency);
  return (amountMinor / 10 ** digits).toFixed(digits);
}

/** Parses the input. Unreadable input is passed on for the check to refuse. */
export function readValues(shape: FormShape, typed: Draft): FieldValues {
  const values: Record<string, FieldValue> = {};
  for (const field of visibleFields(shape.fields, typed)) {
    const value = readValue(field, typed[field.key], shape);
    if (value !== undefined) values[field.key] = value;
  }
  return values;
}

/** Returns the visible fields: a field that another makes unnecessary is hidden. */
export function visibleFields(fields: readonly Field[], typed: Draft): readonly Field[] {
  return fields.filter(({ optionalIf }) => !optionalIf || typed[optionalIf] !== true);
}

/** Reads an address from a draft, which an older release may have written. */
export function typedAddress(value: unknown): TypedAddress {
  const { book, own } = (typeof value === 'object' && value !== null ? value : {}) as Partial<TypedAddress>;
  return {
    book: typeof book === 'number' ? book : OWN_ADDRESS,
    own: typeof own === 'object' && own !== null ? own : {},
  };
}

/** Reads the quantities of items from a draft. */
export function typedItems(value: unknown): Readonly<Record<string, number>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, number>>) : {};
}

function readValue(field: Field, typed: unknown, { limits, addresses }: FormShape): FieldValue | undefined {
  switch (field.kind) {
    case 'money': {
      const text = typeof typed === 'string' ? typed : '';
      if (text.trim() === '') return undefined;
      return parseMoney(text, limits[field.key]?.currency ?? 'CNY') ?? text;
    }
    case 'number': {
      const text = typeof typed === 'string' ? typed.trim() : '';
      if (text === '') return undefined;
      return /^\d+$/.test(text) ? Number(text) : text;
    }
    case 'percentage': {
      const text = typeof typed === 'string' ? typed.trim().replace(/\s*[%％]$/, '') : '';
      if (text === '') return undefined;
      return /^\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : text;
    }
    case 'boolean':
      return typed === true;
    case 'choices':
    case 'pictures':
      return Array.isArray(typed) ? (typed as readonly string[]) : [];
    case 'items':
      return Object.entries(typedItems(typed))
        .filter(([, quantity]) => quantity > 0)
        .map(([itemId, quantity]): ItemQuantity => ({ itemId, quantity }));
    case 'address': {
      const { book, own } = typedAddress(typed);
      const { name = '', phone = '', region = '', street = '' } = own;
      const empty = [name, phone, region, street].every((part) => part.trim() === '');
      return addresses[book] ?? (empty ? undefined : { name, phone, region, street });
    }
    default:
      return typeof typed === 'string' && typed !== '' ? typed : undefined;
  }
}
