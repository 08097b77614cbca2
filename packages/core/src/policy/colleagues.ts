import { type Actor, type Permission, permits } from '../model/actor.js';
import type { Colleague } from '../model/ticket.js';

/**
 * Returns the accounts to which an actor can hand a ticket over: the shop’s others that may handle tasks.
 *
 * @param accounts - of the actor’s shop
 */
export function colleaguesOf<T extends Colleague & { readonly permissions: readonly Permission[] }>(
  accounts: readonly T[],
  { accountId }: Pick<Actor, 'accountId'>,
): readonly T[] {
  return accounts.filter((account) => account.accountId !== accountId && permits(account, 'task.handle'));
}
