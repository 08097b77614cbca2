import type { ServerContext } from '../context/context.js';

/** Maximum number of tickets that one transaction looks for. */
const BATCH = 100;

/**
 * Deletes tickets that have ended and of which nothing is newer than a time, with what hangs on them.
 *
 * @param pause - awaited between two transactions; breaks off by rejecting
 */
export async function sweepTickets(
  { store, report }: ServerContext,
  beforeMs: number,
  pause: () => Promise<void>,
): Promise<void> {
  for (const { merchantId, atMs } of await store.oldestTickets()) {
    if (atMs >= beforeMs) continue;
    for (let more = true; more; await pause()) {
      more = await store.eraseOld(merchantId, beforeMs, BATCH).then(
        (erased) => erased > 0,
        (error: unknown) => {
          // The other merchants' tickets do not wait.
          report(error);
          return false;
        },
      );
    }
  }
}
