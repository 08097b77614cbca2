import type { Store } from '../storage/store.js';
import { NOW_MS, same, unique } from './fixtures.js';

/** Accounts, and who is online. */
export const accountChecks: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'an account is registered by its first token, and renamed by a newer one alone': async (store) => {
    const { merchantId } = unique();
    const register = (name: string, issuedAtMs: number) =>
      store.registerAccount({ merchantId, accountId: 'lin', name, main: false, issuedAtMs });
    const first = await register('Lin', NOW_MS);
    same([first.changed, first.account.name, first.account.permissions], [true, 'Lin', []], 'the first token');
    same((await register('Old', NOW_MS - 1)).account.name, 'Lin', 'an older token');
    const newer = await register('Lin Ke', NOW_MS + 1);
    same([newer.changed, newer.account.name], [true, 'Lin Ke'], 'a newer token');
    same((await register('Lin Ke', NOW_MS + 2)).changed, false, 'a token that says the same');
  },

  'accounts are listed main ones first, and keep their permissions': async (store) => {
    const { merchantId } = unique();
    for (const [accountId, main] of [
      ['b', false],
      ['a', false],
      ['m', true],
    ] as const) {
      await store.registerAccount({ merchantId, accountId, name: accountId, main, issuedAtMs: NOW_MS });
    }
    same(
      (await store.listAccounts(merchantId)).map(({ accountId }) => accountId),
      ['m', 'a', 'b'],
      'the list',
    );
    same(await store.mainAccountNames(merchantId), ['m'], 'main accounts');
    const ref = { merchantId, accountId: 'a' };
    await store.setAsked(ref, NOW_MS);
    same((await store.findAccounts([ref]))[0]?.askedAtMs, NOW_MS, 'that it asks');
    const before = await store.transaction(merchantId, async (unit) => {
      const account = await unit.lockAccount(ref);
      await unit.setPermissions(ref, ['task.handle']);
      return account;
    });
    same(before?.permissions, [], 'permissions before');
    const [after, ...others] = await store.findAccounts([ref, { merchantId, accountId: 'none' }]);
    same([after?.permissions, after?.askedAtMs, others.length], [['task.handle'], undefined, 0], 'permissions after');
    const [main] = await store.findAccounts([{ merchantId, accountId: 'm' }]);
    same(main?.permissions.includes('account.manage'), true, 'a main account holds every permission');
  },

  'accounts are online elsewhere until they go, or are not renewed': async (store) => {
    const { merchantId } = unique();
    await store.setOnline(merchantId, ['a', 'b'], 'one', NOW_MS + 100);
    const elsewhere = async (node: string, nowMs: number) =>
      [...(await store.onlineElsewhere(merchantId, node, nowMs))].sort();
    same([await elsewhere('two', NOW_MS), await elsewhere('one', NOW_MS)], [['a', 'b'], []], 'seen from other servers');
    same(await elsewhere('two', NOW_MS + 100), [], 'not renewed');
    await store.setOnline(merchantId, ['a'], 'one', NOW_MS + 200);
    await store.setOffline({ merchantId, accountId: 'b' }, 'one');
    same(await elsewhere('two', NOW_MS + 100), ['a'], 'renewed, and gone');
    await store.forgetOnline(NOW_MS + 300);
    same(await elsewhere('two', NOW_MS), [], 'forgotten');
  },
};
