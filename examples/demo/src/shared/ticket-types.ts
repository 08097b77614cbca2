import { builtInTypes, DEFAULT_POLICY, type TicketType } from '@sidecard/core';
import { priceProtection } from './price-protection.js';

/** The demo's ticket types: the built-in ones, and one of its own. */
export const TICKET_TYPES: readonly TicketType[] = [...builtInTypes, priceProtection];

/** Keys of the types that have cards and messages to staff. */
export const COVERED_TYPES: readonly string[] = [
  ...DEFAULT_POLICY.coveredTypes,
  'commitment-claim',
  'refund-before-shipment',
  priceProtection.key,
];
