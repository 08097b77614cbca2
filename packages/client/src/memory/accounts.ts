import { PERMISSIONS, type Actor, type Audience, type Permission } from '@sidecard/core';
import type { MemoryIdentity } from './memory.types.js';

/** An account of the shop. */
export interface Account {
  readonly accountId: string;
  readonly name: string;
  readonly main: boolean;
  readonly permissions: readonly Permission[];
  readonly askedAtMs?: number;
}

/** The shop's accounts; everyone else has no permissions and needs none. */
export type Accounts = ReturnType<typeof createAccounts>;

/** Makes a shop without accounts. */
export function createAccounts() {
  const accounts = new Map<string, Account>();

  /** The first connection registers an account: a main account with every permission, a sub-account with none unless told. */
  function register({ party, accountId, name, main = false, permissions }: MemoryIdentity): void {
    if (party !== 'merchant') return;
    const known = accounts.get(accountId);
    const held = main ? PERMISSIONS : (permissions ?? known?.permissions ?? []);
    accounts.set(accountId, { ...known, accountId, name, main, permissions: held });
  }

  function permissionsOf({ party, accountId }: MemoryIdentity): readonly Permission[] {
    return (party === 'merchant' && accounts.get(accountId)?.permissions) || [];
  }

  function actorOf(identity: MemoryIdentity): Actor {
    const { party, accountId, name } = identity;
    return { party, accountId, name, permissions: permissionsOf(identity) };
  }

  function audienceOf(identity: MemoryIdentity): Audience {
    if (identity.party === 'merchant') return permissionsOf(identity).includes('task.handle') ? 'handlers' : 'shop';
    // the host's backend gets the facts that staff get
    return identity.party === 'buyer' ? 'buyer' : 'staff';
  }

  /** Every buyer has a stream of their own; the other audiences share theirs. */
  function streamOf(identity: MemoryIdentity): string {
    return identity.party === 'buyer' ? buyerStream(identity.accountId) : audienceOf(identity);
  }

  /** Whoever was waiting for an answer has it once permissions are set. */
  function update(accountId: string, change: Partial<Pick<Account, 'permissions' | 'askedAtMs'>>): boolean {
    const known = accounts.get(accountId);
    if (!known) return false;
    const { askedAtMs: _asked, ...account } = known;
    accounts.set(accountId, { ...account, ...change });
    return true;
  }

  const all = (): readonly Account[] => [...accounts.values()];
  return {
    register,
    permissionsOf,
    actorOf,
    audienceOf,
    streamOf,
    update,
    all,
    get: (accountId: string) => accounts.get(accountId),
  };
}

/** The name of a buyer's stream. */
export function buyerStream(buyerId: string): string {
  return `buyer/${buyerId}`;
}

/** How an account is known to the streams: ids are unique within a party. */
export function accountKey({ party, accountId }: Pick<MemoryIdentity, 'party' | 'accountId'>): string {
  return `${party}/${accountId}`;
}
