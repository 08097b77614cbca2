import { DAY_MS } from '@sidecard/core';
import { archivePolicy } from '@sidecard/core/server';
import type { ServerContext } from '../context/context.js';

/** Maximum number of entries that one sweep deletes of a merchant. The next one continues. */
const BATCH = 10_000;

/**
 * Deletes entries of the archive that are older than the policy keeps them. Pictures are not the archive's: they stay with their ticket, for
 * those who read it.
 */
export async function sweepArchive({ store, policyOf, clock, report }: ServerContext): Promise<void> {
  for (const { merchantId, atMs } of await store.oldestArchived()) {
    // Every policy keeps entries for a day: do not ask for it sooner.
    if (clock.now() - atMs < DAY_MS) continue;
    try {
      const beforeMs = clock.now() - archivePolicy(await policyOf(merchantId)).keepDays * DAY_MS;
      if (atMs < beforeMs) await store.dropArchive(merchantId, beforeMs, BATCH);
    } catch (error) {
      // The other merchants' entries do not wait.
      report(error);
    }
  }
}
