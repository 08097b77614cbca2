import { addressLine } from '../../model/address-line.js';
import type { Address } from '../../model/field-values.js';
import { tidyLine, tidyText } from '../../values/as-written.js';
import { PHONE } from '../../values/patterns.js';
import type { FieldBase, FieldKind, Found } from './kind.js';
import { checkText, textSchema, tidied, tidiedSchema, WRONG_KIND } from './shared.js';

/** A postal address. With `book`, the form offers the shop's addresses. */
export interface AddressField extends FieldBase {
  readonly kind: 'address';
  readonly book?: 'return-addresses';
}

const PARTS = ['name', 'phone', 'region', 'street', 'postcode'] as const;
const MAX_LENGTH = { name: 60, region: 120, street: 200, postcode: 16 } as const;

/** Implements fields of kind `address`. */
export const addressKind: FieldKind<AddressField, Address> = {
  check(value) {
    if (typeof value !== 'object' || value === null) return WRONG_KIND;
    const address = value as Partial<Record<keyof Address, unknown>>;
    for (const part of PARTS) {
      const text = address[part];
      if (part === 'postcode' && (text === undefined || text === '')) continue;
      const found = part === 'phone' ? phoneProblem(text) : checkText(text, 1, MAX_LENGTH[part]);
      if (found) return found === WRONG_KIND ? found : { ...found, part };
    }
    return undefined;
  },
  clean: ({ name, phone, region, street, postcode = '' }) => ({
    name: tidyText(name),
    phone: tidyLine(phone),
    region: tidyText(region),
    street: tidyText(street),
    ...(postcode.trim() ? { postcode: tidyText(postcode) } : {}),
  }),
  schema: () => ({
    type: 'object',
    properties: {
      name: textSchema(1, MAX_LENGTH.name),
      phone: tidiedSchema('A phone number, with or without an extension. Spaces, brackets, dots, slashes and hyphens may separate the digits.'),
      region: textSchema(1, MAX_LENGTH.region),
      street: textSchema(1, MAX_LENGTH.street),
      postcode: textSchema(0, MAX_LENGTH.postcode),
    },
    required: ['name', 'phone', 'region', 'street'],
  }),
  format: addressLine,
};

function phoneProblem(value: unknown): Found {
  if (typeof value !== 'string') return WRONG_KIND;
  if (value.trim() === '') return { problem: 'too-short', by: 1, min: 1 };
  return tidied(value, tidyLine, PHONE) === undefined ? { problem: 'unreadable' } : undefined;
}
