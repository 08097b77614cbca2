import type { Labels } from '../labels.js';
import type { Policy } from '../policy/policy.js';
import type { Side } from './states.js';
import type { Claim, Deadline, Order, Ticket } from './ticket.js';

/** A deadline of a type: whose time it is and how long, unless the tenant's policy says otherwise. */
export interface DeadlineRule {
  readonly of: Side | 'staff';
  /** Length in milliseconds. */
  readonly lastsMs: number;
  /** It ends with a moment that was promised for the order, when that is earlier and still to come. */
  readonly notAfter?: 'ship-by';
  readonly labels: Labels;
}

const HOUR_MS = 3_600_000;
/** A day, in milliseconds. */
export const DAY_MS = 24 * HOUR_MS;

/** Deadlines of the platform's part, the same for every type. They end with the intervention. */
export const INTERVENTION_DEADLINES: Readonly<Record<string, DeadlineRule>> = {
  'begin-review': { of: 'staff', lastsMs: DAY_MS, labels: { 'zh-CN': '开始核实', en: 'Begin review' } },
  rule: { of: 'staff', lastsMs: 3 * DAY_MS, labels: { 'zh-CN': '作出裁定', en: 'Rule' } },
  'evidence-merchant': {
    of: 'merchant',
    lastsMs: 2 * DAY_MS,
    labels: { 'zh-CN': '商家补充凭证', en: 'Evidence from the shop' },
  },
  'evidence-buyer': {
    of: 'buyer',
    lastsMs: 2 * DAY_MS,
    labels: { 'zh-CN': '买家补充凭证', en: 'Evidence from the buyer' },
  },
};

/** The rule of a deadline, of the type or of the intervention. */
export function deadlineRule(
  type: { readonly deadlines: Readonly<Record<string, DeadlineRule>> },
  key: string,
): DeadlineRule | undefined {
  if (Object.hasOwn(INTERVENTION_DEADLINES, key)) return INTERVENTION_DEADLINES[key];
  return Object.hasOwn(type.deadlines, key) ? type.deadlines[key] : undefined;
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

function ownMember<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Whether a deadline belongs to the platform's part. */
export function isInterventionDeadline(key: string): boolean {
  return Object.hasOwn(INTERVENTION_DEADLINES, key);
}

/** A moment at which the system has something to do: `expire` with `choice: key`. */
export interface ScheduledDeadline {
  readonly key: string;
  readonly dueAtMs: number;
}

/** Every timer of a ticket: its deadlines, and the end of the claim's lease. What a scheduler keeps. */
export function scheduledDeadlines(ticket: {
  readonly deadlines: readonly Deadline[];
  readonly claim?: Claim | undefined;
}): readonly ScheduledDeadline[] {
  const timers: ScheduledDeadline[] = ticket.deadlines.map(({ key, dueAtMs }) => ({ key, dueAtMs }));
  if (ticket.claim) timers.push({ key: 'claim', dueAtMs: ticket.claim.untilMs });
  return timers;
}

/** The deadline to show: the workflow's, or the one of the asked side while evidence is collected; none while staff alone are at it. */
export function shownDeadline(ticket: Pick<Ticket, 'deadlines'>, side: Side | 'staff'): Deadline | undefined {
  const own = ticket.deadlines.filter((deadline) => deadline.of === side);
  const others = ticket.deadlines.filter(
    (deadline) => deadline.of !== side && (deadline.of !== 'staff' || side === 'staff'),
  );
  return earliest(own) ?? earliest(others);
}

function earliest(deadlines: readonly Deadline[]): Deadline | undefined {
  return deadlines.reduce<Deadline | undefined>(
    (first, next) => (first && first.dueAtMs <= next.dueAtMs ? first : next),
    undefined,
  );
}

/** When a running deadline calls for attention: three quarters gone, then all but over. */
export const WARNING_SHARES = { soon: 0.75, urgent: 0.95 } as const;

/** How close a deadline is. */
export type DeadlineStage = 'calm' | 'soon' | 'urgent' | 'over';

/** How close a deadline is: `soon` when 75 % of its time are gone, `urgent` at 95 %, or in the last hour of one that lasts a day or more. */
export function deadlineStage(
  { startedAtMs, dueAtMs }: Pick<Deadline, 'startedAtMs' | 'dueAtMs'>,
  now: number,
): DeadlineStage {
  const leftMs = dueAtMs - now;
  const lastsMs = dueAtMs - startedAtMs;
  if (leftMs <= 0) return 'over';
  if (leftMs <= lastsMs * (1 - WARNING_SHARES.urgent) || (leftMs < HOUR_MS && lastsMs >= DAY_MS)) return 'urgent';
  return leftMs <= lastsMs * (1 - WARNING_SHARES.soon) ? 'soon' : 'calm';
}
