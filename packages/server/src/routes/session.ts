import { type Party, PROTOCOL_VERSION, type Session } from '@sidecard/core';
import type { Hono } from 'hono';
import { json } from '../http/respond.js';
import type { ServerParts } from '../server-parts.js';
import { mainAccountNames } from '../storage/accounts.js';
import { headOf } from '../storage/streams.js';
import type { Env } from './env.js';

/** Optional abilities of this server (R27), by who has a use for them: a buyer is not even told that staff can be written to (R24). */
const CAPABILITIES: Readonly<Record<Party, readonly string[]>> = {
  merchant: ['events', 'staff-messages', 'deliveries', 'accounts'],
  staff: ['events', 'staff-messages'],
  buyer: ['events'],
  host: ['events'],
  system: [],
};

/** `GET /v1/session`. */
export function sessionRoutes(app: Hono<Env>, parts: ServerParts): void {
  app.get('/v1/session', async (context) => {
    const { actor, account, merchantId, stream } = context.get('caller');
    const policy = await parts.policyOf(merchantId);
    const { epoch } = await headOf(parts.db, merchantId, stream, parts.newId);
    const session: Session = {
      party: actor.party,
      accountId: actor.accountId,
      name: actor.name,
      merchantId,
      main: account?.main ?? false,
      permissions: actor.permissions,
      serverTimeMs: parts.clock.now(),
      protocol: PROTOCOL_VERSION,
      capabilities: CAPABILITIES[actor.party],
      epoch,
      permissionGuideUrl: policy.permissionGuideUrl,
      shop: { timeZone: policy.timeZone, commitments: policy.commitments },
      ...(account
        ? { grantedBy: await mainAccountNames(parts.db, merchantId), returnAddresses: policy.returnAddresses }
        : {}),
    };
    return json(session);
  });
}
