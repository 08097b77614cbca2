import type { AuditPage } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';
import type { AuditQuery } from '../storage/records.js';

/**
 * Lists entries of the audit trail, latest first. Main accounts read what accounts of their shop and the host did, platform staff also what
 * they themselves did.
 */
export async function readAudit(
  { store, audit }: ServerContext,
  { merchantId, actor }: RequestContext,
  { by, after, limit }: Pick<AuditQuery, 'by' | 'after' | 'limit'>,
): Promise<AuditPage> {
  await audit.flush(merchantId);
  const parties = actor.party === 'staff' ? undefined : (['merchant', 'host'] as const);
  const found = await store.listAudit({ merchantId, by, after, limit: limit + 1, ...(parties ? { parties } : {}) });
  const last = found[limit - 1];
  return {
    entries: found.slice(0, limit),
    ...(last && found.length > limit ? { next: `${last.atMs}.${last.id}` } : {}),
  };
}
