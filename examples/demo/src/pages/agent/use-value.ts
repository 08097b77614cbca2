import { useSyncExternalStore } from 'react';

/** Reads a store of Sidecard's client or of the host, and draws anew when it changes. */
export function useValue<T>(value: { get(): T; listen(listener: () => void): () => void }): T {
  return useSyncExternalStore(
    (changed) => value.listen(() => changed()),
    () => value.get(),
  );
}
