import type { Ports } from '../ports/ports.types.js';

/**
 * Awaits a promise for at most `ms`.
 *
 * @param onLate - called when the time is over
 * @throws after that time, or what the promise throws
 */
export function within<Value>(
  { after }: Ports,
  ms: number,
  promise: Promise<Value>,
  onLate?: () => void,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const cancel = after(ms, () => {
      onLate?.();
      reject(new Error(`No answer within ${ms} ms.`));
    });
    void promise.then(resolve, reject).finally(cancel);
  });
}
