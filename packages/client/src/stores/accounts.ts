import type { Permission } from '@sidecard/core';
import type { AccountView } from '@sidecard/core/wire';
import type { ReadableAtom } from 'nanostores';
import type { ClientRefusal } from '../model/client-refusal.js';
import type { Ports } from '../ports/ports.types.js';
import type { Api } from '../transport/api.js';
import { isObject } from '../transport/checks.js';
import { isAccounts } from '../transport/later-checks.js';
import { newId } from '../util/ids.js';
import type { RetryTimer } from '../util/retry-timer.js';
import { createFetchedList, type FetchedList } from './fetched-list.js';
import type { ObservedStore } from './observed-store.js';

type Outcome = Promise<{ ok: true } | { ok: false; error: ClientRefusal }>;

/** The accounts of the shop. */
export interface ShopAccounts {
  /** Live while it has listeners; empty for accounts that may not see it. */
  readonly list: ReadableAtom<readonly AccountView[]>;
  /** Sets the permissions of an account. For the main account. */
  setPermissions(accountId: string, permissions: readonly Permission[]): Outcome;
  /** Requests `task.handle` from the main account. */
  ask(): Outcome;
}

/** The store behind {@link ShopAccounts}. */
export interface AccountsStore extends Pick<ShopAccounts, 'setPermissions' | 'ask'>, FetchedList {}

/** Creates the store of a list that is not loaded yet. */
export function createAccounts(
  ports: Ports,
  api: Api,
  retryTimer: RetryTimer,
  store: ObservedStore<readonly AccountView[]>,
): AccountsStore {
  const list = createFetchedList(api, retryTimer, store, '/v1/accounts', isAccounts, ({ accounts }) => accounts);

  async function write(method: 'POST' | 'PATCH', id: string, body: unknown): Outcome {
    const answer = await api({ method, path: `/v1/accounts/${id}`, body, idempotencyKey: newId(ports) }, isObject);
    if (!answer.ok) return { ok: false, error: answer.error };
    void list.refresh();
    return { ok: true };
  }

  return {
    ...list,
    setPermissions: (accountId, permissions) => write('PATCH', encodeURIComponent(accountId), { permissions }),
    ask: () => write('POST', 'me/ask', {}),
  };
}
