import { onMount, type WritableAtom } from 'nanostores';

/**
 * Holds the stream while anybody listens to a store, and begins its work with the first who does.
 *
 * @returns whether somebody listens
 */
export function whileShown<Value>(
  store: WritableAtom<Value>,
  hold: () => () => void,
  begin: () => void,
): () => boolean {
  let shown = false;
  onMount(store, () => {
    shown = true;
    const release = hold();
    begin();
    return () => {
      shown = false;
      release();
    };
  });
  return () => shown;
}
