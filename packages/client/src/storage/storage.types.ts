/** Where a client keeps its outbox, its drafts and ticket types. Asynchronous, so that IndexedDB, a file or a host's own store fit. */
export interface ClientStorage {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** Returns every entry whose key begins with `prefix`. */
  entries(prefix: string): Promise<readonly (readonly [string, unknown])[]>;
}
