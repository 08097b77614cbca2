import type { ServerContext } from '../context/context.js';

/** Maximum number of tickets that one transaction looks for. */
const BATCH = 100;

/** How a sweep gives way. */
export interface Sweep {
  /** Waits between two transactions. */
  readonly pause: () => Promise<void>;
  /** Whether the server stops. */
  readonly stopped: () => boolean;
}

/** Deletes tickets that have ended and of which nothing is newer than a time, with what hangs on them. */
export async function sweepTickets(
  { store, report }: ServerContext,
  beforeMs: number,
  { pause, stopped }: Sweep,
): Promise<void> {
  for (const { merchantId, atMs } of await store.oldestTickets()) {
    if (atMs >= beforeMs) continue;
    try {
      while (!stopped() && (await store.eraseOld(merchantId, beforeMs, BATCH)) > 0) await pause();
    } catch (error) {
      // The other merchants' tickets do not wait.
      report(error);
    }
  }
}
