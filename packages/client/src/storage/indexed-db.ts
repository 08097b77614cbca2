import type { ClientStorage } from './storage.types.js';

const STORE = 'values';
/** The key is stored with its value, so that one request finds both. */
type Entry = readonly [string, unknown];

/** Creates the storage that `indexedDbStorage` returns. */
export function createIndexedDbStorage(name = 'sidecard'): ClientStorage {
  let opening: Promise<IDBDatabase> | undefined;

  /** @param goesOn - whether `work` writes more when its request is done, and commits then */
  async function run(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest,
    goesOn = false,
  ): Promise<unknown> {
    opening ??= open(name);
    // A database that failed to open, or that the browser closed, is opened again by the next request.
    opening.catch(() => (opening = undefined));
    const database = await opening;
    database.onclose = () => (opening = undefined);
    const transaction = database.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    // Commit at once: the page may be closing.
    if (!goesOn) transaction.commit();
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB aborted the transaction.'));
    });
    return request.result;
  }

  return {
    sharedAs: name,
    get: async (key) => ((await run('readonly', (store) => store.get(key))) as Entry | undefined)?.[1],
    set: async (key, value) => void (await run('readwrite', (store) => store.put([key, value], key))),
    delete: async (key) => void (await run('readwrite', (store) => store.delete(key))),
    async update(key, change) {
      const work = (store: IDBObjectStore): IDBRequest => {
        const request = store.get(key) as IDBRequest<Entry | undefined>;
        request.onsuccess = () => {
          const stored = request.result?.[1];
          try {
            const next = change(stored);
            if (next === undefined) store.delete(key);
            else if (next !== stored) store.put([key, next], key);
            store.transaction.commit();
          } catch {
            // A value that cannot be stored.
            store.transaction.abort();
          }
        };
        return request;
      };
      await run('readwrite', work, true);
    },
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
