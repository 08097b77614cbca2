import { DAY_MS, HOUR_MS, MINUTE_MS } from '../values/time.js';
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

/** When a running deadline needs attention, as a share of its duration, unless minutes are set. */
export const WARNING_SHARES = { soon: 0.75, urgent: 0.95 } as const;

/** Returns when a deadline first needs attention: from then on its stage is no longer `calm`. In milliseconds since the Unix epoch. */
export function warnsFromMs(deadline: Span): number {
  return deadline.dueAtMs - Math.max(0, Math.floor(stageMarks(deadline).soonMs));
}

type Span = Pick<Deadline, 'startedAtMs' | 'dueAtMs'>;

/**
 * Returns how long before its end a deadline’s stages begin, in milliseconds: as set in minutes, `soon` with the first of them and `urgent`
 * with the last; else after 75 % and 95 % of its time, or in the last hour of a deadline of a day or more.
 *
 * @param minutes - before the end, in any order. @default none
 */
export function stageMarks(
  { startedAtMs, dueAtMs }: Span,
  minutes: readonly number[] = [],
): { readonly soonMs: number; readonly urgentMs: number } {
  if (minutes.length > 0)
    return { soonMs: Math.max(...minutes) * MINUTE_MS, urgentMs: Math.min(...minutes) * MINUTE_MS };
  const lastsMs = dueAtMs - startedAtMs;
  const { soon, urgent } = WARNING_SHARES;
  return {
    soonMs: lastsMs * (1 - soon),
    urgentMs: Math.max(lastsMs * (1 - urgent), lastsMs >= DAY_MS ? HOUR_MS - 1 : 0),
  };
}

/** Reads when to warn, in minutes before a deadline, from a list or a text with blanks or commas. What is no number above 0 is left out. */
export function readMinutes(setting: string | readonly number[] | null | undefined): readonly number[] {
  const given = String(setting ?? '').split(/[\s,]+/);
  return given.map(Number).filter((minute) => minute > 0);
}

/** Urgency of a deadline. */
export type DeadlineStage = 'calm' | 'soon' | 'urgent' | 'over';

/**
 * Returns a deadline's urgency: see {@link stageMarks}.
 *
 * @param minutes - when it needs attention, in minutes before its end. @default by shares of its time
 */
export function deadlineStage(deadline: Span, now: number, minutes?: readonly number[]): DeadlineStage {
  const leftMs = deadline.dueAtMs - now;
  const { soonMs, urgentMs } = stageMarks(deadline, minutes);
  if (leftMs <= 0) return 'over';
  return leftMs <= urgentMs ? 'urgent' : leftMs <= soonMs ? 'soon' : 'calm';
}
