import { atom, onMount, type ReadableAtom, type WritableAtom } from 'nanostores';
import type { ClientStorage } from '../storage/storage.types.js';
import { isObject } from '../transport/checks.js';

/** How long after a change a draft is written to storage. */
const WRITE_AFTER_MS = 250;

/** Content of a form, by field key. Kept per account, ticket and form until it is sent and confirmed. */
export type Draft = Readonly<Record<string, unknown>>;

/**
 * Drafts live here and not in elements, which can be removed at any time. They are written to storage and survive a reload. A command's
 * draft is deleted once the command is confirmed, unless it was changed after sending.
 */
export interface Drafts {
  /** @param form - the form's name by `formOf`, such as `decline`; `staff-message` for a message to or from staff */
  draft(ticketId: string, form: string): ReadableAtom<Draft | undefined>;
  /** Every draft of a ticket by its form, including forms that the ticket no longer offers. */
  all(ticketId: string): ReadableAtom<ReadonlyMap<string, Draft>>;
  /**
   * Resolves to every draft of a ticket by its form, once those in storage have been read. A form that is filled in earlier waits for it
   * before it calls `set`, and shows both: what it finds, and what has been typed.
   */
  load(ticketId: string): Promise<ReadonlyMap<string, Draft>>;
  /**
   * Replaces a draft. If the stored one has not been read yet, its other fields are kept; a text that both have is kept as a draft of its own,
   * whose form is this one's with a suffix that begins with `~`.
   */
  set(ticketId: string, form: string, draft: Draft): void;
  clear(ticketId: string, form: string): void;
}

/** The store behind {@link Drafts}. */
export interface DraftsStore {
  readonly drafts: Drafts;
  /** Returns a draft as JSON, if it is in memory. */
  readonly serialized: (ticketId: string, form: string) => string | undefined;
  /** Deletes the draft of a confirmed command, unless it was changed since. */
  readonly clearIfUnchanged: (ticketId: string, form: string, sent: string) => Promise<void>;
  /** Sets whose drafts these are. Without an owner they are kept in memory only. */
  readonly setOwner: (owner: string | undefined) => void;
  /** Clears everything in memory, because the account has changed. */
  readonly reset: () => void;
  /** Writes unsaved changes to storage. */
  readonly flush: () => void;
}

interface DraftEntry {
  readonly store: WritableAtom<Draft | undefined>;
  value: Draft | undefined;
  /** Set or cleared on this page: storage has an older draft. */
  edited: boolean;
  unsaved: boolean;
  /** What storage has is not known yet. */
  unread: boolean;
  /** Cleared before it was read: what storage has was sent or discarded. */
  cleared: boolean;
  /** Whether storage has a copy under a key of this page, because the entry was unread. */
  beside: boolean;
  /** What was typed before it was read, what both became, and what of it is stored only. */
  joined?: { readonly typed: Draft; readonly value: Draft; readonly rest: Draft } | undefined;
  reading: Promise<void>;
  /** Id of the last read; results of earlier reads are out of date. */
  readId: number;
}

/**
 * Creates drafts without an owner.
 *
 * @param identify - starts to find out who the account is
 * @param closed - nothing is shown after that
 */
