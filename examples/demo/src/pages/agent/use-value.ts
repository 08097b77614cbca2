import { useSyncExternalStore } from 'react';

/** Reads a store and rerenders when it changes. */
export function useValue<T>(value: { get(): T; listen(listener: () => void): () => void }): T {
  return useSyncExternalStore(
    (changed) => value.listen(() => changed()),
    () => value.get(),
  );
}
