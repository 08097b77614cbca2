import type { ClientStorage } from '../client.types.js';

const STORE = 'values';
/** Key and value are kept together, so that one look finds both. */
type Entry = readonly [string, unknown];

/**
 * Keeps outbox and drafts in the browser's IndexedDB, in a database of our own. Where there is none or it refuses (Node, private windows,
 * blocked storage) it rejects, and the client keeps them in memory only.
 *
 * @param name - of the database
 */
export function indexedDbStorage(name = 'sidecard'): ClientStorage {
  let opening: Promise<IDBDatabase> | undefined;

  async function run(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
    opening ??= open(name);
    // One that could not be opened, or that the browser has closed, is opened anew the next time.
    opening.catch(() => (opening = undefined));
    const database = await opening;
    database.onclose = () => (opening = undefined);
    const transaction = database.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    // Not a moment later: the page may be on its way out.
    transaction.commit();
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB gave up.'));
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
    request.onerror = () => reject(request.error ?? new Error('IndexedDB could not be opened.'));
  });
}
