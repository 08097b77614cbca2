import type { AuditEntry } from '@sidecard/core/wire';
import type { Store } from '../storage/store.js';
import { newId, NOW_MS, same, unique } from './fixtures.js';

function entryOf(afterMs: number, accountId: string, party: AuditEntry['by']['party'] = 'merchant'): AuditEntry {
  const by = { party, accountId, name: accountId };
  return { id: newId(), atMs: NOW_MS + afterMs, by, action: 'address-read', where: 'list' };
}

/** Checks of the audit trail. */
export const auditChecks: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'the audit trail is listed latest first, by page, by account and by party, and loses what is too old': async (
    store,
  ) => {
    const { merchantId } = unique();
    const add = (entries: readonly AuditEntry[]) =>
      store.transaction(merchantId, (unit) => unit.addAudit(merchantId, entries));
    const [first, second, third] = [entryOf(1, 'lin'), entryOf(2, 'sun', 'staff'), entryOf(3, 'wu')] as const;
    // Long ago, so that entries of other checks are younger.
    await add([{ ...entryOf(0, 'lin'), atMs: 1 }]);
    await store.forget({ idempotencyMs: 0, logMs: 0, auditMs: 2 });
    await add([third, first]);
    await add([second]);
    // A repeated write
    await add([second, first]);
    same(await store.listAudit({ merchantId, limit: 9 }), [third, second, first], 'the list');
    same(await store.listAudit({ merchantId, limit: 1 }), [third], 'a page');
    same(await store.listAudit({ merchantId, after: third, limit: 1 }), [second], 'the next page');
    same(await store.listAudit({ merchantId, by: 'lin', limit: 9 }), [first], 'of an account');
    same(await store.listAudit({ merchantId, parties: ['merchant', 'host'], limit: 9 }), [third, first], 'of the shop');
    same(await store.listAudit({ merchantId: unique().merchantId, limit: 9 }), [], 'of another shop');
    await add([]);
  },
};
