import type { Presence, ServerContext } from '../context/context.js';

/** How long an account counts as online here without renewal, in milliseconds. */
const HOLDS_MS = 45_000;

/** Counts the open streams of this process, and informs other servers by rows that expire, so that those of a crashed process disappear. */
export function createPresence({
  store,
  clock,
  bus,
  node,
}: Pick<ServerContext, 'store' | 'clock' | 'bus' | 'node'>): Presence {
  const here = new Map<string, Map<string, number>>();
  const until = () => clock.now() + HOLDS_MS;
  const isHere = (merchantId: string, accountId: string) => here.get(merchantId)?.has(accountId) === true;
  const writing = new Map<string, Promise<void>>();
  /** Writes whether an account is here, after what was written of it before: over several connections one could overtake the other. */
  const write = (merchantId: string, accountId: string): Promise<void> => {
    const key = JSON.stringify([merchantId, accountId]);
    const present = () =>
      isHere(merchantId, accountId)
        ? store.setOnline(merchantId, [accountId], node, until())
        : store.setOffline({ merchantId, accountId }, node);
    const before = writing.get(key);
    const written = before ? before.then(present, present) : present();
    writing.set(key, written);
    const end = () => void (writing.get(key) === written && writing.delete(key));
    written.then(end, end);
    return written;
  };

  return {
    async enter(merchantId, accountId) {
      const accounts = here.get(merchantId) ?? new Map<string, number>();
      here.set(merchantId, accounts);
      const count = (accounts.get(accountId) ?? 0) + 1;
      accounts.set(accountId, count);
      if (count > 1) return;
      await write(merchantId, accountId);
      bus.publish({ kind: 'accounts', merchantId });
    },

    async leave(merchantId, accountId) {
      const accounts = here.get(merchantId);
      const count = (accounts?.get(accountId) ?? 0) - 1;
      if (!accounts) return;
      if (count > 0) {
        accounts.set(accountId, count);
        return;
      }
      accounts.delete(accountId);
      if (accounts.size === 0) here.delete(merchantId);
      await write(merchantId, accountId);
      bus.publish({ kind: 'accounts', merchantId });
    },

    async online(reads, merchantId) {
      const elsewhere = await reads.onlineElsewhere(merchantId, node, clock.now());
      const ids = new Set([...(here.get(merchantId)?.keys() ?? []), ...elsewhere]);
      if (ids.size === 0) return [];
      return (await reads.listAccounts(merchantId)).filter(({ accountId }) => ids.has(accountId));
    },

    async renew() {
      for (const [merchantId, accounts] of here) {
        const ids = [...accounts.keys()];
        await store.setOnline(merchantId, ids, node, until());
        // Some may have left meanwhile.
        for (const id of ids) if (!isHere(merchantId, id)) await write(merchantId, id);
      }
      await store.forgetOnline(clock.now() - HOLDS_MS);
    },
  };
}
