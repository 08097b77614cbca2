import type { PortLocks, Ports } from '../ports/ports.types.js';
import { type HeldLock, requestLock, stealLock, tryLock } from '../tabs/locks.js';
import { createReaderTimeout, type ReaderTimeout } from '../tabs/reader-timeout.js';
import { isObject } from '../transport/checks.js';
import type { StoredEntry } from './entries.js';
import type { EntryResult } from './queue-entry.js';
import { isStoredEntry } from './stored-entries.js';

/** Version of what pages tell each other. Pages of another one do not hear it. */
const NOTES_VERSION = 1;

/** What pages with the same outbox tell each other. */
export type OutboxNote =
  /** An entry was added or has changed. `kept`: storage has had it, so that who finds it there no more knows that it was sent. */
  | { readonly kind: 'entry'; readonly stored: StoredEntry; readonly kept: boolean }
  /** An entry was carried out, with its result, or dismissed. */
  | { readonly kind: 'gone'; readonly key: string; readonly result?: EntryResult }
  /** The user wants everything to be tried again now. */
  | { readonly kind: 'wake' }
  /** Whoever sends this queue shall say so. */
  | { readonly kind: 'ping'; readonly queue: string }
  | { readonly kind: 'alive'; readonly queue: string };

/** The outbox that all pages of an account have. */
export interface SharedOutbox {
  readonly post: (note: OutboxNote) => void;
  /**
   * Does a turn of a queue while no other page sends it.
   *
   * @param turn - called, if another page had its turn in between, with what tells whether one has taken this turn too
   */
  readonly alone: (queue: string, turn: (lost?: () => unknown) => Promise<void>) => Promise<void>;
  readonly close: () => void;
}

/**
 * Joins the pages that share an account's outbox: one page at a time sends a queue, and another one goes on when it is closed or hangs.
 *
 * @param name - names the storage and the account
 * @returns `undefined` where there are no locks or channels
 */
export function shareOutbox(
  ports: Ports,
  name: string,
  onNote: (note: OutboxNote & { readonly kind: 'entry' | 'gone' | 'wake' }) => void,
): SharedOutbox | undefined {
  return ports.locks && shareWith(ports.locks, ports, name, onNote);
}

function shareWith(
  locks: PortLocks,
  ports: Ports,
  name: string,
  onNote: Parameters<typeof shareOutbox>[2],
): SharedOutbox | undefined {
  const lockName = (queue: string): string => `${name} ${queue}`;
  const held = new Map<string, HeldLock>();
  const waiting = new Map<string, { readonly timeout: ReaderTimeout; readonly giveUp: () => void }>();
  let closed = false;

  function onMessage(message: unknown): void {
    if (!isObject(message) || closed) return;
    // Every script of this origin can write to the channel.
    const note = message as OutboxNote;
    if (note.kind === 'ping') {
      if (held.get(note.queue)?.lost() === false) sayAlive(note.queue);
    } else if (note.kind === 'alive') waiting.get(note.queue)?.timeout.isAlive();
    else if (note.kind === 'entry' ? isStoredEntry(note.stored) : note.kind === 'wake' || isGone(note)) onNote(note);
  }

  let channel: ReturnType<Ports['openChannel']>;
  try {
    channel = ports.openChannel(`${name} ${NOTES_VERSION}`, onMessage);
  } catch {
    return undefined;
  }

  function post(note: OutboxNote): void {
    try {
      if (!closed) channel.post(note);
    } catch {
      // A value that cannot be copied: it cannot be stored either.
    }
  }

  const sayAlive = (queue: string): void => post({ kind: 'alive', queue });

  /** @returns nothing once this page has left, or if it may not take over: then it asks again */
  function waitForLock(queue: string): Promise<HeldLock | undefined> {
    return new Promise((resolve) => {
      let done = false;
      const end = (lock?: HeldLock): void => {
        if (done) return lock?.release();
        done = true;
        timeout.end();
        abort();
        waiting.delete(queue);
        resolve(lock);
      };
      const ping = (): void => post({ kind: 'ping', queue });
      const abort = requestLock(locks, lockName(queue), end);
      const timeout = createReaderTimeout(ports, ping, () => {
        abort();
        stealLock(locks, lockName(queue), end, () => end());
      });
      waiting.set(queue, { timeout, giveUp: end });
      ping();
    });
  }

  return {
    post,
    async alone(queue, turn) {
      let lock: HeldLock | undefined;
      let lost: (() => unknown) | undefined;
      try {
        lock = await tryLock(locks, lockName(queue));
      } catch {
        // Documents of an opaque origin may not use locks.
        return closed ? undefined : turn(() => {});
      }
      if (!lock && !closed) {
        lock = await waitForLock(queue);
        lost = lock?.lost;
      }
      if (closed || !lock) return lock?.release();
      held.set(queue, lock);
      // Who has asked before this page had its turn would take it away.
      sayAlive(queue);
      try {
        await turn(lost);
      } finally {
        held.delete(queue);
        lock.release();
      }
    },
    close() {
      closed = true;
      for (const { giveUp } of waiting.values()) giveUp();
      channel.close();
    },
  };
}

function isGone({ kind, key, result }: Readonly<Record<string, unknown>>): boolean {
  return kind === 'gone' && typeof key === 'string' && (result === undefined || isObject(result));
}
