import type { ConcurrencyLimits, RequestLimits } from '../context/limits.js';
import type { Principal } from '../context/ports.js';

/** Whose limits hold for the requests of a party. */
export const SENDERS = {
  buyer: 'buyer',
  merchant: 'account',
  staff: 'account',
  host: 'backend',
  messenger: 'backend',
} as const satisfies Record<Principal['party'], keyof RequestLimits & keyof ConcurrencyLimits>;
