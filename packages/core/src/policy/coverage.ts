import type { Policy } from './policy.js';
import { inRollout } from './rollout.js';

/**
 * Whether tickets of a type get a card and staff messages (R3, R4): the one answer to this question.
 *
 * @param policy - the merchant's, as {@link effectivePolicy} gives it
 */
export function isCovered(typeKey: string, policy: Pick<Policy, 'coveredTypes'>): boolean {
  return policy.coveredTypes.includes(typeKey);
}

/**
 * The policy of a merchant as it is now: one that the rollout has not reached yet has no covered types (R26). To be asked for where the
 * policy is looked up, so that the rules need no clock for it.
 *
 * @param now - milliseconds since the Unix epoch
 */
export function effectivePolicy(policy: Policy, merchantId: string, now: number): Policy {
  const { rollout, merchantClass } = policy;
  return !rollout || inRollout({ id: merchantId, class: merchantClass }, rollout, now)
    ? policy
    : { ...policy, coveredTypes: [] };
}
