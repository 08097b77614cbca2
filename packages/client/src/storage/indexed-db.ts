import type { ClientStorage } from './storage.types.js';

const STORE = 'values';
/** The key is stored with its value, so that one request finds both. */
type Entry = readonly [string, unknown];

/** Creates the storage that `indexedDbStorage` returns. */
export function createIndexedDbStorage(name = 'sidecard'): ClientStorage {
  let opening: Promise<IDBDatabase> | undefined;

  async function run(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
    opening ??= open(name);
    // A database that failed to open, or that the browser closed, is opened again by the next request.
    opening.catch(() => (opening = undefined));
    const database = await opening;
    database.onclose = () => (opening = undefined);
    const transaction = database.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    // Commit at once: the page may be closing.
    transaction.commit();
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB aborted the transaction.'));
    });
    return request.result;
  }

  return {
    get: async (key) => ((await run('readonly', (store) => store.get(key))) as Entry | undefined)?.[1],
    set: async (key, value) => void (await run('readwrite', (store) => store.put([key, value], key))),
    delete: async (key) => void (await run('readwrite', (store) => store.delete(key))),
    entries: async (prefix) =>
      (await run('readonly', (store) => store.getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`)))) as Entry[],
  };
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed to open the database.'));
  });
}
