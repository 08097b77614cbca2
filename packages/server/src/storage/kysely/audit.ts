import type { AuditEntry } from '@sidecard/core/wire';
import { sql } from 'kysely';
import type { AuditReads, UnitOfWork } from '../store.js';
import { insertRows, anyOf } from './json-rows.js';
import type { Db } from './schema.js';

const COLUMNS = {
  merchant_id: 'text',
  at_ms: 'bigint',
  id: 'text',
  party: 'text',
  account_id: 'text',
  body: 'jsonb',
} as const;

/** Reads the audit trail. */
export function auditReads(db: Db): AuditReads {
  return {
    async listAudit({ merchantId, parties, by, after, limit }) {
      let query = db.selectFrom('audit').select('body').where('merchant_id', '=', merchantId);
      if (parties) query = query.where('party', '=', anyOf(parties));
      if (by !== undefined) query = query.where('account_id', '=', by);
      if (after) query = query.where(sql<boolean>`(at_ms, id) < (${after.atMs}, ${after.id})`);
      const rows = await query.orderBy('at_ms', 'desc').orderBy('id', 'desc').limit(limit).execute();
      return rows.map(({ body }) => body as AuditEntry);
    },
  };
}

/** Adds to the audit trail within a transaction. */
export function auditUnit(tx: Db): Pick<UnitOfWork, 'addAudit'> {
  return {
    async addAudit(merchantId, entries) {
      if (entries.length === 0) return;
      const rows = entries.map((entry) => ({
        ...{ merchant_id: merchantId, at_ms: entry.atMs, id: entry.id },
        ...{ party: entry.by.party, account_id: entry.by.accountId, body: entry },
      }));
      // A connection may have ended between a commit and its answer.
      await insertRows('audit', COLUMNS, rows, 'on conflict (merchant_id, at_ms, id) do nothing').execute(tx);
    },
  };
}
