import type { AttachmentStorage } from './ports.js';

/** Creates a storage in memory, for demos, stories and tests. Nothing is persisted. */
export function createMemoryAttachments(): AttachmentStorage & { readonly files: ReadonlyMap<string, Uint8Array> } {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    files,
    put(key, bytes) {
      files.set(key, new Uint8Array(bytes));
      return Promise.resolve();
    },
    get(key) {
      const bytes = files.get(key);
      return Promise.resolve(bytes && new Blob([bytes]).stream());
    },
    delete(key) {
      files.delete(key);
      return Promise.resolve();
    },
  };
}
