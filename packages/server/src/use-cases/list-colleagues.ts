import { colleaguesOf } from '@sidecard/core/server';
import type { ColleagueList } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';

/** Lists the accounts to which the account can hand a ticket over: those online first, then by name. Call `mustHandle` first. */
export async function listColleagues(
  { store, presence }: ServerContext,
  { merchantId, actor }: RequestContext,
): Promise<ColleagueList> {
  const online = new Set((await presence.online(store, merchantId)).map(({ accountId }) => accountId));
  const colleagues = colleaguesOf(await store.listAccounts(merchantId), actor).map(({ accountId, name }) => ({
    ...{ accountId, name },
    online: online.has(accountId),
  }));
  return {
    colleagues: colleagues.sort(
      (a, b) => Number(b.online) - Number(a.online) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
    ),
  };
}
