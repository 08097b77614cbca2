import type { Address } from '@sidecard/core';
import { addressLine } from '@sidecard/core/panel';
import type { AddressField } from '@sidecard/core/wire';
import type { ShownKind } from '../../kind.js';

/** Shows an address in one line. */
export const addressShown: ShownKind<AddressField, Address> = {
  fits: (value) => typeof value === 'object',
  show: addressLine,
};
