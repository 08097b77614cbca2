import type { PortLocks } from '../ports/ports.types.js';

/** A lock that this page holds. */
export interface HeldLock {
  readonly release: () => void;
  /** Whether another page has taken it. */
  readonly lost: () => boolean;
  /** Calls `listener` when another page takes it. */
  readonly onLost: (listener: () => void) => void;
}

/** Takes a lock if no page holds it. @returns `undefined` if one does */
export function tryLock(locks: PortLocks, name: string): Promise<HeldLock | undefined> {
  return new Promise((resolve, reject) => {
    hold(locks, name, { ifAvailable: true }, resolve).catch(reject);
  });
}

/**
 * Waits for a lock.
 *
 * @param got - called once, unless waiting is given up before
 * @returns gives up waiting; a lock that was got stays
 */
export function requestLock(locks: PortLocks, name: string, got: (lock: HeldLock) => void): () => void {
  const waiting = new AbortController();
  hold(locks, name, { signal: waiting.signal }, (lock) => lock && got(lock)).catch(() => {});
  return () => waiting.abort();
}

/** Takes a lock from the page that holds it. @param refused - called if the browser does not let it */
export function stealLock(locks: PortLocks, name: string, got: (lock: HeldLock) => void, refused: () => void): void {
  hold(locks, name, { steal: true }, (lock) => lock && got(lock)).catch(refused);
}

/** @returns rejects when the lock cannot be had; resolves when it was released or lost */
async function hold(
  locks: PortLocks,
  name: string,
  options: Parameters<PortLocks['request']>[1],
  got: (lock: HeldLock | undefined) => void,
): Promise<void> {
  let release = (): void => {};
  let onLost: (() => void) | undefined;
  let held = false;
  let lost = false;
  const released = new Promise<void>((resolve) => (release = resolve));
  try {
    await locks.request(name, options, (lock) => {
      if (!lock) return got(undefined);
      held = true;
      got({ release, lost: () => lost, onLost: (listener) => (onLost = listener) });
      return released;
    });
  } catch (error) {
    if (!held) throw error;
    lost = true;
    onLost?.();
  }
}
