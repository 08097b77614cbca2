import { type AddressField, addressLine } from '@sidecard/core/wire';
import type { ShownKind } from '../../kind.js';

/** Shows an address in one line. */
export const addressShown: ShownKind<AddressField> = {
  show: (value) => (typeof value === 'object' && 'street' in value ? addressLine(value) : undefined),
};
