import { type Session, sessionOfPolicy } from '@sidecard/core';
import type { Hono } from 'hono';
import { json } from '../http/respond.js';
import type { ServerParts } from '../server-parts.js';
import { mainAccountNames } from '../storage/accounts.js';
import { headOf } from '../storage/streams.js';
import type { Env } from './env.js';

/** `GET /v1/session`. A client says in the query what it can (R27); one that does not is of the first release. */
export function sessionRoutes(app: Hono<Env>, parts: ServerParts): void {
  app.get('/v1/session', async (context) => {
    const { actor, account, merchantId, stream } = context.get('caller');
    const policy = await parts.policyOf(merchantId);
    const { epoch } = await headOf(parts.db, merchantId, stream, parts.newId);
    const { protocol, features } = context.req.query();
    const session: Session = {
      party: actor.party,
      accountId: actor.accountId,
      name: actor.name,
      merchantId,
      main: account?.main ?? false,
      permissions: actor.permissions,
      serverTimeMs: parts.clock.now(),
      epoch,
      ...sessionOfPolicy(actor, policy, { protocol, features }),
      ...(account ? { grantedBy: await mainAccountNames(parts.db, merchantId) } : {}),
    };
    return json(session);
  });
}
