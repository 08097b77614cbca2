import type { Audience } from '@sidecard/core/wire';
import type { Principal } from '../context/ports.js';
import type { Account } from '../storage/records.js';

/** What a party reads. An account of the merchant reads more when it may handle tasks. */
export function audienceFor(party: Principal['party'], account: Pick<Account, 'permissions'> | undefined): Audience {
  if (party === 'merchant') return account?.permissions.includes('task.handle') ? 'handlers' : 'shop';
  return party === 'buyer' ? 'buyer' : 'staff';
}
