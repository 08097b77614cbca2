import type { Audience } from '@sidecard/core/wire';
import type { PartyPrincipal } from '../context/ports.js';
import type { Account } from '../storage/records.js';

/** Returns the audience of a party. A merchant account that may handle tasks sees more. */
export function audienceFor(
  party: PartyPrincipal['party'],
  account: Pick<Account, 'permissions'> | undefined,
): Audience {
  if (party === 'merchant') return account?.permissions.includes('task.handle') ? 'handlers' : 'shop';
  return party === 'buyer' ? 'buyer' : 'staff';
}
