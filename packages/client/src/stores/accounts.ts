import type { AccountView } from '@sidecard/core';
import { atom } from 'nanostores';
import type { Api } from '../api.js';
import type { Client, ClientRefusal } from '../client.types.js';
import { newId } from '../ids.js';
import { whileShown } from './while-shown.js';

/** The accounts of the shop, as its main account sees them; and what others may do there: ask. */
export interface Accounts {
  readonly api: Client['accounts'];
  /** Loads the list, if anybody looks at it. */
  readonly refresh: () => Promise<boolean>;
}

/** Makes a list that is not loaded yet. */
export function createAccounts(api: Api, hold: () => () => void): Accounts {
  const list = atom<readonly AccountView[]>([]);
  const shown = whileShown(list, hold, () => void refresh());
  let asked = 0;

  async function refresh(): Promise<boolean> {
    if (!shown()) return true;
    const turn = ++asked;
    const answer = await api<{ readonly accounts: readonly AccountView[] }>({ method: 'GET', path: '/v1/accounts' });
    const again = !answer.ok && answer.again;
    if (turn === asked && !again) list.set(answer.ok ? answer.body.accounts : []);
    return !again;
  }

  async function write(
    method: 'POST' | 'PATCH',
    id: string,
    body: unknown,
  ): Promise<{ ok: true } | { ok: false; error: ClientRefusal }> {
    const answer = await api({ method, path: `/v1/accounts/${id}`, body, idempotencyKey: newId() });
    if (!answer.ok) return { ok: false, error: answer.error };
    void refresh();
    return { ok: true };
  }

  return {
    refresh,
    api: {
      list,
      setPermissions: (accountId, permissions) => write('PATCH', encodeURIComponent(accountId), { permissions }),
      ask: () => write('POST', 'me/ask', {}),
    },
  };
}
