import { sessionOfPolicy } from '@sidecard/core/server';
import type { Session } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';

/**
 * Describes the caller and the server to each other.
 *
 * @param client - what the client says of itself (R27); one that says nothing counts as the first release
 */
export async function readSession(
  { store, clock, newId }: ServerContext,
  request: RequestContext,
  client: Parameters<typeof sessionOfPolicy>[2],
): Promise<Session> {
  const { actor, account, merchantId, policy } = request;
  const { epoch } = await store.streamHead(request, newId);
  return {
    party: actor.party,
    accountId: actor.accountId,
    name: actor.name,
    merchantId,
    main: account?.main ?? false,
    permissions: actor.permissions,
    serverTimeMs: clock.now(),
    epoch,
    ...sessionOfPolicy(actor, policy, client),
    ...(account ? { grantedBy: await store.mainAccountNames(merchantId) } : {}),
  };
}
