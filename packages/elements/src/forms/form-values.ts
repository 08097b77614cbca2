import type { Draft } from '@sidecard/client';
import { fractionDigits, parseMoney, isFieldKind } from '@sidecard/core/forms';
import type { Address, ItemQuantity } from '@sidecard/core';
import type { Field, FieldLimits, FieldValue, FieldValues } from '@sidecard/core/wire';

/** What a form is made of, beside what was typed. */
export interface FormShape {
  readonly fields: readonly Field[];
  /** Those of the offer, by field key. */
  readonly limits: Readonly<Record<string, FieldLimits>>;
  /** What address fields with a book offer. */
  readonly addresses: readonly Address[];
  /** What the server can do beside what every server does. */
  readonly capabilities: readonly string[];
}

/**
 * Whether a field can be filled in here: its kind is known (R27), for pictures the server takes any, for a choice there is something to choose
 * from.
 */
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

/** An address as a form holds it: a place in the shop's book, or one typed here. */
export interface TypedAddress {
  readonly book: number;
  readonly own: Readonly<Record<string, string>>;
}

/** `TypedAddress.book` when the address is typed and not from the book. */
export const OWN_ADDRESS = -1;

/** What a field holds when its form opens for the first time. */
export function initialValues({ fields, limits, addresses }: FormShape): Draft {
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    if (field.kind === 'boolean') values[field.key] = false;
    if (field.kind === 'address')
      values[field.key] = { book: field.book && addresses.length > 0 ? 0 : OWN_ADDRESS, own: {} };
    // An agreement gives what was asked unless the merchant writes more.
    if (field.kind === 'money' && field.floor)
      values[field.key] = amountText(limits[field.key]?.min, limits[field.key]?.currency);
  }
  return values;
}

/** An amount as a person types it, without its symbol; empty for none. */
export function amountText(amountMinor: number | undefined, currency = 'CNY'): string {
  if (amountMinor === undefined) return '';
  const digits = fractionDigits(currency);
  return (amountMinor / 10 ** digits).toFixed(digits);
}

/** The values that what was typed stands for. What cannot be read goes through as typed, for the check to refuse. */
export function readValues(shape: FormShape, typed: Draft): FieldValues {
  const values: Record<string, FieldValue> = {};
  for (const field of visibleFields(shape.fields, typed)) {
    const value = readValue(field, typed[field.key], shape);
    if (value !== undefined) values[field.key] = value;
  }
  return values;
}

/** The fields to show: one that another makes superfluous is left out while it does. */
export function visibleFields(fields: readonly Field[], typed: Draft): readonly Field[] {
  return fields.filter(({ optionalIf }) => !optionalIf || typed[optionalIf] !== true);
}

/** Reads an address field's part of a draft, whatever an older release has left there. */
export function typedAddress(value: unknown): TypedAddress {
  const { book, own } = (typeof value === 'object' && value !== null ? value : {}) as Partial<TypedAddress>;
  return {
    book: typeof book === 'number' ? book : OWN_ADDRESS,
    own: typeof own === 'object' && own !== null ? own : {},
  };
}

/** Reads an items field's part of a draft: how many of each item. */
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
