import { dueWarning, minutesLeft, nextWarningMs, ownDeadline, WARNING_MINUTES } from '@sidecard/core/list';
import type { Session, TicketSummary } from '@sidecard/core/wire';
import type { Client } from './client.types.js';

/** Longest timer: after sleep, a computer fires timers late by the remaining time. */
const LONGEST_MS = 60_000;

/** A deadline that is near. */
export interface NearDeadline {
  readonly ticket: TicketSummary;
  /** Milliseconds since the Unix epoch. */
  readonly dueAtMs: number;
  /** Whole minutes until then, rounded up. */
  readonly minutesLeft: number;
}

/** What {@link watchDeadlines} takes. */
export interface DeadlineWatch {
  /** When to warn, in minutes before a deadline. @default [60, 10] */
  readonly minutes?: readonly number[];
  /**
   * Called when the time of a warning passes, with all tickets whose warnings are due, each once. After a long sleep, a ticket has one call
   * for the warning nearest to its deadline. What has passed before the watch begins is not reported, so that a reload repeats nothing.
   */
  readonly onNear: (near: readonly NearDeadline[]) => void;
}

/** The account that has deadlines to meet: one of the shop that may handle tasks. */
function handlerOf(session: Session | undefined): string | undefined {
  const handles = session?.party === 'merchant' && session.permissions.includes('task.handle');
  return handles ? session.accountId : undefined;
}

/**
 * Warns before the deadlines that the account has to meet: of tickets that wait for the shop, and that no colleague has claimed. Follows
 * the list of these tickets with one timer, by the server’s clock. For a buyer’s client and for accounts that may not handle tasks it does
 * nothing. While the connection is down it waits, because a colleague may have answered.
 *
 * @returns a function that stops it
 */
export function watchDeadlines(
  client: Pick<Client, 'session' | 'connection' | 'list' | 'now'>,
  { minutes = WARNING_MINUTES, onNear }: DeadlineWatch,
): () => void {
  let current: string | undefined;
  let stopList = (): void => {};
  const stopSession = client.session.subscribe((session) => {
    const accountId = handlerOf(session);
    if (accountId === current) return;
    current = accountId;
    stopList();
    stopList = accountId === undefined ? () => {} : watchAs(accountId);
  });

  function watchAs(accountId: string): () => void {
    const list = client.list({ view: 'needs-answer', sort: 'deadline' });
    const reader = { accountId, side: 'merchant' } as const;
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** Until when warnings have been reported. */
    let sinceMs: number | undefined;

    function look(): void {
      clearTimeout(timer);
      const { rows, status, more } = list.get();
      if (status !== 'ready' || client.connection.get().state !== 'live') return;
      const nowMs = client.now();
      const span = { sinceMs: (sinceMs ??= nowMs), nowMs };
      // The clock may be set back; what was reported stays so.
      sinceMs = Math.max(sinceMs, nowMs);
      const near: NearDeadline[] = [];
      let nextMs = nowMs + LONGEST_MS;
      for (const ticket of rows) {
        const deadline = ownDeadline(ticket, reader);
        if (!deadline) continue;
        const { dueAtMs } = deadline;
        if (dueWarning(deadline, minutes, span) !== undefined)
          near.push({ ticket, dueAtMs, minutesLeft: minutesLeft(deadline, nowMs) });
        nextMs = Math.min(nextMs, nextWarningMs(deadline, minutes, sinceMs));
      }
      timer = setTimeout(look, Math.max(0, nextMs - nowMs));
      // Earliest deadlines come first: further rows are needed once the last one has a warning soon.
      const last = rows.at(-1)?.deadline;
      if (more && last && last.dueAtMs - Math.max(...minutes) * 60_000 <= nowMs + LONGEST_MS) void list.loadMore();
      if (near.length > 0) onNear(near);
    }

    const undo = [list.subscribe(look), client.connection.listen(look)];
    return () => {
      for (const stop of undo) stop();
      clearTimeout(timer);
    };
  }

  return () => {
    stopSession();
    stopList();
  };
}
