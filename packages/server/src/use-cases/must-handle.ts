import { permits } from '@sidecard/core/server';
import type { RequestContext, ServerContext } from '../context/context.js';
import { problem } from '../wire/problem.js';
import { permissionMissing } from './refusal.js';

/**
 * Refuses accounts that may not handle tasks. For other parties, what handlers share among themselves does not exist.
 *
 * @throws ProblemError `not-found`, `permission-missing`
 */
export async function mustHandle({ store }: ServerContext, request: RequestContext): Promise<void> {
  if (!request.account) throw problem('not-found');
  if (!permits(request.actor, 'task.handle')) throw await permissionMissing(store, request, 'task.handle');
}
