import type { Policy } from './policy.js';
import { inRollout } from './rollout.js';

/**
 * Whether tickets of a type have a card and staff messages (R3, R4). The only place that decides this.
 *
 * @param policy - the merchant's, from {@link effectivePolicy}
 */
export function isCovered(typeKey: string, policy: Pick<Policy, 'coveredTypes'>): boolean {
  return policy.coveredTypes.includes(typeKey);
}

/**
 * Returns a merchant's policy at a time: outside the rollout, a merchant has no covered types (R26). Call it where you look up the policy,
 * so that the rules need no clock for it.
 *
 * @param now - milliseconds since the Unix epoch
 */
export function effectivePolicy(policy: Policy, merchantId: string, now: number): Policy {
  const { rollout, merchantClass } = policy;
  return !rollout || inRollout({ id: merchantId, class: merchantClass }, rollout, now)
    ? policy
    : { ...policy, coveredTypes: [] };
}
