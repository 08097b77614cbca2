import { DEFAULT_POLICY, type Policy, type Rollout } from '@sidecard/core';
import { effectivePolicy, rolloutProblem } from '@sidecard/core/server';
import type { ServerContext } from '../context/context.js';
import type { PolicyLookup } from '../context/ports.js';

/**
 * Makes the look-up of a merchant's policy: the default, what differs from it, and what the rollout leaves of it now. A broken rollout
 * reaches nobody, and is reported.
 */
export function createPolicyOf(
  lookUp: PolicyLookup | undefined,
  { clock, report }: Pick<ServerContext, 'clock' | 'report'>,
): ServerContext['policyOf'] {
  const checked = new WeakMap<Rollout, boolean>();
  let reported = '';

  const isSound = (rollout: Rollout): boolean => {
    const known = checked.get(rollout);
    if (known !== undefined) return known;
    const found = rolloutProblem(rollout);
    checked.set(rollout, !found);
    // Once: a look-up that builds its answer each time would report it with every request.
    const text = found && `The rollout reaches nobody: ${found.where || 'it'} is ${found.problem}. See defineRollout.`;
    if (text !== undefined && text !== reported) report(new Error((reported = text)));
    return !found;
  };

  return async (merchantId) => {
    const policy: Policy = { ...DEFAULT_POLICY, ...(await lookUp?.(merchantId)) };
    const { rollout } = policy;
    if (rollout && !isSound(rollout)) return { ...policy, coveredTypes: [] };
    return effectivePolicy(policy, merchantId, clock.now());
  };
}
