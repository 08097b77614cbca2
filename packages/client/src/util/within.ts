import type { Ports } from '../ports/ports.types.js';
import { moment, msSince } from './moment.js';

/**
 * Awaits a promise for at most `ms`.
 *
 * @param again - called after that time, with how long it was; whether to wait as long again
 * @throws after that time, or what the promise throws
 */
export function within<Value>(
  ports: Ports,
  ms: number,
  promise: Promise<Value>,
  again = (_passedMs: number): boolean => false,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    let cancel = (): void => {};
    const wait = (): void => {
      const began = moment(ports);
      cancel = ports.after(ms, () => (again(msSince(ports, began)) ? wait() : reject(new Error('No answer.'))));
    };
    wait();
    void promise.then(resolve, reject).finally(() => cancel());
  });
}
