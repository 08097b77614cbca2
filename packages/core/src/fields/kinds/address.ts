import { addressLine } from '../../model/address-line.js';
import type { Address } from '../../model/field-values.js';
import { tidyLine, tidyText } from '../../values/as-written.js';
import { COUNTRY, PHONE } from '../../values/patterns.js';
import type { FieldBase, FieldKind, FieldSchema, Found } from './kind.js';
import { checkText, lengthSchema, tidied, tidiedSchema, WRONG_KIND } from './shared.js';

/** A postal address. With `book`, the form offers the shop's addresses. */
export interface AddressField extends FieldBase {
  readonly kind: 'address';
  readonly book?: 'return-addresses';
}

type Part = keyof Address;

const TIDY: Readonly<Record<Part, (text: string) => string>> = {
  country: (text) => tidyLine(text).toUpperCase(),
  name: tidyText,
  phone: tidyLine,
  region: tidyText,
  street: tidyText,
  postcode: tidyLine,
};
const PARTS = Object.keys(TIDY) as readonly Part[];
const PATTERNS = { country: COUNTRY, phone: PHONE } as const;
const MAX_LENGTH = { name: 60, region: 120, street: 200, postcode: 16 } as const;

/** Countries whose addresses have no region: each is a single city. */
const WITHOUT_REGION = 'GI HK MC MO SG VA';

/** Implements fields of kind `address`. */
export const addressKind: FieldKind<AddressField, Address> = {
  check(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return WRONG_KIND;
    const address = value as Readonly<Partial<Record<Part, unknown>>>;
    for (const part of PARTS) {
      const found = partProblem(part, address);
      if (found) return { ...found, part };
    }
    return undefined;
  },
  clean(address) {
    const parts = PARTS.map((part) => [part, TIDY[part](address[part] ?? '')] as const);
    return Object.fromEntries(parts.filter(([, text]) => text !== '')) as unknown as Address;
  },
  format: addressLine,
};

/** Describes its values. */
export const addressSchema: FieldSchema<AddressField> = () => ({
  type: 'object',
  properties: {
    name: lengthSchema(1, MAX_LENGTH.name),
    phone: tidiedSchema('A phone number, with or without an extension. Required in CN, and without a country.'),
    region: {
      ...lengthSchema(0, MAX_LENGTH.region),
      description: `Up to ${MAX_LENGTH.region} characters. Required except in ${WITHOUT_REGION}.`,
    },
    street: lengthSchema(1, MAX_LENGTH.street),
    postcode: lengthSchema(0, MAX_LENGTH.postcode),
    country: tidiedSchema('ISO 3166-1 alpha-2 code, such as SG.'),
  },
  required: ['name', 'street'],
});

function partProblem(part: Part, address: Readonly<Partial<Record<Part, unknown>>>): Found {
  const { [part]: text = '' } = address;
  if (typeof text !== 'string') return WRONG_KIND;
  if (text.trim() === '') return mayLack(part, address.country) ? undefined : { problem: 'too-short', by: 1, min: 1 };
  if (part === 'phone' || part === 'country')
    return tidied(text, TIDY[part], PATTERNS[part]) === undefined ? { problem: 'unreadable' } : undefined;
  return checkText(text, 1, MAX_LENGTH[part]);
}

/** Returns the code of a country as a person or a host's system wrote it; `undefined` if it is none. */
export function countryCode(country: unknown): string | undefined {
  return typeof country === 'string' ? tidied(country, TIDY.country, COUNTRY) : undefined;
}

/** Whether addresses of a country can be without a part. Without a country, or with one that is none, they need what mainland China needs. */
export function mayLack(part: keyof Address, country: unknown): boolean {
  const code = countryCode(country) ?? '';
  if (part === 'region') return code !== '' && WITHOUT_REGION.includes(code);
  // Carriers in mainland China need a phone number, and an address without a country can be there.
  if (part === 'phone') return code !== '' && code !== 'CN';
  return part === 'postcode' || part === 'country';
}
