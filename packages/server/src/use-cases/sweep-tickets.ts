import type { ServerContext } from '../context/context.js';

/** Maximum number of orders of which one transaction removes the tickets. Each reads the lines of the shop's logs once. */
const BATCH = 100;
/** Maximum number of transactions of one sweep for a merchant. The next one continues. */
const MOST = 20;

/** Deletes tickets that have ended and have not changed since a time, with everything that hangs on them. */
export async function sweepTickets({ store, report }: ServerContext, beforeMs: number): Promise<void> {
  for (const { merchantId, atMs } of await store.oldestTickets()) {
    if (atMs >= beforeMs) continue;
    try {
      for (let n = 0; n < MOST && (await store.eraseOld(merchantId, beforeMs, BATCH)) > 0; n++);
    } catch (error) {
      // The other merchants' tickets do not wait.
      report(error);
    }
  }
}
