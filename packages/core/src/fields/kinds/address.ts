import { addressLine } from '../../model/address-line.js';
import type { Address } from '../../model/field-values.js';
import { PHONE } from '../../values/patterns.js';
import type { FieldBase, FieldKind } from './kind.js';
import { checkText, patternSchema, textSchema, WRONG_KIND } from './shared.js';

/** A postal address. With `book`, the form offers the shop's addresses. */
export interface AddressField extends FieldBase {
  readonly kind: 'address';
  readonly book?: 'return-addresses';
}

const MAX_LENGTH = { name: 60, region: 120, street: 200, postcode: 16 } as const;

/** Implements fields of kind `address`. */
export const addressKind: FieldKind<AddressField, Address> = {
  check(value) {
    if (typeof value !== 'object' || value === null) return WRONG_KIND;
    const { name, phone, region, street, postcode } = value as Partial<Record<keyof Address, unknown>>;
    const texts = [name, phone, region, street, ...(postcode === undefined ? [] : [postcode])];
    if (!texts.every((one) => typeof one === 'string')) return WRONG_KIND;
    if (!PHONE.test((phone as string).trim())) return { problem: 'unreadable' };
    return (
      (postcode ? checkText(postcode, 1, MAX_LENGTH.postcode) : undefined) ??
      checkText(name, 1, MAX_LENGTH.name) ??
      checkText(region, 1, MAX_LENGTH.region) ??
      checkText(street, 1, MAX_LENGTH.street)
    );
  },
  clean: ({ name, phone, region, street, postcode }) => ({
    name: name.trim(),
    phone: phone.trim(),
    region: region.trim(),
    street: street.trim(),
    ...(postcode?.trim() ? { postcode: postcode.trim() } : {}),
  }),
  schema: () => ({
    type: 'object',
    properties: {
      name: textSchema(1, MAX_LENGTH.name),
      phone: patternSchema(PHONE),
      region: textSchema(1, MAX_LENGTH.region),
      street: textSchema(1, MAX_LENGTH.street),
      postcode: textSchema(0, MAX_LENGTH.postcode),
    },
    required: ['name', 'phone', 'region', 'street'],
  }),
  format: addressLine,
};