export function createDrafts(
  storage: ClientStorage,
  identify: () => Promise<unknown>,
  closed: AbortSignal,
): DraftsStore {
  const entries = new Map<string, DraftEntry>();
  /** The stores of {@link Drafts.all}, by ticket. */
  const lists = new Map<string, WritableAtom<ReadonlyMap<string, Draft>>>();
  /** What is read of a ticket for this owner, or was. */
  const readings = new Map<string, Promise<void>>();
  let owner: string | undefined;
  /** Counts owners: the same one may come back. */
  let ownerEpoch = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ownCopy = suffix();

  const prefixOf = (ticketId: string): string => `${encodeURIComponent(ticketId)}/`;
  const keyOf = (ticketId: string, form: string): string => prefixOf(ticketId) + encodeURIComponent(form);

  /** @param stored - what was read of it; otherwise it is read now */
  function entryOf(key: string, stored?: Draft): DraftEntry {
    const found = entries.get(key);
    if (found) return found;
    const entry: DraftEntry = {
      store: atom(stored),
      value: stored,
      edited: false,
      unsaved: false,
      unread: false,
      cleared: false,
      beside: false,
      reading: Promise.resolve(),
      readId: 0,
    };
    entries.set(key, entry);
    onMount(entry.store, () => void identify());
    if (!stored) entry.reading = read(key, entry);
    return entry;
  }

  function set(key: string, entry: DraftEntry, value: Draft | undefined): void {
    entry.value = value;
    entry.store.set(value);
    publish(decodeURIComponent(key.slice(0, key.indexOf('/'))));
  }

  function publish(ticketId: string): void {
    lists.get(ticketId)?.set(inMemory(ticketId));
  }

  /** The drafts of a ticket that are in memory, by form. */
  function inMemory(ticketId: string): ReadonlyMap<string, Draft> {
    const prefix = prefixOf(ticketId);
    return new Map(
      [...entries].flatMap(([key, { value }]) =>
        value && key.startsWith(prefix) ? [[decodeURIComponent(key.slice(prefix.length)), value] as const] : [],
      ),
    );
  }

  function all(ticketId: string): ReadableAtom<ReadonlyMap<string, Draft>> {
    const found = lists.get(ticketId);
    if (found) return found;
    const list = atom(inMemory(ticketId));
    lists.set(ticketId, list);
    onMount(list, () => void identify());
    void readAll(ticketId);
    return list;
  }

  /** Reads every stored draft of a ticket into memory. Who asks meanwhile waits for the same reading. */
  function readAll(ticketId: string): Promise<void> {
    if (owner === undefined) return Promise.resolve();
    const found = readings.get(ticketId);
    if (found) return found;
    const reading = readEntries(ticketId, owner)
      .catch(() => {})
      .finally(() => {
        if (readings.get(ticketId) === reading) readings.delete(ticketId);
      });
    readings.set(ticketId, reading);
    return reading;
  }

  async function readEntries(ticketId: string, reader: string): Promise<void> {
    const epoch = ownerEpoch;
    const stored = await storage.entries(reader + prefixOf(ticketId));
    if (epoch !== ownerEpoch || closed.aborted) return;
    // Those that are known are read by themselves, or were changed.
    for (const [key, value] of stored)
      if (isObject(value) && !key.endsWith(ownCopy)) entryOf(key.slice(reader.length), value as Draft);
    publish(ticketId);
  }

  async function read(key: string, entry: DraftEntry): Promise<void> {
    const readId = ++entry.readId;
    entry.unread = true;
    if (owner === undefined) return;
    // The account may change during the read, or change and come back.
    try {
      const [copy, stored] = await Promise.all([
        // Written before this account left and came back.
        entry.beside && storage.get(owner + key + ownCopy),
        storage.get(owner + key),
      ]);
      if (readId !== entry.readId || (closed.aborted && !entry.edited)) return;
      entry.unread = false;
      if (isObject(copy)) {
        join(key, entry, copy as Draft);
        entry.edited = entry.unsaved = true;
      }
      if (isObject(stored)) join(key, entry, stored as Draft);
    } catch {
      // It stays unread, and nothing is written over it.
    }
    if (readId !== entry.readId || !entry.unsaved) return;
    if (closed.aborted) flush();
    else save(entry);
  }

  /** Takes over what storage has. What was sent or discarded since is not brought back, nor a setting's former members. */
  function join(key: string, entry: DraftEntry, stored: Draft): void {
    const typed = entry.value;
    if (!entry.edited) return set(key, entry, stored);
    if (!typed || entry.cleared || isSetting(key)) return;
    const rest: Record<string, unknown> = {};
    let lost = false;
    for (const [field, was] of Object.entries(stored)) {
      if (!(field in typed)) rest[field] = was;
      // A text, or texts in an object, that what was typed does not contain.
      else if (/str|obj/.test(typeof was))
        lost ||= !JSON.stringify(typed[field] ?? '').includes(JSON.stringify(was).slice(1, -1));
    }
    if (lost) save(entryOf(key + suffix(), stored));
    const value = { ...rest, ...typed };
    entry.joined = { typed, value, rest };
    entry.unsaved = true;
    if (closed.aborted) entry.value = value;
    else set(key, entry, value);
  }

  function change(ticketId: string, form: string, value: Draft | undefined): void {
    const key = keyOf(ticketId, form);
    const entry = entryOf(key);
    entry.edited = true;
    if (!value) entry.cleared = entry.unread;
    set(key, entry, value);
    save(entry);
  }

  function save(entry: DraftEntry): void {
    entry.unsaved = true;
    timer ??= setTimeout(flush, WRITE_AFTER_MS);
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (owner === undefined) return;
    for (const [key, entry] of entries) {
      if (!entry.unsaved) continue;
      const beside = entry.unread && !entry.cleared && !isSetting(key);
      if (entry.beside && !beside) write(key + ownCopy);
      write(beside ? key + ownCopy : key, entry.value);
      entry.unsaved = entry.beside = beside;
    }
  }

  function write(key: string, value?: Draft): void {
    (value ? storage.set(owner + key, value) : storage.delete(owner + key)).catch(() => {});
  }

  function forget(key: string, entry: DraftEntry): void {
    entry.edited = entry.unsaved = entry.cleared = false;
    set(key, entry, undefined);
  }

  const drafts: Drafts = {
    draft: (ticketId, form) => entryOf(keyOf(ticketId, form)).store,
    all,
    async load(ticketId) {
      const list = all(ticketId);
      const prefix = prefixOf(ticketId);
      for (;;) {
        await identify();
        const epoch = ownerEpoch;
        await readAll(ticketId);
        await Promise.all(
          [...entries].map(([key, { reading }]) => (key.startsWith(prefix) ? reading : Promise.resolve())),
        );
        if (epoch === ownerEpoch) return list.get();
      }
    },
    set: change,
    clear(ticketId, form) {
      change(ticketId, form, undefined);
      flush();
    },
  };

  return {
    drafts,
    serialized: (ticketId, form) => toJson(entries.get(keyOf(ticketId, form))?.value),
    async clearIfUnchanged(ticketId, form, sent) {
      const entry = entryOf(keyOf(ticketId, form));
      const sender = owner;
      // An earlier page's draft may exist only in storage.
      if (entry.unread) await entry.reading;
      if (sender !== owner) return;
      const { value, joined } = entry;
      if (toJson(value) === sent) drafts.clear(ticketId, form);
      // Sent before the stored one was read: what only that one has was not sent.
      else if (joined && joined.value === value && toJson(joined.typed) === sent) {
        change(ticketId, form, Object.keys(joined.rest).length > 0 ? joined.rest : undefined);
        flush();
      }
    },
    reset() {
      flush();
      owner = undefined;
      ownerEpoch++;
      readings.clear();
      for (const [key, entry] of entries) forget(key, entry);
    },
    setOwner(next) {
      if (next === owner) return;
      flush();
      const previous = owner;
      owner = next;
      ownerEpoch++;
      readings.clear();
      for (const [key, entry] of entries) {
        // Keep what was typed before the account was known.
        if (previous !== undefined) forget(key, entry);
        entry.reading = read(key, entry);
      }
      for (const ticketId of lists.keys()) void readAll(ticketId);
    },
    flush,
  };
}

const toJson = (draft: Draft | undefined): string | undefined => draft && JSON.stringify(draft);

/** Whether it is a draft of no ticket. */
const isSetting = (key: string): boolean => key.startsWith('/');

/** Ends the form's name of a draft that is kept beside the form's own. */
const suffix = (): string => `~${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
