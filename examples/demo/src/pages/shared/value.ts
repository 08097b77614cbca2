/** Something that changes and says so; shaped like the client's stores, so that a page treats both alike. */
export interface Value<T> {
  get(): T;
  /** Is told of every change. @returns stops telling */
  listen(listener: (value: T) => void): () => void;
  /** As `listen`, and at once. */
  subscribe(listener: (value: T) => void): () => void;
}

/** A value that can be set. */
export interface WritableValue<T> extends Value<T> {
  set(value: T): void;
}

/** Makes one. */
export function createValue<T>(first: T): WritableValue<T> {
  let current = first;
  const listeners = new Set<(value: T) => void>();
  const listen = (listener: (value: T) => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    get: () => current,
    set(value) {
      current = value;
      for (const listener of [...listeners]) listener(value);
    },
    listen,
    subscribe(listener) {
      listener(current);
      return listen(listener);
    },
  };
}
