import { dueWarning, minutesLeft, nextWarningMs, ownDeadline, WARNING_MINUTES } from '@sidecard/core/list';
import type { Session, TicketSummary } from '@sidecard/core/wire';
import type { Client } from './client.types.js';
import { browserPorts } from './ports/browser.js';
import type { Ports } from './ports/ports.types.js';

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
 * nothing. While the connection is down it waits, because a colleague may have answered; after a sleep it reads the list again first.
 *
 * @returns a function that stops it
 */
export function watchDeadlines(
  client: Pick<Client, 'session' | 'connection' | 'list' | 'now' | 'refresh'>,
  watch: DeadlineWatch,
): () => void {
  return watchDeadlinesWith(browserPorts, client, watch);
}

/** Warns before deadlines with other timers: see {@link watchDeadlines}. */
export function watchDeadlinesWith(
  { after }: Ports,
  client: Parameters<typeof watchDeadlines>[0],
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
    let cancelLook = (): void => {};
    /** Until when warnings have been reported. */
    let sinceMs: number | undefined;
    /** When the rows were last looked at; `undefined` once what comes next is read from the server. */
    let lookedMs: number | undefined;

    const isCurrent = (): boolean => list.get().status === 'ready' && client.connection.get().state === 'live';

    function lookIn(ms: number): void {
      cancelLook();
      cancelLook = after(ms, look);
    }

    /** Reports what is due. @param further - whether to wait for further rows that are near, because they are due together */
    function look(further = true): void {
      const state = list.get();
      const { rows, more } = state;
      cancelLook();
      if (!isCurrent()) {
        lookedMs = undefined;
        return;
      }
      const nowMs = client.now();
      if (lookedMs !== undefined && nowMs - lookedMs > 2 * LONGEST_MS) {
        // The computer slept, and the connection does not know it yet.
        client.refresh();
        return lookIn(LONGEST_MS);
      }
      lookedMs = nowMs;
      sinceMs ??= nowMs;
      // Earliest deadlines come first: further rows are needed once the last one has a warning soon.
      const last = rows.at(-1)?.deadline;
      if (further && more && last && last.dueAtMs - Math.max(...minutes) * 60_000 <= nowMs + LONGEST_MS) {
        void list.loadMore().then(() => {
          // Without further rows, as if there were none.
          if (!stopped && list.get() === state) look(false);
        });
        return lookIn(LONGEST_MS);
      }
      const span = { sinceMs, nowMs };
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
      lookIn(Math.max(0, nextMs - nowMs));
      if (near.length > 0) onNear(near);
    }

    let stopped = false;
    const undo = [
      list.subscribe(() => look()),
      client.connection.listen(() => {
        if (isCurrent()) sinceMs ??= client.now();
        // Lists change after the burst of frames that made the connection live.
        lookIn(0);
      }),
    ];
    return () => {
      stopped = true;
      for (const stop of undo) stop();
      cancelLook();
    };
  }

  return () => {
    stopSession();
    stopList();
  };
}
