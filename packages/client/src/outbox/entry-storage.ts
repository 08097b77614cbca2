import type { ClientStorage } from '../storage/storage.types.js';
import type { StoredEntry } from './entries.js';
import { type Change, isWaiting, type QueueEntry } from './queue-entry.js';
import { inOrder, isStoredEntry } from './stored-entries.js';

const nameOf = ({ owner, stored }: QueueEntry): string => `${owner}${stored.key}`;

/** Returns what is stored under an entry's name. Rejects if that cannot be read. */
export const findStored = (storage: ClientStorage, entry: QueueEntry): Promise<unknown> => storage.get(nameOf(entry));

/** Returns what an account has left, in the order in which it is sent. */
export async function findLeft(storage: ClientStorage, account: string): Promise<readonly StoredEntry[]> {
  const found = await storage.entries(account).catch(() => []);
  return found
    .map(([, value]) => value)
    .filter(isStoredEntry)
    .sort(inOrder);
}

export const drop = (storage: ClientStorage, entry: QueueEntry): Promise<void> =>
  storage.delete(nameOf(entry)).catch(() => {});

/**
 * Stores an entry, so that it survives a reload. Never rejects: where nothing can be stored it is sent all the same.
 *
 * @param onStored - called with what changes of the entry, once storage has it for the first time or has refused it
 */
export function storeEntry(
  storage: ClientStorage,
  entry: QueueEntry,
  onStored: (change: Change) => void,
): Promise<void> {
  const { unsaved: _, ...saved } = entry.stored;
  return storage.set(nameOf(entry), saved).then(
    () => {
      if (entry.kept && !entry.stored.unsaved) return;
      entry.kept = true;
      onStored({ unsaved: undefined });
    },
    () => {
      // What cannot be stored as refused must not be found as it was by the next page, and sent.
      if (!isWaiting(entry.stored)) return dropWaiting(storage, entry);
      if (!entry.kept) onStored({ unsaved: true });
      return undefined;
    },
  );
}

/** Deletes what is stored as waiting; another page may have stored what became of it. */
const dropWaiting = (storage: ClientStorage, entry: QueueEntry): Promise<void> =>
  findStored(storage, entry).then(
    (found) => (isStoredEntry(found) && isWaiting(found) ? drop(storage, entry) : undefined),
    () => {},
  );
