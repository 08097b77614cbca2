import type { ClientStorage } from '../client.types.js';
import { memoryStorage } from './memory-storage.js';

const STORE = 'values';
/** Key and value are kept together, so that one look finds both. */
type Entry = readonly [string, unknown];

/**
 * Keeps outbox and drafts in the browser's IndexedDB, in a database of our own; in memory where there is none or it refuses (private
 * windows, blocked storage).
 *
 * @param name - of the database
 */
export function indexedDbStorage(name = 'sidecard'): ClientStorage {
  let opening: Promise<IDBDatabase> | undefined;
  const fallback = memoryStorage();

  /** @param instead - does the same to the memory */
  async function run(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest,
    instead: () => Promise<unknown>,
  ): Promise<unknown> {
    try {
      const transaction = (await (opening ??= open(name))).transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB gave up.'));
      });
      return request.result;
    } catch {
      return instead();
    }
  }

  return {
    async get(key) {
      const found = await run(
        'readonly',
        (store) => store.get(key),
        async () => [key, await fallback.get(key)],
      );
      return (found as Entry | undefined)?.[1];
    },
    async set(key, value) {
      await run(
        'readwrite',
        (store) => store.put([key, value], key),
        () => fallback.set(key, value),
      );
    },
    async delete(key) {
      await run(
        'readwrite',
        (store) => store.delete(key),
        () => fallback.delete(key),
      );
    },
    async entries(prefix) {
      const range = (): IDBKeyRange => IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const found = await run(
        'readonly',
        (store) => store.getAll(range()),
        () => fallback.entries(prefix),
      );
      return found as readonly Entry[];
    },
  };
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB could not be opened.'));
  });
}
