import type { Party } from './states.js';

/** Audiences of a ticket. `shop` is any account of the merchant; `handlers` are those with `task.handle`, and see more. */
export const AUDIENCES = ['buyer', 'shop', 'handlers', 'staff'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Returns an audience's party. */
export function partyOf(audience: Audience): Party {
  return audience === 'shop' || audience === 'handlers' ? 'merchant' : audience;
}
