import type { ServerContext } from '../context/context.js';
import { PICTURE_LIMITS } from '../attachments/limits.js';
import { fileKeysOf } from '../attachments/stored-files.js';

/** Maximum number of pictures that are marked at once. */
const BATCH = 500;
/** After so many failures in a row the storage is taken to be down: the rest is for the next sweep. */
const FAILURES = 5;

/**
 * Deletes pictures that were uploaded and not used: first the files, then the record, so that no file is ever left without one.
 *
 * @param pause - awaited between two pictures; breaks off by rejecting
 */
export async function sweepUploads(
  { store, attachments, clock, report }: ServerContext,
  pause: () => Promise<void>,
): Promise<void> {
  if (!attachments) return;
  const { storage } = attachments;
  const beforeMs = clock.now() - PICTURE_LIMITS.unusedMs;
  const tried = new Set<string>();
  let inARow = 0;
  for (let fresh = BATCH; fresh > 0;) {
    const marked = await store.expireUploads(beforeMs, BATCH);
    const untried = marked.filter(({ storageKey }) => !tried.has(storageKey));
    fresh = marked.length < BATCH ? 0 : untried.length;
    for (const { merchantId, id, storageKey } of untried) {
      tried.add(storageKey);
      try {
        for (const key of fileKeysOf(storageKey)) await storage.delete(key);
        await store.dropUpload(merchantId, id);
        inARow = 0;
      } catch (error) {
        report(error);
        if (++inARow >= FAILURES) return;
      }
      await pause();
    }
  }
}
