import { assessCommitments } from '../../commitments/assess.js';
import type { RequestContext } from '../../machine/obstacles.js';
import type { Opening } from '../../machine/ticket-type.js';
import type { FieldValues } from '../../model/field-values.js';
import type { Order } from '../../model/order.js';
import { BUYER_REASONS } from './reasons.js';

/** The commitment under which goods go back without a fault (R31): the request needs no other reason, and is in its window. */
export function promisedReturn(
  request: FieldValues,
  order: Order,
  { now, policy: { commitments, timeZone } }: RequestContext,
): Opening {
  if (request['reason'] !== BUYER_REASONS.changedMind.key || request['refundOnly'] === true) return {};
  const assessed = assessCommitments(order, { claimedAtMs: now }, { commitments, timeZone }, now);
  const promised = assessed.find(({ gives, status }) => gives === 'return' && status === 'claimable');
  if (!promised) return {};
  const { key, labels, postageBy } = promised;
  return { commitment: { key, labels, gives: 'return', ...(postageBy ? { postageBy } : {}) } };
}
