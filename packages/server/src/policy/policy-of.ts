import { DEFAULT_POLICY, type Policy, type Rollout } from '@sidecard/core';
import { effectivePolicy } from '@sidecard/core/server';
import type { ServerContext } from '../context/context.js';
import type { PolicyLookup } from '../context/ports.js';
import { checkData, lineOf } from '../schemas/check.js';
import { rollout as rolloutSchema } from '../schemas/rollout.js';

/**
 * Creates the look-up of a merchant's policy: the default, with the merchant's differences and the current rollout applied. An invalid
 * rollout includes nobody and is reported.
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
    const outcome = checkData(rolloutSchema, rollout, 'rollout');
    checked.set(rollout, outcome.ok);
    if (outcome.ok) return true;
    // Report once: a look-up that builds its answer each time would report it with every request.
    const text = `The rollout includes nobody. ${outcome.problems.map(lineOf).join(' ')}`;
    if (text !== reported) report(new Error((reported = text)));
    return false;
  };

  return async (merchantId) => {
    const policy: Policy = { ...DEFAULT_POLICY, ...(await lookUp?.(merchantId)) };
    const { rollout } = policy;
    if (rollout && !isSound(rollout)) return { ...policy, coveredTypes: [] };
    return effectivePolicy(policy, merchantId, clock.now());
  };
}
