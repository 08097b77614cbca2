import { PERMISSIONS, type Permission } from '@sidecard/core';
import { sql } from 'kysely';
import type { Principal } from '../auth/principal.js';
import type { Db } from '../services.js';
import { recordset } from './recordset.js';

/** An account of a merchant. */
export interface Account {
  readonly accountId: string;
  readonly name: string;
  readonly main: boolean;
  /** All of them for a main account, whatever was granted. */
  readonly permissions: readonly Permission[];
  readonly askedAtMs: number | undefined;
}

interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly main: boolean;
  readonly permissions: unknown;
  readonly asked_at_ms: number | null;
  readonly told_at_ms: number;
}

const COLUMNS = ['id', 'name', 'main', 'permissions', 'asked_at_ms', 'told_at_ms'] as const;

function accountOf({ id, name, main, permissions, asked_at_ms }: AccountRow): Account {
  const granted = Array.isArray(permissions) ? permissions : [];
  return {
    accountId: id,
    name,
    main,
    permissions: PERMISSIONS.filter((permission) => main || granted.includes(permission)),
    askedAtMs: asked_at_ms ?? undefined,
  };
}

/**
 * The account behind a merchant's token. The first valid token registers it; a newer one tells its name and rank anew.
 *
 * @returns the account, and whether the merchant's list of accounts reads differently now
 */
export async function registerAccount(db: Db, principal: Principal): Promise<{ account: Account; changed: boolean }> {
  const { merchantId, accountId, name, main, issuedAtMs } = principal;
  const row = await findRow(db, merchantId, accountId);
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
      conflict.columns(['merchant_id', 'id']).doUpdateSet({ name, main, told_at_ms: issuedAtMs }),
    )
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return { account: accountOf(written), changed: true };
}

async function findRow(db: Db, merchantId: string, accountId: string): Promise<AccountRow | undefined> {
  return db
    .selectFrom('account')
    .select(COLUMNS)
    .where('merchant_id', '=', merchantId)
    .where('id', '=', accountId)
    .executeTakeFirst();
}

/** An account of a merchant, locked until the transaction ends. */
export async function lockAccount(tx: Db, merchantId: string, accountId: string): Promise<Account | undefined> {
  const row = await tx
    .selectFrom('account')
    .select(COLUMNS)
    .where('merchant_id', '=', merchantId)
    .where('id', '=', accountId)
    .forUpdate()
    .executeTakeFirst();
  return row && accountOf(row);
}

/** All accounts that a merchant's people have come with, main accounts first, then by name. */
export async function listAccounts(db: Db, merchantId: string): Promise<readonly Account[]> {
  const rows = await db
    .selectFrom('account')
    .select(COLUMNS)
    .where('merchant_id', '=', merchantId)
    .orderBy('main', 'desc')
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(accountOf);
}

/** Accounts by merchant and id. Those that do not exist are left out. */
export async function findAccounts(
  db: Db,
  wanted: readonly { readonly merchantId: string; readonly accountId: string }[],
): Promise<readonly (Account & { readonly merchantId: string })[]> {
  if (wanted.length === 0) return [];
  const named = recordset(
    'w',
    { merchant_id: 'text', id: 'text' },
    wanted.map(({ merchantId, accountId }) => ({ merchant_id: merchantId, id: accountId })),
  );
  const { rows } = await sql<AccountRow & { readonly merchant_id: string }>`
    select a.merchant_id, a.id, a.name, a.main, a.permissions, a.asked_at_ms, a.told_at_ms
    from account a join ${named} on a.merchant_id = w.merchant_id and a.id = w.id`.execute(db);
  return rows.map((row) => ({ ...accountOf(row), merchantId: row.merchant_id }));
}

/** Names of a merchant's main accounts: who can grant permissions. */
export async function mainAccountNames(db: Db, merchantId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('account')
    .select('name')
    .where('merchant_id', '=', merchantId)
    .where('main', '=', true)
    .orderBy('name')
    .execute();
  return rows.map(({ name }) => name);
}

/** Sets what an account may do. Whoever was waiting for an answer has it now. */
export async function setPermissions(
  tx: Db,
  merchantId: string,
  accountId: string,
  permissions: readonly Permission[],
): Promise<void> {
  await tx
    .updateTable('account')
    .set({ permissions: JSON.stringify(permissions), asked_at_ms: null })
    .where('merchant_id', '=', merchantId)
    .where('id', '=', accountId)
    .execute();
}

/** Notes that an account asks for permission to handle tasks. */
export async function setAsked(db: Db, merchantId: string, accountId: string, atMs: number): Promise<void> {
  await db
    .updateTable('account')
    .set({ asked_at_ms: atMs })
    .where('merchant_id', '=', merchantId)
    .where('id', '=', accountId)
    .execute();
}
