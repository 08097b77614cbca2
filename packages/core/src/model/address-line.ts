import type { Address } from './field-values.js';

/** Formats an address in one line. */
export function addressLine({ name, phone, region, street, postcode, country }: Address): string {
  return [country, region, street, postcode, name, phone].filter(Boolean).join(' ');
}
