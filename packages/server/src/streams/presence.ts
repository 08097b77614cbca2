import { listAccounts, type Account } from '../storage/accounts.js';
import type { Db, Services } from '../services.js';
import { insertRows } from '../storage/recordset.js';

/** How long a process's word that an account is online holds without being renewed, in milliseconds. */
const HOLDS_MS = 45_000;

const PRESENCE = { merchant_id: 'text', account_id: 'text', node: 'text', expires_at_ms: 'bigint' } as const;
const ON_PRESENCE = 'on conflict (merchant_id, account_id, node) do update set expires_at_ms = excluded.expires_at_ms';

/** Which accounts are online: those with an open stream, here or at another server. */
export interface Presence {
  /** An account's stream has opened. @returns when others can know */
  enter(merchantId: string, accountId: string): Promise<void>;
  /** An account's stream has ended. */
  leave(merchantId: string, accountId: string): Promise<void>;
  /** A merchant's accounts that are online. */
  online(db: Db, merchantId: string): Promise<readonly Account[]>;
  /** Says again who is online here, and forgets what others have not said again. */
  renew(): Promise<void>;
}

/**
 * Counts the streams of this process, and tells the others by rows that expire: those of a process that died lapse by themselves.
 */
export function createPresence({ db, clock, bus, node }: Services): Presence {
  const here = new Map<string, Map<string, number>>();

  const write = async (merchantId: string, accountIds: readonly string[]) => {
    if (accountIds.length === 0) return;
    const expires = clock.now() + HOLDS_MS;
    const rows = accountIds.map((id) => ({ merchant_id: merchantId, account_id: id, node, expires_at_ms: expires }));
    await insertRows('presence', PRESENCE, rows, ON_PRESENCE).execute(db);
  };

  return {
    async enter(merchantId, accountId) {
      const accounts = here.get(merchantId) ?? new Map<string, number>();
      here.set(merchantId, accounts);
      const count = (accounts.get(accountId) ?? 0) + 1;
      accounts.set(accountId, count);
      if (count > 1) return;
      await write(merchantId, [accountId]);
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
      await db
        .deleteFrom('presence')
        .where('merchant_id', '=', merchantId)
        .where('account_id', '=', accountId)
        .where('node', '=', node)
        .execute();
      bus.publish({ kind: 'accounts', merchantId });
    },

    async online(reader, merchantId) {
      const rows = await reader
        .selectFrom('presence')
        .select('account_id')
        .where('merchant_id', '=', merchantId)
        .where('node', '!=', node)
        .where('expires_at_ms', '>', clock.now())
        .execute();
      const ids = new Set([...(here.get(merchantId)?.keys() ?? []), ...rows.map(({ account_id }) => account_id)]);
      if (ids.size === 0) return [];
      return (await listAccounts(reader, merchantId)).filter(({ accountId }) => ids.has(accountId));
    },

    async renew() {
      for (const [merchantId, accounts] of here) await write(merchantId, [...accounts.keys()]);
      await db
        .deleteFrom('presence')
        .where('expires_at_ms', '<', clock.now() - HOLDS_MS)
        .execute();
    },
  };
}
