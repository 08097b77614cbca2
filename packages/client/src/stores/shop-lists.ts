import type { AccountView, ReplyTemplate } from '@sidecard/core/wire';
import type { Ports } from '../ports/ports.types.js';
import type { Api } from '../transport/api.js';
import type { RetryTimer } from '../util/retry-timer.js';
import { type AccountsStore, createAccounts } from './accounts.js';
import type { FetchedList } from './fetched-list.js';
import type { ObservedStore } from './observed-store.js';
import { createTemplates, type TemplatesStore } from './templates.js';

/** What the accounts of a shop share, which few pages show. */
export interface ShopLists extends FetchedList {
  readonly accounts: AccountsStore;
  readonly templates: TemplatesStore;
}

/** Creates the lists, which are not loaded yet. */
export function createShopLists(
  ports: Ports,
  api: Api,
  retryTimer: RetryTimer,
  accountList: ObservedStore<readonly AccountView[]>,
  templateList: ObservedStore<readonly ReplyTemplate[]>,
): ShopLists {
  const accounts = createAccounts(ports, api, retryTimer, accountList);
  const templates = createTemplates(ports, api, retryTimer, templateList);
  return {
    accounts,
    templates,
    refresh: async () => (await Promise.all([accounts.refresh(), templates.refresh()])).every(Boolean),
    reset() {
      accounts.reset();
      templates.reset();
    },
  };
}
