import { PERMISSIONS } from '@sidecard/core';
import { CompiledQuery, sql } from 'kysely';
import type { Account } from '../records.js';
import type { AccountReads, Store, UnitOfWork } from '../store.js';
import { insertRows, jsonRows } from './json-rows.js';
import type { Db, Tables } from './schema.js';
import { runTogether } from './together.js';

const COLUMNS = ['id', 'name', 'main', 'permissions', 'asked_at_ms', 'told_at_ms'] as const;
type Row = Pick<Tables['account'], (typeof COLUMNS)[number]>;
const PRESENCE = { merchant_id: 'text', account_id: 'text', node: 'text', expires_at_ms: 'bigint' } as const;
const ON_PRESENCE = 'on conflict (merchant_id, account_id, node) do update set expires_at_ms = excluded.expires_at_ms';

/** Read for every request. */
const FIND = `select ${COLUMNS.join(', ')} from account where merchant_id = $1 and id = $2`;

function accountOf({ id, name, main, permissions, asked_at_ms }: Row): Account {
  const granted = Array.isArray(permissions) ? permissions : [];
  return {
    accountId: id,
    name,
    main,
    permissions: PERMISSIONS.filter((permission) => main || granted.includes(permission)),
    askedAtMs: asked_at_ms ?? undefined,
  };
}

const ofMerchant = (db: Db, merchantId: string) =>
  db.selectFrom('account').select(COLUMNS).where('merchant_id', '=', merchantId);

/** Reads accounts. */
export function accountReads(db: Db): AccountReads {
  return {
    async listAccounts(merchantId) {
      const rows = await ofMerchant(db, merchantId).orderBy('main', 'desc').orderBy('name').orderBy('id').execute();
      return rows.map(accountOf);
    },

    async findAccounts(wanted) {
      if (wanted.length === 0) return [];
      const named = jsonRows(
        'w',
        { merchant_id: 'text', id: 'text' },
        wanted.map(({ merchantId, accountId }) => ({ merchant_id: merchantId, id: accountId })),
      );
      const { rows } = await sql<Row & Pick<Tables['account'], 'merchant_id'>>`
        select a.merchant_id, a.id, a.name, a.main, a.permissions, a.asked_at_ms, a.told_at_ms
        from account a join ${named} on a.merchant_id = w.merchant_id and a.id = w.id`.execute(db);
      return rows.map((row) => ({ ...accountOf(row), merchantId: row.merchant_id }));
    },

    async mainAccountNames(merchantId) {
      const rows = await db
        .selectFrom('account')
        .select('name')
        .where('merchant_id', '=', merchantId)
        .where('main', '=', true)
        .orderBy('name')
        .execute();
      return rows.map(({ name }) => name);
    },

    async onlineElsewhere(merchantId, node, nowMs) {
      const rows = await db
        .selectFrom('presence')
        .select('account_id')
        .where('merchant_id', '=', merchantId)
        .where('node', '!=', node)
        .where('expires_at_ms', '>', nowMs)
        .execute();
      return rows.map(({ account_id }) => account_id);
    },
  };
}

/** Changes accounts within a transaction. */
export function accountUnit(tx: Db): Pick<UnitOfWork, 'lockAccount' | 'setPermissions'> {
  return {
    async lockAccount({ merchantId, accountId }) {
      const row = await ofMerchant(tx, merchantId).where('id', '=', accountId).forUpdate().executeTakeFirst();
      return row && accountOf(row);
    },

    async setPermissions({ merchantId, accountId }, permissions) {
      await tx
        .updateTable('account')
        .set({ permissions: JSON.stringify(permissions), asked_at_ms: null })
        .where('merchant_id', '=', merchantId)
        .where('id', '=', accountId)
        .execute();
    },
  };
}

/** Changes accounts, and who is online, in one statement each. */
export function accountWrites(
  db: Db,
): Pick<Store, 'registerAccount' | 'setAsked' | 'setOnline' | 'setOffline' | 'forgetOnline'> {
  return {
    async registerAccount({ merchantId, accountId, name, main, issuedAtMs }) {
      const find = async () => {
        const [row] = await runTogether(db, CompiledQuery.raw(FIND, [merchantId, accountId]) as CompiledQuery<Row>);
        return row;
      };
      const row = await find();
      if (row && (row.told_at_ms >= issuedAtMs || (row.name === name && row.main === main))) {
        return { account: accountOf(row), changed: false };
      }
      const written = await db
        .insertInto('account')
        .values({
          merchant_id: merchantId,
          id: accountId,
          name,
          main,
          permissions: '[]',
          asked_at_ms: null,
          told_at_ms: issuedAtMs,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['merchant_id', 'id'])
            .doUpdateSet({ name, main, told_at_ms: issuedAtMs })
            .where('account.told_at_ms', '<', issuedAtMs),
        )
        .returning(COLUMNS)
        .executeTakeFirst();
      if (written) return { account: accountOf(written), changed: true };
      // A newer token has been stored meanwhile. Accounts are never deleted.
      const newer = await find();
      if (!newer) throw new Error(`Account ${accountId} of ${merchantId} is gone.`);
      return { account: accountOf(newer), changed: false };
    },

    async setAsked({ merchantId, accountId }, atMs) {
      await db
        .updateTable('account')
        .set({ asked_at_ms: atMs })
        .where('merchant_id', '=', merchantId)
        .where('id', '=', accountId)
        .execute();
    },

    async setOnline(merchantId, accountIds, node, untilMs) {
      if (accountIds.length === 0) return;
      const rows = accountIds.map((id) => ({ merchant_id: merchantId, account_id: id, node, expires_at_ms: untilMs }));
      await insertRows('presence', PRESENCE, rows, ON_PRESENCE).execute(db);
    },

    async setOffline({ merchantId, accountId }, node) {
      await db
        .deleteFrom('presence')
        .where('merchant_id', '=', merchantId)
        .where('account_id', '=', accountId)
        .where('node', '=', node)
        .execute();
    },

    async forgetOnline(beforeMs) {
      await db.deleteFrom('presence').where('expires_at_ms', '<', beforeMs).execute();
    },
  };
}
