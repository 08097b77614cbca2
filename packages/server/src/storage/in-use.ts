import type { Store } from './store.js';

/** A store, with the number of its calls that have not been answered. */
export interface StoreInUse {
  readonly store: Store;
  /** How many calls wait. */
  readonly waiting: () => number;
}

/** Counts the calls of a store that wait for its database. */
export function storeInUse(inner: Store): StoreInUse {
  let waiting = 0;
  const counted =
    (method: (...args: unknown[]) => unknown) =>
    async (...args: unknown[]): Promise<unknown> => {
      waiting++;
      try {
        return await method.apply(inner, args);
      } finally {
        waiting--;
      }
    };
  const known = new Map<string | symbol, unknown>();
  const store = new Proxy(inner, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      const wrapped = known.get(name) ?? counted(member as (...args: unknown[]) => unknown);
      known.set(name, wrapped);
      return wrapped;
    },
  });
  return { store, waiting: () => waiting };
}
