import { featuresFor, negotiate, PROTOCOL_VERSION, readAnnouncement, type Session, threadAccess } from '@sidecard/core';
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
    const { party } = actor;
    const policy = await parts.policyOf(merchantId);
    const { epoch } = await headOf(parts.db, merchantId, stream, parts.newId);
    const client = readAnnouncement(context.req.query('protocol'), context.req.query('features'));
    const capabilities = featuresFor(party, policy);
    const thread = threadAccess(actor, policy);
    const session: Session = {
      party,
      accountId: actor.accountId,
      name: actor.name,
      merchantId,
      main: account?.main ?? false,
      permissions: actor.permissions,
      serverTimeMs: parts.clock.now(),
      protocol: PROTOCOL_VERSION,
      capabilities,
      degraded: negotiate(client, { protocol: PROTOCOL_VERSION, features: capabilities }, party).degraded,
      epoch,
      permissionGuideUrl: policy.permissionGuideUrl,
      shop: { timeZone: policy.timeZone, commitments: policy.commitments },
      ...(account ? { grantedBy: await mainAccountNames(parts.db, merchantId) } : {}),
      ...(actor.permissions.includes('task.handle') ? { returnAddresses: policy.returnAddresses } : {}),
      ...(thread ? { staffThread: thread } : {}),
    };
    return json(session);
  });
}
