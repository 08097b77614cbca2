import { LOOK_MS } from '../bus/bus.js';
import type { ServerContext } from '../context/context.js';
import type { DueTicket, TicketRef } from '../storage/records.js';
import { pauseWhile } from '../timers.js';
import { fireDeadlines } from './fire.js';

/**
 * How many tickets a transaction fires at least and at most, how long it may take in milliseconds before the next ones are smaller, how many
 * run at once, and how many due tickets are read at once. A transaction fires those of one merchant, so that it stays within one shard. A
 * database in this thread keeps everybody waiting meanwhile; another one computes while the next transaction is prepared.
 */
const SLICES = {
  inProcess: { fewest: 20, most: 100, ms: 30, atOnce: 1, read: 300 },
  apart: { fewest: 40, most: 200, ms: 250, atOnce: 2, read: 1_000 },
} as const;
/** Longest pause after a transaction while others wait for a database in this thread, and how often it is looked whether they do. */
const GIVE_WAY_MS = { longest: 60, step: 4 };
/** Maximum number of deadlines per ticket, so that those of paused tickets do not displace others. */
const DEADLINES_EACH = 6;
/** How often the clock is compared with the next deadline, in milliseconds. A clock may jump, so no timer runs for longer. */
const LONGEST_MS = 500;
/** How long a ticket is paused after its deadlines could not be fired, in milliseconds. */
const PAUSE_MS = 60_000;

/** Fires deadlines. */
export interface Scheduler {
  /** Fires everything that is due now. */
  fireDue(): Promise<void>;
  /** Wakes up early if a new deadline is due before the next one. */
  onHint(dueAtMs: number): void;
  /** Fires deadlines as they become due, until stopped. Calls `also` at each wake-up and after each transaction, whatever fails. */
  run(also: () => Promise<void>): { stop: () => Promise<void> };
}

/** What {@link createScheduler} takes. */
export interface SchedulerOptions {
  /** Brings the orders of due tickets up to date. @returns the tickets whose deadlines can fire */
  readonly refresh: (due: readonly DueTicket[]) => Promise<readonly DueTicket[]>;
  /** Whether other servers send hints. */
  readonly shared: boolean;
  /** Whether the database computes in this thread. */
  readonly inProcess: boolean;
  /** Whether requests wait for the database, which firing must not keep waiting. */
  readonly isBusy: () => boolean;
}

