import type { Order } from '../model/order.js';
import { isSameCarrier } from '../values/carriers.js';
import { isInstant } from '../values/zone.js';
import type { Commitment, CommitmentTrigger } from './commitment.js';
import { type CommitmentFacts, momentOf } from './facts.js';

/** State of a trigger. */
export type TriggerState =
  /** Not yet met. */
  | { readonly state: 'waiting' }
  /** The promise was kept; the trigger can no longer be met. */
  | { readonly state: 'kept' }
  /** Met. `foundAtMs` is when it was found, if known. */
  | { readonly state: 'met'; readonly foundAtMs?: number; readonly lateByMs?: number }
  /** The order's times are invalid. */
  | { readonly state: 'unclear' };

/** Whether an order has the promise that a commitment refers to. Otherwise it was sold without this commitment. */
export function hasPromise({ trigger, window }: Commitment, { promised }: Order): boolean {
  if (trigger.kind === 'other-carrier' && !promised?.carrier) return false;
  if (trigger.kind === 'late' && promised?.[trigger.promised] === undefined) return false;
  return !(window.until && 'promised' in window.until) || promised?.[window.until.promised] !== undefined;
}

/**
 * Evaluates a commitment's trigger.
 *
 * @param now - milliseconds since the Unix epoch
 */
export function triggerState(
  trigger: CommitmentTrigger,
  order: Order,
  facts: CommitmentFacts,
  now: number,
): TriggerState {
  switch (trigger.kind) {
    case 'standing':
      return { state: 'waiting' };
    case 'asked':
      return { state: 'met' };
    case 'fault':
      return shown(trigger.faults, facts);
    case 'late':
      return late(trigger, order, facts, now);
    case 'other-carrier':
      return otherCarrier(trigger.faults, order, facts);
  }
}

function shown(faults: readonly string[], facts: CommitmentFacts): TriggerState {
  const { foundAtMs } = met(faults, facts);
  return foundAtMs === undefined ? { state: 'waiting' } : { state: 'met', foundAtMs };
}

/** Returns when the first of some faults was found. */
function foundAt(codes: readonly string[], { faults = [] }: CommitmentFacts): number | undefined {
  return faults.reduce<number | undefined>(
    (first, { code, foundAtMs }) =>
      codes.includes(code) && isInstant(foundAtMs) && !(first !== undefined && first <= foundAtMs) ? foundAtMs : first,
    undefined,
  );
}

/** Met, with the time of the finding if known. */
function met(faults: readonly string[], facts: CommitmentFacts): Extract<TriggerState, { state: 'met' }> {
  const foundAtMs = foundAt(faults, facts);
  return { state: 'met', ...(foundAtMs === undefined ? {} : { foundAtMs }) };
}

function late(
  { promised, done, faults }: Extract<CommitmentTrigger, { kind: 'late' }>,
  order: Order,
  facts: CommitmentFacts,
  now: number,
): TriggerState {
  const promisedMs = order.promised?.[promised];
  const doneMs = momentOf(order, facts, done);
  if (!isInstant(promisedMs) || !(doneMs === undefined || isInstant(doneMs))) return { state: 'unclear' };
  const lateByMs = (doneMs ?? now) - promisedMs;
  if (lateByMs > 0) {
    const found = met(faults, facts);
    // Nobody can find a delay before there is one.
    const { foundAtMs = promisedMs } = found;
    return { ...found, ...(foundAtMs < promisedMs ? { foundAtMs: promisedMs } : {}), lateByMs };
  }
  return doneMs === undefined ? { state: 'waiting' } : { state: 'kept' };
}

function otherCarrier(faults: readonly string[], order: Order, facts: CommitmentFacts): TriggerState {
  if (!order.carrier) return shown(faults, facts);
  return isSameCarrier(order.carrier, order.promised?.carrier ?? '') ? { state: 'kept' } : met(faults, facts);
}
