import type { AccountView } from '@sidecard/core';
import { atom, onMount } from 'nanostores';
import type { Api } from '../api.js';
import type { Client, ClientRefusal } from '../client.types.js';
import { newId } from '../ids.js';

/** The accounts of the shop, as its main account sees them; and what others may do there: ask. */
export interface Accounts {
  readonly api: Client['accounts'];
  /** Loads the list, if anybody looks at it. */
  readonly refresh: () => Promise<boolean>;
}

/** Makes a list that is not loaded yet. */
export function createAccounts(api: Api, hold: () => () => void): Accounts {
  const list = atom<readonly AccountView[]>([]);
  let shown = false;
  let asked = 0;

  onMount(list, () => {
    shown = true;
    const release = hold();
    void refresh();
    return () => {
      shown = false;
      release();
    };
  });

  async function refresh(): Promise<boolean> {
    if (!shown) return true;
    const turn = ++asked;
    const answer = await api<{ readonly accounts: readonly AccountView[] }>({ method: 'GET', path: '/v1/accounts' });
    if (turn !== asked) return true;
    if (answer.ok) list.set(answer.body.accounts);
    else if (!answer.again) list.set([]);
    return answer.ok || !answer.again;
  }

  async function write(
    method: 'POST' | 'PATCH',
    path: string,
    body: unknown,
  ): Promise<{ ok: true } | { ok: false; error: ClientRefusal }> {
    const answer = await api({ method, path, body, idempotencyKey: newId() });
    if (!answer.ok) return { ok: false, error: answer.error };
    void refresh();
    return { ok: true };
  }

  return {
    refresh,
    api: {
      list,
      setPermissions: (accountId, permissions) =>
        write('PATCH', `/v1/accounts/${encodeURIComponent(accountId)}`, { permissions }),
      ask: () => write('POST', '/v1/accounts/me/ask', {}),
    },
  };
}
