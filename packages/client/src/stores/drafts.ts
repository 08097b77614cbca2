import { atom } from 'nanostores';
import type { Draft, Drafts } from '../model/drafts.js';
import type { DraftNote, SharedDrafts } from '../tabs/shared-drafts.js';
import { isObject } from '../transport/checks.js';
import { memoize } from '../util/memoize.js';
import { moment, msSince } from '../util/moment.js';
import { succeeds } from '../util/succeeds.js';
import { type DraftEntry, goOnFrom, keepApart, know, letGo, lineAgain, lineOf } from './draft-entry.js';
import { isBeside, isSetting, keyOf, nameOf, prefixOf, suffix, ticketOf } from './draft-keys.js';
import { createDraftsInMemory } from './drafts-in-memory.js';
import type { DraftsOptions, DraftsStore } from './drafts.types.js';
import { includesDraft, mergeDrafts, toJson, without } from './merge-drafts.js';

/** How long after a change a draft is written to storage. */
const WRITE_AFTER_MS = 250;
/** A write that takes longer, in milliseconds, is told again. */
const LATE_MS = 100;
/** How long after storage has refused a draft it is asked again. */
const WRITE_AGAIN_MS = 10_000;

/** Creates drafts without an owner. */
export function createDrafts({ ports, storage, identify, closed, share }: DraftsOptions): DraftsStore {
  /** Ends the names under which other pages keep what this one writes, until it leaves them. */
  let page = suffix(ports);
  const isOwn = (key: string): boolean => key.endsWith(page);
  const memory = createDraftsInMemory(isOwn, () => void identify(), read, readEntries);
  const { entries, entryOf, set, publish, all, isCopy, besides, unsaved, forget, load } = memory;
  let owner: string | undefined;
  /** Counts owners: the same one may come back. */
  let ownerEpoch = 0;
  let cancelWrite: (() => void) | undefined;
  let cancelRetry: (() => void) | undefined;
  const ownCopy = suffix(ports);
  let shared: SharedDrafts | undefined;
  let stopJoining: (() => void) | undefined;
  const elsewhere = memoize((_ticketId: string) => atom<ReadonlySet<string>>(new Set()));

  /** Reads every stored draft of a ticket into memory. */
  async function readEntries(ticketId: string): Promise<void> {
    const reader = owner;
    if (reader === undefined) return;
    const epoch = ownerEpoch;
    const stored = await storage.entries(reader + prefixOf(ticketId));
    if (epoch !== ownerEpoch || closed.aborted) return;
    // Those that are known are read by themselves, or were changed.
    for (const [key, value] of stored)
      if (isObject(value) && !key.endsWith(ownCopy)) entryOf(key.slice(reader.length), value as Draft);
    publish(ticketId);
  }

  /** @param again - whether it was read before: what fails then changes nothing */
  async function read(key: string, entry: DraftEntry, again = false): Promise<void> {
    const readId = ++entry.readId;
    entry.heard = false;
    if (!again) entry.unread = true;
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
        meet(key, entry, copy as Draft);
        entry.edited = entry.unsaved = true;
        // It is nobody else's.
        entry.base = undefined;
      }
      // What was told meanwhile may be newer.
      if (isObject(stored) && !entry.heard) meet(key, entry, stored as Draft);
      else if (again && !stored && !entry.edited && !entry.heard) forget(key, entry);
    } catch {
      // It stays unread, and nothing is written over it.
      if (readId === entry.readId && entry.unread) entry.unread = 'failed';
    }
    // What it had is known now, or nothing is deleted that could not be read; what it has later is new.
    if (readId === entry.readId) entry.cleared = false;
    if (readId !== entry.readId || !entry.unsaved) return;
    if (closed.aborted) flush();
    else save(entry);
  }

  /**
   * Takes over what storage or another page has, if this page has not had it. What was sent or discarded since is not brought back, nor a
   * setting's former members.
   *
   * @param from - the page that has it, where that is known
   */
  function meet(key: string, entry: DraftEntry, theirs: Draft, from?: string): void {
    const { value: ours, base, edited, cleared, had } = entry;
    if (entry.known.includes(toJson(theirs) ?? '')) return;
    know(entry, theirs);
    entry.base = theirs;
    entry.had = toJson(theirs);
    // What was not changed since this page and the others had the same.
    if (!edited || (!cleared && toJson(ours) === toJson(base))) return set(key, entry, theirs);
    if (cleared || isSetting(key)) return;
    // Written in another page since this one sent or discarded it.
    if (!ours) return set(key, entry, theirs);
    if (isBeside(key)) return;
    entry.had = had;
    const { value, lost } = mergeDrafts(base, ours, theirs);
    if (lost) {
      keepApart(entry, theirs);
      keepBeside(key, theirs, from);
    }
    entry.joined = { typed: ours, value, rest: without(value, ours) };
    entry.unsaved = toJson(value) !== toJson(theirs);
    if (closed.aborted) entry.value = value;
    else set(key, entry, value);
  }

  /** Stores a draft of another page beside this one's, in place of what that page had before, or of what it goes on from. */
  function keepBeside(key: string, theirs: Draft, from?: string): void {
    const former = from ? undefined : besides(key).find(([, text]) => includesDraft(theirs, text));
    const copy = from ? key + from : (former?.[0] ?? key + suffix(ports));
    const entry = entryOf(copy, theirs);
    if (entry.edited && toJson(entry.value) === toJson(theirs)) return;
    // Nobody but the page that writes it knows better.
    entry.edited = true;
    set(copy, entry, theirs);
    void writeEntry(copy, entry);
  }

  /** Drafts that are kept beside this one are needed no more. */
  function dropBeside(key: string, isOld: (copy: string, text: Draft) => boolean): void {
    for (const [copy, text] of besides(key)) if (isOld(copy, text)) change(ticketOf(copy), nameOf(copy), undefined);
  }

  /** Another page has changed a draft, or tells of it once more. */
  function onNote(note: DraftNote): void {
    const { key, value, again, unsaved: isUnsaved } = note;
    const isKept = isUnsaved && value !== undefined && !isSetting(key);
    if (!entries.has(key) && !memory.isShown(ticketOf(key)) && !isKept) return;
    const entry = entryOf(key);
    const json = toJson(value);
    const had: unknown[] = [...entry.known, ...entry.gone, toJson(entry.value)];
    if (!again || !had.includes(json)) hear(note, entry);
    // Once for each content, and without telling it back.
    if (!isUnsaved || isSetting(key) || entry.refused === json || toJson(entry.value) !== json) return;
    entry.refused = json;
    entry.told = entry.value;
    save(entry);
  }

  function hear({ key, value, known, from }: DraftNote, entry: DraftEntry): void {
    entry.heard = true;
    const isCopyOf = isBeside(key);
    if (isSetting(key) || (isCopyOf && value)) {
      // What was changed here and not told yet is newer; a page that keeps it beside hears of it from the page that writes it.
      if ((entry.unsaved && entry.told !== entry.value) || (isCopyOf && entry.edited && entry.value)) return;
      entry.unsaved = false;
      know(entry, value);
      return set(key, entry, value);
    }
    shared?.mark(ticketOf(key), nameOf(key), value !== undefined);
    const isApart = entry.apart.includes(toJson(value) ?? '');
    // What is kept of a page is what it has now.
    if (value && from && (isApart || entries.get(key + from)?.edited)) keepBeside(key, value, from);
    // Otherwise its page has heard of this one's.
    if (!isApart) goOn({ key, value, known, from }, entry);
    if (!value) dropBeside(key, (copy) => copy === key + from);
  }

  /** Takes over what another page has written in place of what this page knew, or keeps it beside. */
  function goOn({ key, value, known, from }: DraftNote, entry: DraftEntry): void {
    const had = goOnFrom(entry, known, value);
    if (value) meet(key, entry, value, from);
    else if (had === known.at(-1)) forget(key, entry);
    // Typed here since, and storage may not have it any more.
    else if (had !== undefined) entry.unsaved = true;
    if (entry.unsaved) save(entry);
  }

  function change(ticketId: string, form: string, value: Draft | undefined): void {
    const key = keyOf(ticketId, form);
    const entry = entryOf(key);
    entry.edited = true;
    const was = toJson(entry.value);
    if (value) dropBeside(key, (copy, text) => !isOwn(copy) && toJson(text) === was);
    else {
      entry.cleared = entry.unread === true;
      letGo(entry);
      dropBeside(key, isCopy);
    }
    set(key, entry, value);
    save(entry);
  }

  function save(entry: DraftEntry): void {
    entry.unsaved = true;
    cancelWrite ??= ports.after(WRITE_AFTER_MS, writeUnsaved);
  }

  /** Writes what was changed, unless another page has written in the meantime: then both are kept. */
  function writeUnsaved(): void {
    cancelWrite?.();
    cancelWrite = undefined;
    if (owner === undefined) return;
    for (const [key, entry] of unsaved()) tell(key, entry);
    const epoch = ownerEpoch;
    const work = async (): Promise<void> => {
      for (const [key, entry] of unsaved()) {
        // Written at once, or another account's by now.
        if (epoch === ownerEpoch && entry.unsaved) await writeEntry(key, entry, true);
      }
      if (closed.aborted) flush();
    };
    void (shared ? shared.alone(work) : work());
  }

  /** Tells the other pages at once, however long the storage takes; once of each content. */
  function tell(key: string, entry: DraftEntry, unsaved = false): void {
    const { value } = entry;
    if (shared && entry.told !== value) {
      shared.post({ key, value, known: lineOf(entry), from: page, unsaved });
      entry.told = value;
      entry.toldAt = moment(ports);
      entry.had = toJson(value) ?? entry.had;
    } else if (unsaved) tellAgain(key, entry, true);
    know(entry, value);
  }

  /** A setting that was told again would come back over a newer one. */
  function tellAgain(key: string, entry: DraftEntry, unsaved = false): void {
    const { value } = entry;
    if (!isSetting(key)) shared?.post({ key, value, known: lineAgain(entry), from: page, again: true, unsaved });
  }

  /** Writes at once what was changed. */
  function flush(): void {
    cancelWrite?.();
    cancelWrite = undefined;
    if (owner === undefined) return;
    for (const [key, entry] of unsaved()) void writeEntry(key, entry);
  }

  /** @param meets - whether what another page has stored in the meantime is kept, which a page that is closed cannot wait for */
  async function writeEntry(key: string, entry: DraftEntry, meets = false): Promise<void> {
    const epoch = ownerEpoch;
    const isOurs = entry.cleared || isSetting(key);
    const beside = !!entry.unread && !isOurs;
    const hadCopy = entry.beside && !beside;
    const begin = (): Draft | undefined => {
      // A page that does not wait may be gone before storage has it.
      tell(key, entry, !meets);
      entry.unsaved = entry.beside = beside && !!entry.value;
      if (!beside) entry.base = entry.value;
      return entry.value;
    };
    let isRead = true;
    let goesOn = false;
    let written: Promise<boolean>;
    if (meets && !beside && !isOurs) {
      const isDue = (): boolean => epoch === ownerEpoch && entry.unsaved;
      isRead = false;
      written = succeeds(
        storage.update(owner + key, (stored) => {
          isRead = true;
          const { apart } = entry;
          if (isDue() && isObject(stored)) meet(key, entry, stored as Draft);
          if (isDue() && apart === entry.apart) return begin();
          // What is there is stored beside it first.
          goesOn = isDue();
          return stored;
        }),
      );
      await written;
    } else written = write(beside ? key + ownCopy : key, begin());
    if (hadCopy && !entry.beside && epoch === ownerEpoch) void write(key + ownCopy);
    const isWritten = await written;
    if (epoch !== ownerEpoch) return;
    if (goesOn && entry.unsaved) await writeEntry(key, entry, true);
    else if (isWritten) {
      // A page that was opened meanwhile was not told, and may have read what was there before.
      if ((entry.refused !== null || msSince(ports, entry.toldAt) > LATE_MS) && !entry.unsaved) tellAgain(key, entry);
      entry.refused = null;
      // What comes after it is new.
      if (!entry.value) {
        entry.known = entry.apart = [];
        entry.had = undefined;
      }
    } else if (isRead) {
      // It is also tried again with the next change, and when the page goes away.
      writeAgain(key, entry);
    } else {
      entry.unread = 'failed';
      if (entry.unsaved) await writeEntry(key, entry);
    }
  }

  function writeAgain(key: string, entry: DraftEntry): void {
    entry.unsaved = true;
    const json = toJson(entry.value);
    // This page may be gone before storage takes it.
    if (entry.refused !== json) tellAgain(key, entry, true);
    entry.refused = json;
    if (closed.aborted) return;
    cancelRetry ??= ports.after(WRITE_AGAIN_MS, () => {
      cancelRetry = undefined;
      for (const [again, one] of unsaved()) if (one.refused === toJson(one.value)) tellAgain(again, one);
      writeUnsaved();
    });
  }

  /** @returns whether storage has taken it */
  const write = (key: string, value?: Draft): Promise<boolean> =>
    succeeds(value ? storage.set(owner + key, value) : storage.delete(owner + key));

  const drafts: Drafts = {
    draft: (ticketId, form) => entryOf(keyOf(ticketId, form)).store,
    all,
    async load(ticketId) {
      const list = all(ticketId);
      for (;;) {
        await identify();
        const epoch = ownerEpoch;
        await load(ticketId);
        if (epoch === ownerEpoch) return list.get();
      }
    },
    elsewhere,
    set: change,
    clear(ticketId, form) {
      change(ticketId, form, undefined);
      writeUnsaved();
    },
  };

  function leave(): void {
    cancelRetry?.();
    cancelRetry = undefined;
    stopJoining?.();
    shared?.close();
    shared = stopJoining = undefined;
    page = suffix(ports);
  }
  closed.addEventListener('abort', leave);

  function join(name: string): void {
    let isLate = false;
    const onJoined = (joined: SharedDrafts): void => {
      shared = joined;
      if (!isLate) return;
      // What others have written or sent since it was read, before this page could hear of it, and what they did not hear.
      for (const [key, entry] of entries)
        if (!entry.edited) entry.reading = read(key, entry, true);
        else if (entry.told !== entry.value) tell(key, entry);
      memory.readAgain();
    };
    stopJoining = share?.(name, (note) => name === owner && onNote(note), elsewhere, onJoined);
    isLate = true;
  }

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
        writeUnsaved();
      }
    },
    reset() {
      flush();
      leave();
      owner = undefined;
      ownerEpoch++;
      for (const [key, entry] of entries) memory.leaveToOwner(key, entry);
    },
    setOwner(next) {
      if (next === owner) return;
      flush();
      leave();
      const previous = owner;
      owner = next;
      ownerEpoch++;
      if (next !== undefined && !closed.aborted) join(next);
      for (const [key, entry] of entries) {
        // Keep what was typed before the account was known.
        if (previous !== undefined) memory.leaveToOwner(key, entry);
        entry.reading = read(key, entry);
      }
      memory.readAgain();
    },
    write: writeUnsaved,
    flush,
  };
}
