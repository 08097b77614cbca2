import { actorFor, type Permission, type Policy, type Refusal } from '@sidecard/core';
import type { Caller } from '../auth/caller.js';
import { problem, problemOf, type ProblemError } from '../http/problem.js';
import type { ServerParts } from '../server-parts.js';
import type { Db } from '../services.js';
import { mainAccountNames } from '../storage/accounts.js';
import { cursorOf, headOf } from '../storage/streams.js';
import { eventOfVersion, type findWithRelated } from '../storage/tickets.js';
import { viewFor } from '../views.js';

/** The problem of a permission that the caller lacks: which, who can grant it, and where it is explained (R12, R13). */
export async function permissionMissing(
  db: Db,
  caller: Caller,
  needs: Permission,
  { permissionGuideUrl }: Policy,
): Promise<ProblemError> {
  const grantedBy = caller.account ? await mainAccountNames(db, caller.merchantId) : [];
  return problem('permission-missing', { needs, grantedBy, ...(permissionGuideUrl ? { permissionGuideUrl } : {}) });
}

/** A refusal by the rules as the caller's problem. A conflict shows the present ticket, and as much of who changed it as they may know. */
export async function refusalProblem(
  parts: ServerParts,
  tx: Db,
  caller: Caller,
  refusal: Refusal,
  policy: Policy,
  known?: NonNullable<Awaited<ReturnType<typeof findWithRelated>>>,
): Promise<ProblemError> {
  if (refusal.code === 'permission-missing') return permissionMissing(tx, caller, refusal.needs, policy);
  if (refusal.code !== 'version-conflict') return problemOf(refusal);
  if (!known) throw new TypeError('A version conflict of no ticket.');

  const { ticket } = known.found;
  const last = await eventOfVersion(tx, caller.merchantId, ticket.id, ticket.version);
  const head = await headOf(tx, caller.merchantId, caller.stream, parts.newId);
  const context = { types: parts.types, policy, now: parts.clock.now() };
  return problem('version-conflict', {
    ticket: viewFor(ticket, known.related, { audience: caller.audience, party: caller.actor.party }, context),
    cursor: cursorOf(head),
    ...(last ? { changed: { by: actorFor(last.by, caller.audience), kind: last.kind, atMs: last.atMs } } : {}),
  });
}
