import type { Actor } from '../model/actor.js';
import type { Policy } from '../policy/policy.js';
import { threadAccess } from '../policy/staff-thread.js';
import { featuresFor, negotiate, PROTOCOL_VERSION, readAnnouncement } from './capabilities.js';
import type { Session } from './wire.js';

/** The part of a session that depends on the account and the merchant's policy. */
export type SessionOfPolicy = Pick<
  Session,
  | 'protocol'
  | 'capabilities'
  | 'degraded'
  | 'permissionGuideUrl'
  | 'shop'
  | 'shopName'
  | 'returnAddresses'
  | 'staffThread'
>;

/**
 * Returns what a session contains about the shop and the account's capabilities.
 *
 * @param policy - the merchant's, from `effectivePolicy`
 * @param asked - the query of `GET /v1/session`, in which the client announces its capabilities (R27)
 * @param server.attachments - whether the server stores pictures. @default false
 */
export function sessionOfPolicy(
  { party, permissions }: Pick<Actor, 'party' | 'permissions'>,
  policy: Policy,
  asked: { readonly protocol: string | undefined; readonly features: string | undefined },
  server: { readonly attachments?: boolean } = {},
): SessionOfPolicy {
  const capabilities = featuresFor(party, policy, server);
  const client = readAnnouncement(asked.protocol, asked.features);
  const staffThread = threadAccess({ party, permissions }, policy);
  return {
    protocol: PROTOCOL_VERSION,
    capabilities,
    degraded: negotiate(client, { protocol: PROTOCOL_VERSION, features: capabilities }, party).degraded,
    permissionGuideUrl: policy.permissionGuideUrl,
    shop: { timeZone: policy.timeZone, commitments: policy.commitments },
    ...(party === 'merchant' && policy.shopName ? { shopName: policy.shopName } : {}),
    ...(permissions.includes('task.handle') ? { returnAddresses: policy.returnAddresses } : {}),
    ...(staffThread ? { staffThread } : {}),
  };
}
