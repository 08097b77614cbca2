import { atom, onMount, type ReadableAtom, type WritableAtom } from 'nanostores';
import type { Draft } from '../model/drafts.js';
import { createDraftEntry, type DraftEntry, forgetAll, letGo } from './draft-entry.js';
import { isBeside, prefixOf, ticketOf } from './draft-keys.js';
import { includesDraft } from './merge-drafts.js';

/** The drafts of an account that are in memory, and the stores that show them. */
export interface DraftsInMemory {
  readonly entries: ReadonlyMap<string, DraftEntry>;
  /** Whether the drafts of a ticket are shown all together. */
  readonly isShown: (ticketId: string) => boolean;
  /** Whether a draft that is kept beside another one has nothing that is not in that one, or is what another page keeps of this one's. */
  readonly isCopy: (key: string, value: Draft) => boolean;
  /** @param stored - what was read of it; otherwise it is read now */
  readonly entryOf: (key: string, stored?: Draft) => DraftEntry;
  readonly set: (key: string, entry: DraftEntry, value: Draft | undefined) => void;
  /** Shows what is there of a ticket. */
  readonly publish: (ticketId: string) => void;
  readonly all: (ticketId: string) => ReadableAtom<ReadonlyMap<string, Draft>>;
  /** Reads every stored draft of a ticket, and waits for what is being read of it. */
  readonly load: (ticketId: string) => Promise<void>;
  /** Reads those of the tickets that are shown, whatever is being read. */
  readonly readAgain: () => void;
  /** What is kept beside a draft, by key. */
  readonly besides: (key: string) => readonly (readonly [string, Draft])[];
  /** What was changed since it was stored, by key. */
  readonly unsaved: () => readonly (readonly [string, DraftEntry])[];
  /** It was sent or discarded. */
  readonly forget: (key: string, entry: DraftEntry) => void;
  /** Another account's is not known. */
  readonly leaveToOwner: (key: string, entry: DraftEntry) => void;
}

/**
 * Creates a memory without drafts.
 *
 * @param isOwn - whether other pages keep this one's draft under that key
 * @param onShown - called with the first listener of a store
 * @param read - reads one draft; `readEntries`, every stored draft of a ticket
 */
export function createDraftsInMemory(
  isOwn: (key: string) => boolean,
  onShown: () => void,
  read: (key: string, entry: DraftEntry) => Promise<void>,
  readEntries: (ticketId: string) => Promise<void>,
): DraftsInMemory {
  const entries = new Map<string, DraftEntry>();
  const lists = new Map<string, WritableAtom<ReadonlyMap<string, Draft>>>();
  /** What is being read of a ticket. */
  const readings = new Map<string, Promise<void>>();

  function isCopy(key: string, value: Draft): boolean {
    const other = isBeside(key) ? entries.get(key.slice(0, key.lastIndexOf('~')))?.value : undefined;
    return isOwn(key) || (other !== undefined && includesDraft(other, value));
  }

  /** Returns the drafts of a ticket that are in memory, by form. */
  function inMemory(ticketId: string): ReadonlyMap<string, Draft> {
    const prefix = prefixOf(ticketId);
    return new Map(
      [...entries].flatMap(([key, { value }]) =>
        value && key.startsWith(prefix) && !isCopy(key, value)
          ? [[decodeURIComponent(key.slice(prefix.length)), value] as const]
          : [],
      ),
    );
  }

  function publish(ticketId: string): void {
    lists.get(ticketId)?.set(inMemory(ticketId));
  }

  /** Who asks meanwhile waits for the same reading. */
  function readAll(ticketId: string): Promise<void> {
    const found = readings.get(ticketId);
    if (found) return found;
    const reading = readEntries(ticketId)
      .catch(() => {})
      .finally(() => {
        if (readings.get(ticketId) === reading) readings.delete(ticketId);
      });
    readings.set(ticketId, reading);
    return reading;
  }

  function set(key: string, entry: DraftEntry, value: Draft | undefined): void {
    entry.value = value;
    entry.store.set(value);
    publish(ticketOf(key));
  }

  function forget(key: string, entry: DraftEntry): void {
    letGo(entry);
    entry.edited = entry.unsaved = entry.cleared = false;
    entry.base = undefined;
    set(key, entry, undefined);
  }

  return {
    entries,
    isShown: (ticketId) => lists.has(ticketId),
    isCopy,
    entryOf(key, stored) {
      const found = entries.get(key);
      if (found) return found;
      const entry = createDraftEntry(stored);
      entries.set(key, entry);
      onMount(entry.store, onShown);
      if (!stored) entry.reading = read(key, entry);
      return entry;
    },
    set,
    publish,
    all(ticketId) {
      const found = lists.get(ticketId);
      if (found) return found;
      const list = atom(inMemory(ticketId));
      lists.set(ticketId, list);
      onMount(list, onShown);
      void readAll(ticketId);
      return list;
    },
    async load(ticketId) {
      await readAll(ticketId);
      const prefix = prefixOf(ticketId);
      await Promise.all(
        [...entries].map(([key, { reading }]) => (key.startsWith(prefix) ? reading : Promise.resolve())),
      );
    },
    readAgain() {
      readings.clear();
      for (const ticketId of lists.keys()) void readAll(ticketId);
    },
    besides: (key) =>
      [...entries].flatMap(([copy, { value }]) =>
        value && copy.startsWith(`${key}~`) ? [[copy, value] as const] : [],
      ),
    unsaved: () => [...entries].filter(([, entry]) => entry.unsaved),
    forget,
    leaveToOwner(key, entry) {
      forget(key, entry);
      forgetAll(entry);
    },
  };
}
