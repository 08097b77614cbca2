import { PERMISSIONS, TASK_PERMISSIONS, permits, type AccountView, type Permission } from '@sidecard/core';
import type { Context, Hono } from 'hono';
import type { Caller } from '../auth/caller.js';
import { permissionMissing } from '../commands/refusal.js';
import { transact } from '../commands/transact.js';
import { invalid, onlyMembers, readBody } from '../http/body.js';
import { problem } from '../http/problem.js';
import { json, noContent } from '../http/respond.js';
import type { ServerParts } from '../server-parts.js';
import { listAccounts, lockAccount, setAsked, setPermissions, type Account } from '../storage/accounts.js';
import { idOf, type Env } from './env.js';

/** `/v1/accounts`: who may do what in the shop. For whoever may manage accounts; asking is for everybody. */
export function accountRoutes(app: Hono<Env>, parts: ServerParts): void {
  app.get('/v1/accounts', (context) => list(context, parts));
  app.patch('/v1/accounts/:id', (context) => change(context, parts));
  app.post('/v1/accounts/:id/ask', (context) => ask(context, parts));
}

async function list(context: Context<Env>, parts: ServerParts): Promise<Response> {
  const { merchantId } = await manager(context, parts);
  const accounts = await listAccounts(parts.db, merchantId);
  const online = await onlineIds(parts, merchantId);
  return json({ accounts: accounts.map((account) => accountView(account, online)) });
}

async function change(context: Context<Env>, parts: ServerParts): Promise<Response> {
  const { merchantId } = await manager(context, parts);
  const id = idOf(context);
  const { values } = await readBody(context.req.raw);
  onlyMembers(values, ['permissions']);
  const named = permissionsOf(values['permissions']);
  const account = await transact(parts, merchantId, async (tx) => {
    const before = await lockAccount(tx, merchantId, id);
    if (!before) throw problem('not-found');
    if (before.main) throw invalid('A main account holds every permission; none can be given or taken.');
    const permissions = withWhatComesAlong(named, before.permissions);
    await setPermissions(tx, merchantId, id, permissions);
    return { ...before, permissions, askedAtMs: undefined };
  });
  parts.bus.publish({ kind: 'account', merchantId, accountId: id });
  parts.bus.publish({ kind: 'accounts', merchantId });
  return json(accountView(account, await onlineIds(parts, merchantId)));
}

async function ask(context: Context<Env>, parts: ServerParts): Promise<Response> {
  const { account, merchantId } = context.get('caller');
  const id = idOf(context);
  // for oneself alone, by one's id or as `me`
  if (!account || (id !== 'me' && id !== account.accountId)) throw problem('not-found');
  if (!permits(account, 'task.handle')) {
    await setAsked(parts.db, merchantId, account.accountId, parts.clock.now());
    parts.bus.publish({ kind: 'accounts', merchantId });
  }
  return noContent();
}

/** The caller, if they may manage accounts. To other parties there are no accounts. */
async function manager(context: Context<Env>, parts: ServerParts): Promise<Caller> {
  const caller = context.get('caller');
  if (!caller.account) throw problem('not-found');
  if (!permits(caller.actor, 'account.manage')) {
    throw await permissionMissing(parts.db, caller, 'account.manage', await parts.policyOf(caller.merchantId));
  }
  return caller;
}

function permissionsOf(value: unknown): readonly Permission[] {
  const known = PERMISSIONS.filter((permission) => Array.isArray(value) && value.includes(permission));
  if (!Array.isArray(value) || new Set(value).size !== known.length) {
    throw invalid(`"permissions" is to be a list of: ${PERMISSIONS.join(', ')}.`);
  }
  return known;
}

/** With task handling, when it is newly given, comes what belongs to it; taking that away again is a second step. */
function withWhatComesAlong(named: readonly Permission[], before: readonly Permission[]): readonly Permission[] {
  const newly = named.includes('task.handle') && !before.includes('task.handle');
  return PERMISSIONS.filter(
    (permission) => named.includes(permission) || (newly && TASK_PERMISSIONS.includes(permission)),
  );
}

async function onlineIds(parts: ServerParts, merchantId: string): Promise<ReadonlySet<string>> {
  const online = await parts.presence.online(parts.db, merchantId);
  return new Set(online.map(({ accountId }) => accountId));
}

function accountView(
  { accountId, name, main, permissions, askedAtMs }: Account,
  online: ReadonlySet<string>,
): AccountView {
  return {
    accountId,
    name,
    main,
    permissions,
    online: online.has(accountId),
    ...(askedAtMs === undefined ? {} : { askedAtMs }),
  };
}
