import type { FieldValues } from '../model/field-values.js';
import type { Order } from '../model/order.js';
import type { Intervention, Settlement, Side } from '../model/states.js';
import type { Deadline } from '../model/ticket.js';
import type { Policy } from '../policy/policy.js';
import type { Labels } from '../values/labels.js';
import { ownMember } from '../values/unknown.js';
import { openZone } from '../values/zone.js';

/** A deadline of a type: its party and default duration, which a policy can change. */
export interface DeadlineRule {
  readonly of: Side | 'staff';
  /** Duration in milliseconds. */
  readonly lastsMs: number;
  /** Ends with the order's promise, if that is earlier and still in the future. */
  readonly notAfter?: 'ship-by';
  /** Key of a date in the form that starts it: it ends with that day, in the shop's time zone. `lastsMs` holds without such a date. */
  readonly until?: string;
  /** The intervention states in which it runs. @default none: a deadline of the workflow, which runs outside interventions */
  readonly whileIntervention?: readonly Intervention[];
  readonly labels: Labels;
}

/** Returns the rule of a type's deadline, or its description. */
export function deadlineRule<Rule = DeadlineRule>(
  type: { readonly deadlines: Readonly<Record<string, Rule>> },
  key: string,
): Rule | undefined {
  return ownMember(type.deadlines, key);
}

/**
 * Starts a deadline now.
 *
 * @param order - for deadlines that end with the order's promise
 * @param fields - the form that starts it, for deadlines that end with a day in it
 */
export function startDeadline(
  type: { readonly key: string; readonly deadlines: Readonly<Record<string, DeadlineRule>> },
  key: string,
  now: number,
  policy: Pick<Policy, 'deadlines'> & Partial<Pick<Policy, 'timeZone'>>,
  order?: Pick<Order, 'promised'>,
  fields: FieldValues = {},
): Deadline {
  const rule = deadlineRule(type, key);
  if (!rule) throw new TypeError(`Ticket type ${type.key} has no deadline "${key}".`);
  const lengths = [type.key, '*'].map((scope) => ownMember(policy.deadlines, scope));
  const lastsMs = lengths.map((found) => found && ownMember(found, key)).find((ms) => ms !== undefined) ?? rule.lastsMs;
  const day = rule.until && fields[rule.until];
  const dayEndsMs = typeof day === 'string' ? openZone(policy.timeZone)?.endOfDay(day) : undefined;
  if (dayEndsMs !== undefined && dayEndsMs > now) return { key, of: rule.of, startedAtMs: now, dueAtMs: dayEndsMs };
  const promisedMs = rule.notAfter && order?.promised?.shipByMs;
  const dueAtMs = promisedMs && promisedMs > now ? Math.min(now + lastsMs, promisedMs) : now + lastsMs;
  return { key, of: rule.of, startedAtMs: now, dueAtMs };
}

/** Whether a deadline runs in an intervention state. */
export function runsWhile(rule: DeadlineRule | undefined, intervention: Intervention): boolean {
  return (rule?.whileIntervention ?? ['none']).includes(intervention);
}

/** Key of the deadline of a payment that is due or has failed. It runs after the ticket has ended, and only gives notice. */
export const SETTLE = 'settle';

/** Returns the deadlines once a payment has a new state: the host has a time to make it, and to try again. */
export function settleDeadlines(
  type: { readonly deadlines: Readonly<Record<string, DeadlineRule>> },
  deadlines: readonly Deadline[],
  settlement: Settlement,
  begin: (key: string) => Deadline,
): readonly Deadline[] {
  const others = deadlines.filter(({ key }) => key !== SETTLE);
  const owed = settlement === 'pending' || settlement === 'failed';
  return owed && deadlineRule(type, SETTLE) ? [...others, begin(SETTLE)] : others;
}
