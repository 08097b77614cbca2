import { DAY_MS, HOUR_MS } from '../values/time.js';
import type { Side } from './states.js';
import type { Claim, Deadline, Ticket } from './ticket.js';

/** A time at which the system acts: `expire` with `choice: key`. */
export interface ScheduledDeadline {
  readonly key: string;
  readonly dueAtMs: number;
}

/** Key of the scheduled end of a claim. */
export const CLAIM_LEASE = 'claim';

/** Returns what a scheduler needs of a ticket: its deadlines, and the end of its claim. */
export function scheduledDeadlines(ticket: {
  readonly deadlines: readonly Deadline[];
  readonly claim?: Claim | undefined;
}): readonly ScheduledDeadline[] {
  const scheduled: ScheduledDeadline[] = ticket.deadlines.map(({ key, dueAtMs }) => ({ key, dueAtMs }));
  if (ticket.claim) scheduled.push({ key: CLAIM_LEASE, dueAtMs: ticket.claim.untilMs });
  return scheduled;
}

/** Returns the deadline to show: the workflow's or, while evidence is collected, the side's own; `undefined` if only staff deadlines run. */
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

/** When a running deadline needs attention, as a share of its duration. */
export const WARNING_SHARES = { soon: 0.75, urgent: 0.95 } as const;

/** Returns when a deadline first needs attention: from then on its stage is no longer `calm`. In milliseconds since the Unix epoch. */
export function warnsFromMs({ startedAtMs, dueAtMs }: Pick<Deadline, 'startedAtMs' | 'dueAtMs'>): number {
  return dueAtMs - Math.max(0, Math.floor((dueAtMs - startedAtMs) * (1 - WARNING_SHARES.soon)));
}

/** Urgency of a deadline. */
export type DeadlineStage = 'calm' | 'soon' | 'urgent' | 'over';

/** Returns a deadline's urgency: `soon` after 75 % of its time, `urgent` after 95 %, or in the last hour of a deadline of a day or more. */
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
