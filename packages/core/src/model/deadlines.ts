import { DAY_MS, HOUR_MS } from '../values/time.js';
import type { Side } from './states.js';
import type { Claim, Deadline, Ticket } from './ticket.js';

/** A moment at which the system has something to do: `expire` with `choice: key`. */
export interface ScheduledDeadline {
  readonly key: string;
  readonly dueAtMs: number;
}

/** Key under which the end of a claim's lease is scheduled. */
export const CLAIM_LEASE = 'claim';

/** Returns all that a scheduler keeps of a ticket: its deadlines, and the end of the claim's lease. */
export function scheduledDeadlines(ticket: {
  readonly deadlines: readonly Deadline[];
  readonly claim?: Claim | undefined;
}): readonly ScheduledDeadline[] {
  const scheduled: ScheduledDeadline[] = ticket.deadlines.map(({ key, dueAtMs }) => ({ key, dueAtMs }));
  if (ticket.claim) scheduled.push({ key: CLAIM_LEASE, dueAtMs: ticket.claim.untilMs });
  return scheduled;
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
