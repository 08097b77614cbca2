import type { Actor, Audience } from '@sidecard/core';
import { problem } from '../http/problem.js';
import type { Services } from '../services.js';
import { registerAccount, type Account } from '../storage/accounts.js';
import type { Scope } from '../storage/tickets.js';
import type { Writer } from '../storage/idempotency.js';
import { streamOf } from '../storage/streams.js';
import type { Principal } from './principal.js';

/** Whoever sent a request, with what they may do and see. */
export interface Caller extends Writer {
  readonly principal: string;
  readonly merchantId: string;
  readonly token: Principal;
  readonly actor: Actor;
  /** Merchant's accounts only. */
  readonly account: Account | undefined;
  /** The host's backend reads what staff read of a ticket, without offers. */
  readonly audience: Audience;
  /** The one stream that is theirs. */
  readonly stream: string;
  readonly scope: Scope;
}

/**
 * Finds out who sent a request.
 *
 * @throws ProblemError `unauthenticated`
 */
export async function callerOf(request: Request, services: Services): Promise<Caller> {
  const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  const principal = token === undefined ? undefined : await services.verify(token, services.clock.now());
  if (!principal) throw problem('unauthenticated', {}, { 'WWW-Authenticate': 'Bearer' });
  const { party, accountId, merchantId, name } = principal;
  let account: Account | undefined;
  if (party === 'merchant') {
    const registered = await registerAccount(services.db, principal);
    account = registered.account;
    if (registered.changed) {
      services.bus.publish({ kind: 'account', merchantId, accountId });
      services.bus.publish({ kind: 'accounts', merchantId });
    }
  }
  const audience = audienceFor(party, account);
  return {
    principal: `${party}:${accountId}`,
    merchantId,
    token: principal,
    actor: { party, accountId, name, permissions: account?.permissions ?? [] },
    account,
    audience,
    stream: streamOf(audience, accountId),
    scope: { merchantId, ...(party === 'buyer' ? { buyerId: accountId } : {}) },
  };
}

/** What somebody reads: an account of the merchant reads more when it may handle tasks. */
export function audienceFor(party: Principal['party'], account: Pick<Account, 'permissions'> | undefined): Audience {
  if (party === 'merchant') return account?.permissions.includes('task.handle') ? 'handlers' : 'shop';
  return party === 'buyer' ? 'buyer' : 'staff';
}
