import type { ClientStorage } from './storage.types.js';

/** Creates a storage that lasts as long as the page. */
export function memoryStorage(): ClientStorage {
  const values = new Map<string, unknown>();
  return {
    get: (key) => Promise.resolve(values.get(key)),
    set(key, value) {
      values.set(key, value);
      return Promise.resolve();
    },
    delete(key) {
      values.delete(key);
      return Promise.resolve();
    },
    entries: (prefix) => Promise.resolve([...values].filter(([key]) => key.startsWith(prefix))),
  };
}
