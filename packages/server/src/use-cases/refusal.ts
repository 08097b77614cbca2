import type { Permission } from '@sidecard/core';
import type { Refusal } from '@sidecard/core/authoring';
import { actorFor } from '@sidecard/core/server';
import type { RequestContext, ServerContext } from '../context/context.js';
import type { TicketWithRelated } from '../storage/records.js';
import type { AccountReads, StoreReads } from '../storage/store.js';
import { cursorOf } from '../storage/streams.js';
import { problem, problemOf, type ProblemError } from '../wire/problem.js';
import { viewOf } from './answers.js';

/** Creates the problem of a missing permission: which one, who can grant it, and the page about permissions (R12, R13). */
export async function permissionMissing(
  reads: AccountReads,
  { account, merchantId, policy: { permissionGuideUrl } }: RequestContext,
  needs: Permission,
): Promise<ProblemError> {
  const grantedBy = account ? await reads.mainAccountNames(merchantId) : [];
  return problem('permission-missing', { needs, grantedBy, ...(permissionGuideUrl ? { permissionGuideUrl } : {}) });
}

/** Creates the problem for a refusal by the rules. A conflict contains the current ticket, and who changed it as far as the account may know. */
export async function refusalProblem(
  context: ServerContext,
  reads: StoreReads,
  request: RequestContext,
  refusal: Refusal,
  known?: TicketWithRelated,
): Promise<ProblemError> {
  if (refusal.code === 'permission-missing') return permissionMissing(reads, request, refusal.needs);
  if (refusal.code !== 'version-conflict') return problemOf(refusal);
  if (!known) throw new TypeError('A version conflict without a ticket.');

  const { ticket } = known.found;
  const last = await reads.eventOfVersion(request.merchantId, ticket.id, ticket.version);
  const head = await reads.streamHead(request, context.newId);
  context.audit.addressRead(request, { where: 'ticket', ticketId: ticket.id });
  return problem('version-conflict', {
    ticket: viewOf(context, request, ticket, known.related),
    cursor: cursorOf(head),
    ...(last ? { changed: { by: actorFor(last.by, request.audience), kind: last.kind, atMs: last.atMs } } : {}),
  });
}
