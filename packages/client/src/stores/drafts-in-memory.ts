import { atom, onMount, type ReadableAtom, type WritableAtom } from 'nanostores';
import type { Draft } from '../model/drafts.js';
import { createDraftEntry, type DraftEntry } from './draft-entry.js';
import { isBeside, prefixOf, ticketOf } from './draft-keys.js';
import { includesDraft } from './merge-drafts.js';

/** The drafts of an account that are in memory, and the stores that show them. */
export interface DraftsInMemory {
  readonly entries: ReadonlyMap<string, DraftEntry>;
  /** The tickets whose drafts are shown all together. */
  readonly tickets: () => Iterable<string>;
  readonly isShown: (ticketId: string) => boolean;
  /** Whether a draft that is kept beside another one has nothing that is not in that one, or is what another page keeps of this one's. */
  readonly isCopy: (key: string, value: Draft) => boolean;
  /** @param stored - what was read of it; otherwise it is read now */
  readonly entryOf: (key: string, stored?: Draft) => DraftEntry;
  readonly set: (key: string, entry: DraftEntry, value: Draft | undefined) => void;
  /** Shows what is there of a ticket. */
  readonly publish: (ticketId: string) => void;
  readonly all: (ticketId: string) => ReadableAtom<ReadonlyMap<string, Draft>>;
}

/**
 * Creates a memory without drafts.
 *
 * @param isOwn - whether other pages keep this one's draft under that key
 * @param onShown - called with the first listener of a store
 * @param read - reads one draft; `readAll`, every stored draft of a ticket
 */
export function createDraftsInMemory(
  isOwn: (key: string) => boolean,
  onShown: () => void,
  read: (key: string, entry: DraftEntry) => Promise<void>,
  readAll: (ticketId: string) => Promise<void>,
): DraftsInMemory {
  const entries = new Map<string, DraftEntry>();
  const lists = new Map<string, WritableAtom<ReadonlyMap<string, Draft>>>();

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

  return {
    entries,
    tickets: () => lists.keys(),
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
    set(key, entry, value) {
      entry.value = value;
      entry.store.set(value);
      publish(ticketOf(key));
    },
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
  };
}
