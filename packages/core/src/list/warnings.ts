import type { Deadline } from '../model/ticket.js';
import { MINUTE_MS } from '../values/time.js';
import { type ListedTicket, type ListReader, waitsFor } from './filter.js';

/** When accounts are warned by default, in minutes before a deadline. */
export const WARNING_MINUTES: readonly number[] = [60, 10];

/** A deadline’s span, and the times at which accounts are warned of it. */
type Warned = Pick<Deadline, 'startedAtMs' | 'dueAtMs'>;

/**
 * Returns the deadline that an account has to meet: that of its own side, on an open ticket that waits for this side and that no other
 * account has claimed.
 */
export function ownDeadline(
  ticket: Pick<ListedTicket, 'workflow' | 'intervention' | 'moveOf' | 'deadline' | 'claim'>,
  { accountId, side }: Pick<ListReader, 'accountId' | 'side'>,
): Deadline | undefined {
  const { deadline, claim } = ticket;
  const isOwn = waitsFor(side, ticket) && (claim === undefined || claim.accountId === accountId);
  return isOwn && deadline?.of === side ? deadline : undefined;
}

/**
 * Returns the warning that became due in a span of time, the one nearest to the deadline if there are several: after a long span, such as a
 * computer’s sleep, one warning is enough. Nothing once the deadline is over, and nothing for times before it was set.
 *
 * @param minutes - when to warn, in minutes before the deadline
 * @param span - from `sinceMs`, exclusive, to `nowMs`, inclusive
 * @returns one of `minutes`
 */
export function dueWarning(
  { startedAtMs, dueAtMs }: Warned,
  minutes: readonly number[],
  { sinceMs, nowMs }: { readonly sinceMs: number; readonly nowMs: number },
): number | undefined {
  if (nowMs >= dueAtMs) return undefined;
  const due = minutes.filter((minute) => {
    const atMs = dueAtMs - minute * MINUTE_MS;
    return atMs > sinceMs && atMs > startedAtMs && atMs <= nowMs;
  });
  return due.length > 0 ? Math.min(...due) : undefined;
}

/** Returns when the next warning of a deadline is due, in milliseconds since the Unix epoch; `Infinity` if there is none. */
export function nextWarningMs({ startedAtMs, dueAtMs }: Warned, minutes: readonly number[], nowMs: number): number {
  const times = minutes.map((minute) => dueAtMs - minute * MINUTE_MS);
  return Math.min(...times.filter((atMs) => atMs > nowMs && atMs > startedAtMs));
}

/** Returns the whole minutes until a deadline, rounded up; at least 0. */
export function minutesLeft({ dueAtMs }: Pick<Deadline, 'dueAtMs'>, nowMs: number): number {
  return Math.max(0, Math.ceil((dueAtMs - nowMs) / MINUTE_MS));
}
