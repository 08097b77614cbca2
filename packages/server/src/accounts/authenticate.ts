import type { RequestContext, ServerContext } from '../context/context.js';
import type { MessengerPrincipal, PartyPrincipal } from '../context/ports.js';
import type { Account } from '../storage/records.js';
import { FEED_STREAM, streamOf } from '../storage/streams.js';
import { problem, type ProblemDetails } from '../wire/problem.js';
import { audienceFor } from './audience.js';
import { TokenRefused } from './token-refused.js';

/**
 * Authenticates a request by its token.
 *
 * @throws ProblemError `unauthenticated`
 */
export async function authenticate(
  token: string | undefined,
  context: ServerContext,
): Promise<PartyPrincipal | MessengerPrincipal> {
  const principal = token === undefined ? undefined : await verified(token, context);
  if (!principal) throw unauthenticated();
  const { party, ...rest } = principal;
  return party === 'messenger' ? { ...rest, party } : { ...rest, party };
}

async function verified(token: string, { verify, clock }: ServerContext) {
  try {
    return await verify(token, clock.now());
  } catch (error) {
    if (error instanceof TokenRefused) throw unauthenticated({ detail: error.message });
    throw error;
  }
}

const unauthenticated = (details?: ProblemDetails) =>
  problem('unauthenticated', details, { 'WWW-Authenticate': 'Bearer' });

/** Determines a principal's permissions, audience and policy, once per request. Registers a merchant's account first. */
export async function requestOf(principal: PartyPrincipal, context: ServerContext): Promise<RequestContext> {
  const { party, accountId, merchantId, name } = principal;
  const account = party === 'merchant' ? await accountOf(principal, context) : undefined;
  const audience = audienceFor(party, account);
  return {
    principal,
    principalKey: `${party}:${accountId}`,
    merchantId,
    actor: { party, accountId, name, permissions: account?.permissions ?? [] },
    account,
    audience,
    // Platform staff's would count what staff and shop write to each other.
    stream: party === 'host' ? FEED_STREAM : streamOf(audience, accountId),
    ...(party === 'buyer' ? { buyerId: accountId } : {}),
    policy: await context.policyOf(merchantId),
  };
}

async function accountOf(principal: PartyPrincipal, { store, bus }: ServerContext): Promise<Account> {
  const { account, changed } = await store.registerAccount(principal);
  if (changed) {
    const { merchantId, accountId } = principal;
    bus.publish({ kind: 'account', merchantId, accountId });
    bus.publish({ kind: 'accounts', merchantId });
  }
  return account;
}
