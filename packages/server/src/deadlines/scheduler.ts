import type { ServerParts } from '../server-parts.js';
import { findDue, fireTimers, type DueTicket } from './fire.js';

/** The fewest and the most timers of one transaction. */
const BATCH = { fewest: 8, most: 200 };
/** How long a transaction should take, in milliseconds: an embedded database keeps the whole process waiting that long. */
const BATCH_MS = 25;
/** At most so many timers has a ticket: those that rest do not stand in the way of the others. */
const TIMERS_EACH = 6;
/** The longest sleep, in milliseconds: another server may have set a timer that nobody told of. */
const LONGEST_MS = 500;
/** How long a ticket rests whose timers could not be fired, in milliseconds. */
const REST_MS = 60_000;

/** Lets deadlines take effect. */
export interface Scheduler {
  /** Fires everything that is due now, to the end. */
  fireDue(): Promise<void>;
  /** Hears of a timer that was set. */
  heed(dueAtMs: number): void;
  /** Fires what becomes due until it is stopped; does `also` each time it is awake. */
  run(also: () => Promise<void>): { stop: () => Promise<void> };
}

/** Sleeps until the earliest timer, and never long. */
export function createScheduler(parts: ServerParts): Scheduler {
  const { db, clock, report } = parts;
  const resting = new Map<string, number>();
  let batch = BATCH.fewest;
  let wake: (() => void) | undefined;
  let wakesAtMs = 0;

  const fireOneByOne = async (due: readonly DueTicket[]): Promise<number> => {
    let fired = 0;
    for (const ticket of due) {
      try {
        fired += await fireTimers(parts, [ticket]);
      } catch (error) {
        report(error);
        resting.set(`${ticket.merchantId} ${ticket.ticketId}`, clock.now() + REST_MS);
      }
    }
    return fired;
  };

  const fireBatch = async (): Promise<number> => {
    const now = clock.now();
    for (const [key, untilMs] of resting) if (untilMs <= now) resting.delete(key);
    const due = (await findDue(db, now, batch + resting.size * TIMERS_EACH)).filter(
      ({ merchantId, ticketId }) => !resting.has(`${merchantId} ${ticketId}`),
    );
    if (due.length === 0) return 0;
    const beganAtMs = performance.now();
    try {
      const fired = await fireTimers(parts, due);
      const tookMs = performance.now() - beganAtMs;
      if (tookMs > BATCH_MS) batch = Math.max(batch / 2, BATCH.fewest);
      else if (due.length >= batch) batch = Math.min(batch * 2, BATCH.most);
      return fired;
    } catch (error) {
      // One of them is broken: the others must not wait for it.
      if (due.length === 1) resting.set(`${due[0]?.merchantId ?? ''} ${due[0]?.ticketId ?? ''}`, now + REST_MS);
      else return fireOneByOne(due);
      report(error);
      return 0;
    }
  };

  const sleep = async (): Promise<void> => {
    const row = await db
      .selectFrom('deadline')
      .select((eb) => eb.fn.min('due_at_ms').as('next'))
      .executeTakeFirst();
    const now = clock.now();
    const next = row?.next === null || row?.next === undefined ? now + LONGEST_MS : Number(row.next);
    // What is due and was left is somebody else's at the moment, or resting.
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
    heed(dueAtMs) {
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
