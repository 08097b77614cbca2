import type { Party } from './states.js';

/** Who reads. `shop` is any account of the merchant; `handlers` are those with `task.handle`, and read more. */
export const AUDIENCES = ['buyer', 'shop', 'handlers', 'staff'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Returns the party whose accounts are an audience. */
export function partyOf(audience: Audience): Party {
  return audience === 'shop' || audience === 'handlers' ? 'merchant' : audience;
}
