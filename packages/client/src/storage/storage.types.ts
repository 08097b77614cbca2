/** Storage of a client's outbox, drafts and ticket types. Asynchronous, to support IndexedDB, files or a host's own storage. */
export interface ClientStorage {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** Returns every entry whose key begins with `prefix`. */
  entries(prefix: string): Promise<readonly (readonly [string, unknown])[]>;
}
