/** An observable value, shaped like the client's stores, so that pages treat both alike. */
export interface Value<T> {
  get(): T;
  /** Calls `listener` on every change. @returns a function that unsubscribes */
  listen(listener: (value: T) => void): () => void;
  /** Like `listen`, but also calls it at once. */
  subscribe(listener: (value: T) => void): () => void;
}

/** A writable value. */
export interface WritableValue<T> extends Value<T> {
  set(value: T): void;
}

/** Creates a value. */
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
