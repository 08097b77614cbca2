import type { AuditEntry } from '@sidecard/core/wire';
import type { AuditReads } from '../store.js';
import { jsonCopy } from './json.js';
import { compare, type Sync, type Tables } from './tables.js';

type Place = Pick<AuditEntry, 'atMs' | 'id'>;
const latestFirst = (a: Place, b: Place) => compare(b.atMs, a.atMs) || compare(b.id, a.id);

/** Reads the audit trail. */
export function auditReads(tables: Tables): Sync<AuditReads> {
  return {
    listAudit: ({ merchantId, parties, by, after, limit }) =>
      tables
        .of(merchantId)
        .audit.filter(
          (entry) =>
            (!parties || parties.includes(entry.by.party)) &&
            (by === undefined || entry.by.accountId === by) &&
            (!after || latestFirst(after, entry) < 0),
        )
        .sort(latestFirst)
        .slice(0, limit),
  };
}

/** Adds to the audit trail what is not there. */
export function addAudit(tables: Tables, merchantId: string, entries: readonly AuditEntry[]): void {
  const { audit } = tables.of(merchantId);
  for (const entry of entries) {
    if (!audit.some(({ atMs, id }) => atMs === entry.atMs && id === entry.id)) audit.push(jsonCopy(entry));
  }
}
