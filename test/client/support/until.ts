import { vi } from 'vitest';
import type { ReadableAtom } from 'nanostores';

/** A busy machine is slow; what does not come at all is told soon enough. */
const PATIENCE_MS = 15_000;
vi.setConfig({ testTimeout: 2 * PATIENCE_MS });

/**
 * Waits until a store is as it should be, listening as a reader would.
 *
 * @throws {Error} with the last value, when it never is
 */
export function until<Value>(
  store: Pick<ReadableAtom<Value>, 'subscribe'>,
  predicate: (value: Value) => boolean,
  ms = PATIENCE_MS,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    let last: unknown;
    let stop = (): void => {};
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`It never came to be; the last value was ${JSON.stringify(last)?.slice(0, 600)}.`));
    }, ms);
    const undo = store.subscribe((value) => {
      last = value;
      if (!predicate(value)) return;
      clearTimeout(timer);
      queueMicrotask(() => stop());
      resolve(value);
    });
    stop = undo;
  });
}

/** Waits until something said by others comes true; looks again after every turn of the event loop. */
export async function eventually(condition: () => boolean | Promise<boolean>, ms = PATIENCE_MS): Promise<void> {
  const end = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`It never came true: ${condition.toString()}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Lets everything happen that is about to: for what must not happen. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Everything a store says from now on. */
export function record<Value>(store: Pick<ReadableAtom<Value>, 'subscribe'>): Value[] {
  const values: Value[] = [];
  store.subscribe((value) => void values.push(value));
  return values;
}
