import { onMount, type WritableAtom } from 'nanostores';

/**
 * Retains the event stream while a store has listeners, and calls `onFirst` for the first of them.
 *
 * @returns tells whether the store has listeners
 */
export function whileObserved<Value>(
  store: WritableAtom<Value>,
  retain: () => () => void,
  onFirst: () => void,
): () => boolean {
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
  return () => observed;
}
