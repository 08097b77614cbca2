import type { ServerContext } from '../context/context.js';
import type { TicketRef } from '../storage/records.js';
import { fireDeadlines } from './fire.js';

/** Minimum and maximum number of deadlines per transaction. Its statements cost as much as firing about thirty. */
const BATCH = { fewest: 40, most: 200 };
/** Target duration of a transaction, in milliseconds: an embedded database blocks the whole process that long. */
const BATCH_MS = 60;
/** Maximum number of deadlines per ticket, so that those of paused tickets do not displace others. */
const DEADLINES_EACH = 6;
/** Maximum sleep, in milliseconds, in case a hint of another server was lost. */
const LONGEST_MS = 500;
/** How long a ticket is paused after its deadlines could not be fired, in milliseconds. */
const PAUSE_MS = 60_000;

/** Fires deadlines. */
export interface Scheduler {
  /** Fires everything that is due now. */
  fireDue(): Promise<void>;
  /** Wakes up early if a new deadline is due before the next one. */
  onHint(dueAtMs: number): void;
  /** Fires deadlines as they become due, until stopped. Calls `also` at each wake-up. */
  run(also: () => Promise<void>): { stop: () => Promise<void> };
}

/**
 * Creates the scheduler. It sleeps until the earliest deadline, up to a maximum.
 *
 * @param refresh - brings the orders of due tickets up to date, and returns the tickets whose deadlines can fire
 */
export function createScheduler(
  context: ServerContext,
  refresh: (due: readonly TicketRef[]) => Promise<readonly TicketRef[]>,
): Scheduler {
  const { store, clock, report } = context;
  const paused = new Map<string, number>();
  let batch = BATCH.fewest;
  let wake: (() => void) | undefined;
  let wakesAtMs = 0;

  const pause = (ticket: TicketRef) => paused.set(keyOf(ticket), clock.now() + PAUSE_MS);

  /** Pauses the tickets whose order the host must confirm first, and returns the others. */
  const readyOf = async (due: readonly TicketRef[]): Promise<readonly TicketRef[]> => {
    const ready = await refresh(due);
    for (const ticket of due) if (!ready.includes(ticket)) pause(ticket);
    return ready;
  };

  const fireOneByOne = async (due: readonly TicketRef[]): Promise<number> => {
    let fired = 0;
    for (const ticket of due) {
      try {
        const ready = await readyOf([ticket]);
        fired += ready.length > 0 ? await fireDeadlines(context, ready) : 1;
      } catch (error) {
        report(error);
        pause(ticket);
      }
    }
    return fired;
  };

  const fireBatch = async (): Promise<number> => {
    const now = clock.now();
    for (const [key, untilMs] of paused) if (untilMs <= now) paused.delete(key);
    const due = (await store.dueTickets(now, batch + paused.size * DEADLINES_EACH)).filter(
      (ticket) => !paused.has(keyOf(ticket)),
    );
    const [first, ...others] = due;
    if (!first) return 0;
    try {
      const ready = await readyOf(due);
      if (ready.length === 0) return due.length;
      const beganAtMs = performance.now();
      const fired = await fireDeadlines(context, ready);
      const tookMs = performance.now() - beganAtMs;
      if (tookMs > BATCH_MS) batch = Math.max(batch / 2, BATCH.fewest);
      else if (due.length >= batch) batch = Math.min(batch * 2, BATCH.most);
      return fired + due.length - ready.length;
    } catch (error) {
      // One of them fails. Fire one by one, so that the others do not wait for it.
      if (others.length > 0) return fireOneByOne(due);
      pause(first);
      report(error);
      return 0;
    }
  };

  const sleep = async (): Promise<void> => {
    const earliest = await store.nextDeadline();
    const now = clock.now();
    const next = earliest ?? now + LONGEST_MS;
    // Due deadlines that remain are locked or paused.
    const ms = next <= now ? LONGEST_MS : Math.min(next - now, LONGEST_MS);
    wakesAtMs = now + ms;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    wake = undefined;
  };

  return {
    async fireDue() {
      while ((await fireBatch()) > 0);
    },
    onHint(dueAtMs) {
      if (dueAtMs < wakesAtMs) wake?.();
    },
    run(also) {
      let stopped = false;
      const loop = (async () => {
        while (!stopped) {
          try {
            while (!stopped && (await fireBatch()) > 0);
            await also();
          } catch (error) {
            report(error);
          }
          if (stopped) break;
          await sleep().catch(async (error: unknown) => {
            report(error);
            await new Promise((resolve) => setTimeout(resolve, LONGEST_MS));
          });
        }
      })();
      return {
        async stop() {
          stopped = true;
          wake?.();
          await loop;
        },
      };
    },
  };
}

const keyOf = ({ merchantId, ticketId }: TicketRef) => `${merchantId} ${ticketId}`;
