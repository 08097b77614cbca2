import type { Permission } from '@sidecard/core';
import type { AccountView } from '@sidecard/core/wire';
import type { ReadableAtom } from 'nanostores';
import type { ClientRefusal } from '../model/client-refusal.js';
import type { Ports } from '../ports/ports.types.js';
import type { Api } from '../transport/api.js';
import { isObject } from '../transport/checks.js';
import { isAccounts } from '../transport/later-checks.js';
import { newId } from '../util/ids.js';
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
export interface AccountsStore extends Pick<ShopAccounts, 'setPermissions' | 'ask'> {
  /** Loads the list if it has listeners. @returns whether it could be loaded */
  readonly refresh: () => Promise<boolean>;
  /** Clears the list, because the account has changed. */
  readonly reset: () => void;
}

/** Creates the store of a list that is not loaded yet. */
export function createAccounts(
  ports: Ports,
  api: Api,
  { store, observed }: ObservedStore<readonly AccountView[]>,
): AccountsStore {
  let lastRequestId = 0;

  async function refresh(): Promise<boolean> {
    if (!observed()) return true;
    const requestId = ++lastRequestId;
    const answer = await api({ method: 'GET', path: '/v1/accounts' }, isAccounts);
    const failed = !answer.ok && answer.retryable;
    if (requestId === lastRequestId && !failed) store.set(answer.ok ? answer.body.accounts : []);
    return !failed;
  }

  async function write(method: 'POST' | 'PATCH', id: string, body: unknown): Outcome {
    const answer = await api({ method, path: `/v1/accounts/${id}`, body, idempotencyKey: newId(ports) }, isObject);
    if (!answer.ok) return { ok: false, error: answer.error };
    void refresh();
    return { ok: true };
  }

  return {
    refresh,
    reset() {
      lastRequestId++;
      store.set([]);
    },
    setPermissions: (accountId, permissions) => write('PATCH', encodeURIComponent(accountId), { permissions }),
    ask: () => write('POST', 'me/ask', {}),
  };
}
