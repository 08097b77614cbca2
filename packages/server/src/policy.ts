import { DEFAULT_POLICY, effectivePolicy, rolloutProblem, type Policy, type Rollout } from '@sidecard/core';
import type { PolicyLookup } from './options.js';
import type { Services } from './services.js';

/**
 * Makes the one place where a merchant's policy is looked up: the default, what differs from it, and what the rollout leaves of it now. A
 * broken rollout reaches nobody, and is reported.
 */
export function createPolicyOf(
  lookUp: PolicyLookup | undefined,
  { clock, report }: Pick<Services, 'clock' | 'report'>,
): Services['policyOf'] {
  const checked = new WeakMap<Rollout, boolean>();
  let reported = '';

  const isSound = (rollout: Rollout): boolean => {
    const known = checked.get(rollout);
    if (known !== undefined) return known;
    const found = rolloutProblem(rollout);
    checked.set(rollout, !found);
    // A look-up that makes its answer anew each time would say it with every request.
    const words = found && `The rollout reaches nobody: ${found.where || 'it'} is ${found.problem}. See defineRollout.`;
    if (words !== undefined && words !== reported) report(new Error((reported = words)));
    return !found;
  };

  return async (merchantId) => {
    const policy: Policy = { ...DEFAULT_POLICY, ...(await lookUp?.(merchantId)) };
    const { rollout } = policy;
    if (rollout && !isSound(rollout)) return { ...policy, coveredTypes: [] };
    return effectivePolicy(policy, merchantId, clock.now());
  };
}
