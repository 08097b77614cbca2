import type { ServerContext } from '../context/context.js';
import { PICTURE_LIMITS } from '../attachments/limits.js';
import { fileKeysOf } from '../attachments/stored-files.js';

/** Maximum number of pictures per sweep. The next one continues. */
const BATCH = 500;

/** Deletes pictures that were uploaded and not used: first the files, then the record, so that no file is ever left without one. */
export async function sweepUploads({ store, attachments, clock, report }: ServerContext): Promise<void> {
  if (!attachments) return;
  const { storage } = attachments;
  for (const picture of await store.expireUploads(clock.now() - PICTURE_LIMITS.unusedMs, BATCH)) {
    try {
      for (const key of fileKeysOf(picture.storageKey)) await storage.delete(key);
      await store.dropUpload(picture.merchantId, picture.id);
    } catch (error) {
      report(error);
    }
  }
}
