import type { Order } from '../model/order.js';
import type { Intervention, Side } from '../model/states.js';
import type { Deadline } from '../model/ticket.js';
import type { Policy } from '../policy/policy.js';
import type { Labels } from '../values/labels.js';
import { ownMember } from '../values/unknown.js';

/** A deadline of a type: whose time it is and how long, unless the tenant's policy says otherwise. */
export interface DeadlineRule {
  readonly of: Side | 'staff';
  /** Length in milliseconds. */
  readonly lastsMs: number;
  /** It ends with a moment that was promised for the order, when that is earlier and still to come. */
  readonly notAfter?: 'ship-by';
  /** States of the intervention in which it runs. @default none of them: it is the workflow's, and runs while the platform does not intervene */
  readonly whileIntervention?: readonly Intervention[];
  readonly labels: Labels;
}

/** Returns the rule of one of a type's deadlines, or what its description says of it. */
export function deadlineRule<Rule = DeadlineRule>(
  type: { readonly deadlines: Readonly<Record<string, Rule>> },
  key: string,
): Rule | undefined {
  return ownMember(type.deadlines, key);
}

/**
 * Begins a deadline now.
 *
 * @param order - for deadlines that end with what was promised for it
 */
export function startDeadline(
  type: { readonly key: string; readonly deadlines: Readonly<Record<string, DeadlineRule>> },
  key: string,
  now: number,
  policy: Pick<Policy, 'deadlines'>,
  order?: Pick<Order, 'promised'>,
): Deadline {
  const rule = deadlineRule(type, key);
  if (!rule) throw new TypeError(`Ticket type ${type.key} has no deadline "${key}".`);
  const lengths = [type.key, '*'].map((scope) => ownMember(policy.deadlines, scope));
  const lastsMs = lengths.map((found) => found && ownMember(found, key)).find((ms) => ms !== undefined) ?? rule.lastsMs;
  const promisedMs = rule.notAfter && order?.promised?.shipByMs;
  const dueAtMs = promisedMs && promisedMs > now ? Math.min(now + lastsMs, promisedMs) : now + lastsMs;
  return { key, of: rule.of, startedAtMs: now, dueAtMs };
}

/** Whether a deadline runs in a state of the intervention. */
export function runsWhile(rule: DeadlineRule | undefined, intervention: Intervention): boolean {
  return (rule?.whileIntervention ?? ['none']).includes(intervention);
}
