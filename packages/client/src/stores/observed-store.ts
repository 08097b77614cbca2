import { atom, onMount, type WritableAtom } from 'nanostores';

/** A store that knows whether it has listeners. */
export interface ObservedStore<Value> {
  readonly store: WritableAtom<Value>;
  readonly observed: () => boolean;
}

/**
 * Creates a store that retains the event stream while it has listeners.
 *
 * @param onFirst - called for the first of its listeners
 * @param onNone - called when the last one is gone
 */
export function createObservedStore<Value>(
  initial: Value,
  retain: () => () => void,
  onFirst: () => void,
  onNone?: () => void,
): ObservedStore<Value> {
  const store = atom(initial);
  let observed = false;
  onMount(store, () => {
    observed = true;
    const release = retain();
    onFirst();
    return () => {
      observed = false;
      release();
      onNone?.();
    };
  });
  return { store, observed: () => observed };
}