/** Creates the scheduler. It knows the earliest deadline, and reads the database only when that is due, or changes elsewhere. */
export function createScheduler(context: ServerContext, options: SchedulerOptions): Scheduler {
  const { store, clock, report } = context;
  const { refresh, shared, inProcess, isBusy } = options;
  const slices = inProcess ? SLICES.inProcess : SLICES.apart;
  const paused = new Map<string, number>();
  let size: number = slices.fewest;
  /** Due tickets that have been read and not fired. */
  let known: readonly DueTicket[] = [];
  let wake: (() => void) | undefined;
  let wakesAtMs = 0;
  /** The earliest deadline, as far as is known. */
  let nextAtMs = -Infinity;
  /** The earliest deadline that was set since {@link nextAtMs} was read. */
  let hintedAtMs = Infinity;
  let readAtMs = -Infinity;
  /** When due deadlines were last looked for. */
  let lookedAtMs = 0;
  /** Whether a deadline was left because its ticket is locked. */
  let isLocked = false;

  const pause = (ticket: TicketRef) => paused.set(keyOf(ticket), clock.now() + PAUSE_MS);

  /** Pauses the tickets whose order the host must confirm first, and returns the others. */
  const readyOf = async (due: readonly DueTicket[]): Promise<readonly DueTicket[]> => {
    const ready = await refresh(due);
    const isReady = new Set(ready);
    for (const ticket of due) if (!isReady.has(ticket)) pause(ticket);
    return ready;
  };

  const fireOneByOne = async (due: readonly DueTicket[], dueAtMs: number): Promise<number> => {
    let fired = 0;
    for (const ticket of due) {
      try {
        const ready = await readyOf([ticket]);
        fired += ready.length > 0 ? await fireDeadlines(context, ready, dueAtMs) : 1;
      } catch (error) {
        report(error);
        pause(ticket);
      }
    }
    return fired;
  };

  const readDue = async (): Promise<void> => {
    const now = clock.now();
    lookedAtMs = now;
    for (const [key, untilMs] of paused) if (untilMs <= now) paused.delete(key);
    known = await store.dueTickets(now, slices.read + paused.size * DEADLINES_EACH);
  };

  /**
   * Takes the next tickets out of those that are known: of one merchant, and all of an order, which two transactions at once would keep from
   * one another.
   */
  const takeSlice = (): readonly DueTicket[] => {
    const left = known.filter((ticket) => !paused.has(keyOf(ticket)));
    const own = left.filter(({ merchantId }) => merchantId === left[0]?.merchantId);
    const orders = new Set(own.slice(0, size).map(({ orderId }) => orderId));
    const due = own.filter(({ orderId }) => orders.has(orderId));
    const taken = new Set(due);
    known = left.filter((ticket) => !taken.has(ticket));
    return due;
  };

  const fireSlice = async (due: readonly DueTicket[], dueAtMs: number): Promise<number> => {
    const [first, ...others] = due;
    if (!first) return 0;
    try {
      const ready = await readyOf(due);
      if (ready.length === 0) return due.length;
      const beganAtMs = performance.now();
      const fired = await fireDeadlines(context, ready, dueAtMs);
      const tookMs = performance.now() - beganAtMs;
      // The merchants after it may have others.
      isLocked ||= fired === 0;
      if (tookMs > slices.ms) size = Math.max(Math.floor(size / 2), slices.fewest);
      else if (due.length >= size) size = Math.min(Math.ceil(size * 1.25), slices.most);
      return fired + due.length - ready.length;
    } catch (error) {
      // One of them fails. Fire one by one, so that the others do not wait for it.
      if (others.length > 0) return fireOneByOne(due, dueAtMs);
      pause(first);
      report(error);
      return 0;
    }
  };

  /** Fires the next of what is due: while the database writes one slice, another is prepared. @returns how many tickets were processed */
  const fireNext = async (isStopped = () => false, also?: () => Promise<void>): Promise<number> => {
    let fired = 0;
    const fireInTurn = async () => {
      while (known.length > 0 && !isStopped()) {
        fired += await fireSlice(takeSlice(), lookedAtMs);
        await also?.();
        if (inProcess && also) await pauseWhile(isBusy, GIVE_WAY_MS);
      }
    };
    await readDue();
    await Promise.all(Array.from({ length: slices.atOnce }, fireInTurn));
    return fired;
  };

  const readNext = async (afterMs: number): Promise<void> => {
    hintedAtMs = Infinity;
    nextAtMs = -Infinity;
    const next = (await store.nextDeadline(afterMs)) ?? Infinity;
    readAtMs = clock.now();
    nextAtMs = next;
  };

  /** Fires what is due, and finds out what is next. Does nothing if nothing is due. */
  const fireKnown = async (isStopped: () => boolean, also: () => Promise<void>): Promise<void> => {
    const now = clock.now();
    if (now < Math.min(nextAtMs, hintedAtMs)) {
      // A clock that was set back is no reason to wait.
      const isOld = now - readAtMs >= (shared ? LOOK_MS.shared : LOOK_MS.alone) || now < readAtMs;
      if (!isOld) return;
      await readNext(0);
      if (now < nextAtMs) return;
    }
    nextAtMs = -Infinity;
    isLocked = false;
    while (!isStopped() && (await fireNext(isStopped, also)) > 0);
    if (isStopped()) return;
    await readNext(Math.min(lookedAtMs, clock.now()));
    holdBack();
  };

  /** What was due and remains is locked or paused: tries again soon, or when the first pause ends. */
  const holdBack = (): void => {
    nextAtMs = Math.min(nextAtMs, ...paused.values(), isLocked ? readAtMs + LONGEST_MS : Infinity);
  };

  const sleep = async (hasFailed: boolean): Promise<void> => {
    const now = clock.now();
    const next = Math.min(nextAtMs, hintedAtMs);
    const ms = hasFailed ? LONGEST_MS : next <= now ? 0 : Math.min(next - now, LONGEST_MS);
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
      while ((await fireNext()) > 0);
    },
    onHint(dueAtMs) {
      hintedAtMs = Math.min(hintedAtMs, dueAtMs);
      if (dueAtMs < wakesAtMs) wake?.();
    },
    run(also) {
      let stopped = false;
      const alsoSafely = () => also().catch(report);
      const loop = (async () => {
        while (!stopped) {
          let hasFailed = false;
          try {
            await fireKnown(() => stopped, alsoSafely);
          } catch (error) {
            hasFailed = true;
            report(error);
          }
          await alsoSafely();
          if (!stopped) await sleep(hasFailed);
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
