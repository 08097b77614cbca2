import type { Store } from '../storage/store.js';
import { NOW_MS, same, unique } from './fixtures.js';

/** Accounts, who is online, and the installation's keys. */
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

  'of two tokens at the same time the newer one counts': async (store) => {
    const { merchantId } = unique();
    const register = (accountId: string, main: boolean, issuedAtMs: number) =>
      store.registerAccount({ merchantId, accountId, name: main ? 'Boss' : 'Lin', main, issuedAtMs });
    for (const isKnown of [false, true]) {
      const id = isKnown ? 'known' : 'new';
      if (isKnown) await register(id, true, NOW_MS - 1_000);
      await Promise.all([register(id, false, NOW_MS + 1_000), register(id, true, NOW_MS)]);
      const [account] = await store.findAccounts([{ merchantId, accountId: id }]);
      same([account?.main, account?.name], [false, 'Lin'], `the account, ${id}`);
    }
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

  'keys that sign cards are added once a generation, listed newest first, and dropped': async (store) => {
    const [newest] = await store.listCardKeys();
    const first = (newest?.generation ?? 0) + 1;
    const key = (generation: number) => ({
      ...{ generation, kid: `key-${generation}`, signsFromMs: NOW_MS },
      publicJwk: { kty: 'EC', x: 'x' },
      privateJwk: { kty: 'EC', d: 'd' },
    });
    const added = await Promise.all([store.addCardKey(key(first)), store.addCardKey(key(first))]);
    same([...added].sort(), [false, true], 'one of two at once');
    await store.addCardKey(key(first + 1));
    same((await store.listCardKeys()).slice(0, 2), [key(first + 1), key(first)], 'the newest');
    await store.dropCardKeysBefore(first + 1);
    same(
      (await store.listCardKeys()).map(({ generation }) => generation),
      [first + 1],
      'what is left',
    );
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
