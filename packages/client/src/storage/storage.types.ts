/** Storage of a client's outbox, drafts and ticket types. Asynchronous, to support IndexedDB, files or a host's own storage. */
export interface ClientStorage {
  /**
   * Names the storage if all pages of this origin have the same content in it. They then tell each other what they write, and send what is
   * in the outbox together.
   */
  readonly sharedAs?: string;
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /**
   * Reads and writes an entry at once: nothing else writes it between what `change` gets and what it returns. Without it the client reads
   * and writes one after the other, and a draft that another page stores in between may be lost. A storage that wraps another one, for
   * example to encrypt, wraps this too or leaves it out.
   *
   * @param change - called once, unless the entry cannot be read. It gets what is stored, `undefined` if nothing is, and returns what is
   *   stored instead: `undefined` deletes the entry, and what it got leaves it as it is
   */
  readonly update?: ((key: string, change: (stored: unknown) => unknown) => Promise<void>) | undefined;
  /** Returns every entry whose key begins with `prefix`. */
  entries(prefix: string): Promise<readonly (readonly [string, unknown])[]>;
}
