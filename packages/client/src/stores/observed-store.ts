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
 */
export function createObservedStore<Value>(
  initial: Value,
  retain: () => () => void,
  onFirst: () => void,
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
    };
  });
  return { store, observed: () => observed };
}
