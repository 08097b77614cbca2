import { PERMISSIONS, TASK_PERMISSIONS, type Permission } from '@sidecard/core';
import { permits } from '@sidecard/core/server';
import type { AccountView } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';
import type { Account, AccountRef } from '../storage/records.js';
import { invalidPart, problem } from '../wire/problem.js';
import { permissionMissing } from './refusal.js';

/**
 * Refuses accounts that may not manage accounts. For other parties, accounts do not exist.
 *
 * @throws ProblemError `not-found`, `permission-missing`
 */
export async function mustManageAccounts({ store }: ServerContext, request: RequestContext): Promise<void> {
  if (!request.account) throw problem('not-found');
  if (!permits(request.actor, 'account.manage')) throw await permissionMissing(store, request, 'account.manage');
}

/** Lists the shop's accounts. Call {@link mustManageAccounts} first. */
export async function listAccounts(
  context: ServerContext,
  { merchantId }: RequestContext,
): Promise<readonly AccountView[]> {
  const accounts = await context.store.listAccounts(merchantId);
  const online = await onlineIds(context, merchantId);
  return accounts.map((account) => viewOf(account, online));
}

/**
 * Sets an account's permissions (R14). Call {@link mustManageAccounts} first. Nobody grants what they do not hold; what comes with task
 * handling is granted as far as they hold it.
 *
 * @throws ProblemError `not-found`; `permission-missing` for one that the caller lacks; `body-invalid` for a main account, which holds every
 *   permission, and for the caller's own account
 */
export async function changePermissions(
  context: ServerContext,
  request: RequestContext,
  accountId: string,
  permissions: readonly Permission[],
): Promise<AccountView> {
  const { merchantId, actor } = request;
  if (accountId === request.account?.accountId && !request.account.main) {
    throw invalidPart('', 'Nobody changes their own permissions. Ask a main account.');
  }
  const mayGrant = (permission: Permission) => permits(actor, permission);
  // Read before the transaction, for the words of a refusal.
  const [current] = await context.store.findAccounts([{ merchantId, accountId }]);
  const lacks = permissions.find((one) => !current?.permissions.includes(one) && !mayGrant(one));
  if (current && !current.main && lacks) throw await permissionMissing(context.store, request, lacks);
  const account = await setPermissions(
    context,
    { merchantId, accountId },
    (before) => withTaskPermissions(permissions, before).filter((one) => before.includes(one) || mayGrant(one)),
    request,
  );
  return viewOf(account, await onlineIds(context, merchantId));
}

/** Sets an account's permissions without checking the caller, and moves its streams. @param by - who does it, for the audit trail */
export async function setPermissions(
  { store, bus, audit }: ServerContext,
  ref: AccountRef,
  permissionsFrom: (before: readonly Permission[]) => readonly Permission[],
  by?: RequestContext,
): Promise<Account> {
  const { merchantId, accountId } = ref;
  const account = await store.transaction(merchantId, async (unit) => {
    const before = await unit.lockAccount(ref);
    if (!before) throw problem('not-found');
    if (before.main) throw invalidPart('', 'A main account holds every permission: you cannot grant or revoke any.');
    const permissions = permissionsFrom(before.permissions);
    await unit.setPermissions(ref, permissions);
    if (by) await audit.permissionsChanged(unit, by, accountId, before.permissions, permissions);
    return { ...before, permissions, askedAtMs: undefined };
  });
  bus.publish({ kind: 'account', merchantId, accountId });
  bus.publish({ kind: 'accounts', merchantId });
  return account;
}

/**
 * Requests permission to handle tasks from the main account.
 *
 * @param accountId - the account's own, or `me`
 * @throws ProblemError `not-found` for any other account
 */
export async function askForPermission(
  { store, bus, clock }: ServerContext,
  { account, merchantId }: RequestContext,
  accountId: string,
): Promise<void> {
  if (!account || (accountId !== 'me' && accountId !== account.accountId)) throw problem('not-found');
  if (permits(account, 'task.handle')) return;
  await store.setAsked({ merchantId, accountId: account.accountId }, clock.now());
  bus.publish({ kind: 'accounts', merchantId });
}

/** Granting task handling includes its related permissions, which can be revoked separately. */
function withTaskPermissions(named: readonly Permission[], before: readonly Permission[]): readonly Permission[] {
  const newly = named.includes('task.handle') && !before.includes('task.handle');
  return PERMISSIONS.filter(
    (permission) => named.includes(permission) || (newly && TASK_PERMISSIONS.includes(permission)),
  );
}

async function onlineIds({ presence, store }: ServerContext, merchantId: string): Promise<ReadonlySet<string>> {
  return new Set((await presence.online(store, merchantId)).map(({ accountId }) => accountId));
}

function viewOf(account: Account, online: ReadonlySet<string>): AccountView {
  const { accountId, name, main, permissions, askedAtMs } = account;
  const view = { accountId, name, main, permissions, online: online.has(accountId) };
  return askedAtMs === undefined ? view : { ...view, askedAtMs };
}
