import { sessionOfPolicy } from '@sidecard/core/server';
import type { Session } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';

/**
 * Returns the account's session and the common capabilities.
 *
 * @param client - the client's capabilities (R27); without them it counts as the first release
 */
export async function readSession(
  { store, clock, newId, attachments }: ServerContext,
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
    ...sessionOfPolicy(actor, policy, client, { attachments: attachments !== undefined }),
    ...(account ? { grantedBy: await store.mainAccountNames(merchantId) } : {}),
  };
}
