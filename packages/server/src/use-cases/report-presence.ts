import { PRESENCE_MS, type PresenceState } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';
import { problem } from '../wire/problem.js';

/**
 * Tells the shop’s other handlers that an account is at a ticket, or has left it. Nothing is stored. Call `mustHandle` first.
 *
 * @throws ProblemError `not-found`
 */
export async function reportPresence(
  { store, bus, clock }: ServerContext,
  request: RequestContext,
  ticketId: string,
  state: PresenceState,
): Promise<void> {
  if (!(await store.findTicket(request, ticketId))) throw problem('not-found');
  const { merchantId, actor } = request;
  const { accountId, name } = actor;
  const untilMs = clock.now() + (state === 'gone' ? 0 : PRESENCE_MS);
  bus.publish({ kind: 'presence', merchantId, ticketId, accountId, name, state, untilMs });
}
