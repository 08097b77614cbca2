import { DAY_MS } from '@sidecard/core';
import type { ServerContext } from './context/context.js';
import { pauseFor } from './timers.js';
import { sweepArchive } from './use-cases/sweep-archive.js';
import { sweepTickets } from './use-cases/sweep-tickets.js';
import { sweepUploads } from './use-cases/sweep-uploads.js';

/** How long a reader can be disconnected and still resume its stream, in milliseconds. */
const RESUME_MS = 7 * DAY_MS;
/** How long a repeated write is recognized, in milliseconds. */
const REPLAY_MS = 7 * DAY_MS;

/** Deletes what is old. Nothing waits for it: it can take long, and a storage for files may not answer. */
export interface Housekeeping {
  /**
   * Begins what is not running already.
   *
   * @param giveWay - awaited between two steps
   * @returns when it has ended; what goes wrong is reported
   */
  run(giveWay?: () => Promise<void>): Promise<void>;
  /** Breaks off between two steps. @returns when nothing runs any more, or after `ms` */
  stop(ms: number): Promise<void>;
}

/** What breaks off work. */
const STOPPED = new Error('The server stops.');

/** @param days - how long data is kept */
export function createHousekeeping(
  context: ServerContext,
  days: { readonly audit: number; readonly tickets: number | undefined },
): Housekeeping {
  const { store, clock, report } = context;
  let stopping = false;
  type Pause = () => Promise<void>;
  const pausing =
    (giveWay: Pause | undefined): Pause =>
    async () => {
      if (!stopping) await giveWay?.();
      if (stopping) throw STOPPED;
    };
  /** One at a time of each. */
  const job = (work: (pause: Pause) => Promise<void>) => {
    let running: Promise<void> | undefined;
    return (pause: Pause) =>
      (running ??= work(pause)
        .catch((error: Error) => {
          if (error !== STOPPED) report(error);
        })
        .finally(() => (running = undefined)));
  };
  const forget = job(async (pause) => {
    const now = clock.now();
    const auditMs = now - days.audit * DAY_MS;
    await store.forget({ idempotencyMs: now - REPLAY_MS, logMs: now - RESUME_MS, auditMs }, pause);
  });
  const archive = job(() => sweepArchive(context));
  const uploads = job((pause) => sweepUploads(context, pause));
  const tickets = job(async (pause) => {
    if (days.tickets !== undefined) await sweepTickets(context, clock.now() - days.tickets * DAY_MS, pause);
  });
  /** It waits for what an earlier one has begun, too. */
  let latest: Promise<unknown> = Promise.resolve();
  return {
    async run(giveWay) {
      stopping = false;
      const pause = pausing(giveWay);
      latest = Promise.all([
        uploads(pause),
        // No line of a log may tell of a ticket that is gone.
        forget(pause).then(() => Promise.all([archive(pause), tickets(pause)])),
      ]);
      await latest;
    },
    async stop(ms) {
      stopping = true;
      await Promise.race([latest, pauseFor(ms)]);
    },
  };
}
