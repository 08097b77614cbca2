import type { Actor } from '../model/actor.js';
import type { Policy } from '../policy/policy.js';
import { threadAccess } from '../policy/staff-thread.js';
import { featuresFor, negotiate, PROTOCOL_VERSION, readAnnouncement } from './capabilities.js';
import type { Session } from './wire.js';

/** What of a session follows from who asks and from the merchant's policy. */
export type SessionOfPolicy = Pick<
  Session,
  'protocol' | 'capabilities' | 'degraded' | 'permissionGuideUrl' | 'shop' | 'returnAddresses' | 'staffThread'
>;

/**
 * Works out what somebody's session says of the shop and of what they can do there.
 *
 * @param policy - the merchant's, as `effectivePolicy` gives it
 * @param asked - the query of `GET /v1/session`, in which a client says what it can (R27)
 */
export function sessionOfPolicy(
  { party, permissions }: Pick<Actor, 'party' | 'permissions'>,
  policy: Policy,
  asked: { readonly protocol: string | undefined; readonly features: string | undefined },
): SessionOfPolicy {
  const capabilities = featuresFor(party, policy);
  const client = readAnnouncement(asked.protocol, asked.features);
  const staffThread = threadAccess({ party, permissions }, policy);
  return {
    protocol: PROTOCOL_VERSION,
    capabilities,
    degraded: negotiate(client, { protocol: PROTOCOL_VERSION, features: capabilities }, party).degraded,
    permissionGuideUrl: policy.permissionGuideUrl,
    shop: { timeZone: policy.timeZone, commitments: policy.commitments },
    ...(permissions.includes('task.handle') ? { returnAddresses: policy.returnAddresses } : {}),
    ...(staffThread ? { staffThread } : {}),
  };
}
