import type { StaffMessageAnswer, TicketAnswer } from '@sidecard/core/wire';
import type { ClientRefusal } from '../model/client-refusal.js';
import type { Draft } from '../model/drafts.js';
import type { OutboxEntry } from '../model/outbox-entry.js';
import { positionOf } from '../transport/position.js';
import { isTicket } from '../transport/checks.js';
import { isWriteAnswer } from '../transport/later-checks.js';
import { newId } from '../util/ids.js';
import { omitUndefined } from '../util/omit-undefined.js';
import { formOf, requestDraft, type NewEntry, type StoredEntry } from './entries.js';
import { ENTRY_STATES, type EntryEvent } from './entry-states.js';
import type { Outbox, OutboxOptions } from './outbox.types.js';
import { drop, findLeft, findStored, storeEntry } from './entry-storage.js';
import { addVersions, lacksVersion } from './add-versions.js';
import {
  type Change,
  type EntryResult,
  isWaiting,
  newEntry,
  queued,
  type QueueEntry,
  refused,
  tellSender,
} from './queue-entry.js';
import { type OutboxNote, shareOutbox, type SharedOutbox } from './shared-outbox.js';
import { inOrder, isReplaced, isStoredEntry, isVersioned, requestOf, wasSent } from './stored-entries.js';

type Answer = TicketAnswer | StaffMessageAnswer;

/** A server remembers keys for a week; sending an older entry again could carry it out twice. */
const REPLAY_MS = 6 * 86_400_000;
/** The longest that an entry waits because the server said so, in milliseconds. */
const LONGEST_WAIT_MS = 3_600_000;
/** How long after an entry is gone from storage another page may take to tell its result. */
const RESULT_MS = 1000;

/** Creates an outbox without an owner. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { ports, store, api, retryTimer, storage, closed, stream, session, tickets, threads, drafts } = options;
  const entries = new Map<string, QueueEntry>();
  /** The queues of this account that are being sent. */
  let running = new Set<string>();
  let owner: string | undefined;
  /** Entries of an earlier page go first, and come first in the order. */
  let resuming: Promise<void> = Promise.resolve();
  let lastResumeId = 0;
  let lastOrder: number | undefined;
  /** The pages with the same outbox. */
  let tabs: SharedOutbox | undefined;
  /** What they said before storage was read. */
  let early: Parameters<typeof onNote>[0][] = [];
  /** The entries that this page is sending. */
  const attempting = new Set<QueueEntry>();
  /** Entries that another page has sent, and whose result is still to come. */
  const leaving = new Map<string, QueueEntry>();
  closed.addEventListener('abort', () => {
    tabs?.close();
    for (const entry of entries.values()) void leave(entry);
  });

  const all = (): readonly StoredEntry[] => [...entries.values()].map(({ stored }) => stored);
  const entriesOf = (ticketId: string): readonly StoredEntry[] =>
    all().filter((stored) => stored.ticketId === ticketId);

  function notify({ stored }: QueueEntry): void {
    store.set(all());
    tickets.notify(stored.ticketId);
    threads.notify(stored.ticketId);
  }

  /** Changes an entry in this page. */
  function show(entry: QueueEntry, change: Change): void {
    entry.stored = omitUndefined({ ...entry.stored, ...change });
    entries.set(entry.stored.key, entry);
    notify(entry);
  }

  /** Changes an entry in all pages. */
  function set(entry: QueueEntry, change: Change): void {
    show(entry, change);
    const { owner: of, stored, kept } = entry;
    if (of !== undefined) tabs?.post({ kind: 'entry', stored, kept });
  }

  /** Returns what an event makes of an entry that stays in the outbox. */
  const after = ({ stored }: QueueEntry, event: EntryEvent): Partial<StoredEntry> => {
    const state = ENTRY_STATES[stored.state][event];
    return state === 'gone' ? {} : { state };
  };

  function remove(entry: QueueEntry): void {
    entries.delete(entry.stored.key);
    notify(entry);
  }

  /** Removes an entry, from storage too. */
  function forget(entry: QueueEntry): Promise<void> {
    remove(entry);
    return drop(storage, entry);
  }

  /** Answers who has sent an entry that this page leaves: what is stored is the next page's to send. */
  async function leave(entry: QueueEntry): Promise<void> {
    if (!isWaiting(entry.stored) || (attempting.has(entry) && entry.owner !== undefined)) return;
    await entry.persisted;
    const { key } = entry.stored;
    entry.resolve(entry.kept ? { status: 'queued', key } : refused('closed'));
  }

  const persist = (entry: QueueEntry): Promise<void> =>
    storeEntry(storage, entry, (change) => {
      if (entries.get(entry.stored.key) === entry) set(entry, change);
    });

  /** Assigns an entry to the present account, and stores it. */
  function assign(entry: QueueEntry): void {
    if (owner === undefined || lastOrder === undefined) return;
    entry.owner = owner;
    const { create } = entry.stored;
    // Answers to a buyer are composed in the language in which they are read.
    const inLocale = create && session.get()?.party === 'buyer' && { create: { locale: options.locale, ...create } };
    set(entry, { order: ++lastOrder, ...inLocale });
    entry.persisted = persist(entry);
  }

  function add({ draft, ...content }: NewEntry): Promise<EntryResult> {
    const isSent = draft !== undefined && wasSent(JSON.parse(draft) as Draft, content.command.fields);
    return new Promise((resolve) => {
      if (closed.aborted) return resolve(refused('closed'));
      const stored = {
        ...content,
        ...(isSent ? { draft } : {}),
        key: newId(ports),
        state: 'sending',
        createdAtMs: options.now(),
        attempts: 0,
      } as const;
      const entry = { ...newEntry(stored, undefined), resolve };
      set(entry, {});
      assign(entry);
      const queueKey = queueKeyOf(stored);
      if (queueOf(queueKey).some((other) => other.stored.state === 'queued')) void enqueue(entry);
      void run(queueKey);
    });
  }

  /** Entries of one ticket are sent in order. An entry that creates a ticket has a queue of its own. */
  const queueKeyOf = ({ ticketId, key }: OutboxEntry): string => ticketId || key;

  const queueOf = (queueKey: string): readonly QueueEntry[] =>
    [...entries.values()].filter(({ stored }) => queueKeyOf(stored) === queueKey && isWaiting(stored));

  async function run(queueKey: string): Promise<void> {
    const queues = running;
    if (queues.has(queueKey)) return;
    queues.add(queueKey);
    for (;;) {
      await resuming;
      const [entry] = queueOf(queueKey);
      // Another account has its own.
      if (!entry || closed.aborted || queues !== running) break;
      if (!tabs || entry.owner === undefined) await turn(entry);
      else await tabs.alone(queueKey, (lost) => sharedTurn(queueKey, lost));
    }
    queues.delete(queueKey);
  }

  async function turn(entry: QueueEntry): Promise<void> {
    attempting.add(entry);
    const waitMs = await attempt(entry).finally(() => attempting.delete(entry));
    if (waitMs !== undefined && !closed.aborted && (await retryTimer.wait(waitMs))) entry.failures = 0;
  }

  /** Does a turn while no other page sends this queue. */
  async function sharedTurn(queueKey: string, lost?: () => unknown): Promise<void> {
    const [entry] = queueOf(queueKey);
    // A page that has stood still may learn only now that its turn had come, and went.
    if (entry && (!(lost || entry.unsure) || (await isStillThere(entry))) && !lost?.()) await turn(entry);
  }

  /** Whether an entry is still to be sent. Another page may have sent it, and what it said may be on its way. */
  async function isStillThere(entry: QueueEntry): Promise<boolean> {
    const { key } = entry.stored;
    const found = await findStored(storage, entry).catch(() => entry.stored);
    if (isOut(entry)) return false;
    if (!isStoredEntry(found)) {
      // Storage has never had it.
      if (!entry.kept) return true;
      remove(entry);
      leaving.set(key, entry);
      ports.after(RESULT_MS, () => leaving.get(key) === entry && onGone(key));
      return false;
    }
    entry.kept = true;
    if (isWaiting(found)) return true;
    show(entry, { unsaved: undefined, ...found });
    tellSender(entry);
    return false;
  }

  /** Another page has added or changed an entry, or it is gone. */
  function onNote(note: OutboxNote & { readonly kind: 'entry' | 'gone' | 'wake' }): void {
    if (note.kind === 'wake') retryTimer.wake();
    else if (lastOrder === undefined || owner === undefined) early.push(note);
    else if (note.kind === 'gone') onGone(note.key, note.result);
    else {
      const { stored, kept } = note;
      const { key } = stored;
      const known = entries.get(key) ?? leaving.get(key);
      const entry = known ?? newEntry(stored, owner, kept);
      if (kept) entry.kept = true;
      // Its sender has been told.
      if (attempting.has(entry) || (!isWaiting(entry.stored) && isWaiting(stored))) return;
      leaving.delete(key);
      const isRefused = !isWaiting(stored) && (!known || isWaiting(known.stored));
      entry.unsure = true;
      lastOrder = Math.max(lastOrder, stored.order ?? 0);
      entries.set(key, entry);
      const sorted = [...entries].sort(([, one], [, other]) => inOrder(one.stored, other.stored));
      entries.clear();
      for (const [each, one] of sorted) entries.set(each, one);
      show(entry, { unsaved: undefined, ...stored });
      // The page that was refused may have lost its storage, and what is stored as waiting the next page sends.
      if (isRefused) entry.persisted = persist(entry);
      tellSender(entry);
      void run(queueKeyOf(stored));
    }
  }

  function onGone(key: string, result: EntryResult = { status: 'queued', key }): void {
    const entry = entries.get(key) ?? leaving.get(key);
    leaving.delete(key);
    // The page that says so may have lost its storage, and a third one has found the entry there.
    if (entries.has(key) && entry) void forget(entry);
    entry?.resolve(result);
  }

  /** Whether an entry was refused or dismissed in the meantime, or the account has changed. */
  const isOut = ({ stored }: QueueEntry): boolean => !entries.has(stored.key) || !isWaiting(stored);

  /** @returns how long to wait before the next attempt, or `undefined` to look at the queue again at once */
  async function attempt(entry: QueueEntry): Promise<number | undefined> {
    if (entry.owner === undefined) {
      await session.ensure();
      if (owner === undefined && !isOut(entry)) {
        const refusal = session.refusal();
        // An entry without an owner cannot be stored, so it is not promised: its sender waits for the account.
        if (!refusal) return retryTimer.backoffMs(entry.failures++);
        refuse(entry, refusal);
      }
      // Once the owner is known, older entries of that account may have to go first.
      return undefined;
    }
    if (lacksVersion(entry)) {
      await addVersions(entry, {
        viewOf,
        isMissing,
        isOut,
        queue: () => queueOf(queueKeyOf(entry.stored)),
        pendingVersioned,
        set,
        refuse,
      });
      // Older entries may have been resumed during the load.
      return undefined;
    }
    // There may be room for it by now.
    if (entry.stored.unsaved) entry.persisted = undefined;
    await (entry.persisted ??= persist(entry));
    if (isOut(entry)) return undefined;
    set(entry, { ...after(entry, 'attempt'), attempts: entry.stored.attempts + 1 });
    const cacheEpoch = stream.cacheEpoch();
    const answer = await api(requestOf(entry.stored), isWriteAnswer);
    if (isOut(entry)) return undefined;
    if (answer.ok) await confirm(entry, answer.body, cacheEpoch);
    else if (answer.retryable || closed.aborted) return reschedule(entry, answer.retryAfterMs);
    else refuse(entry, answer.error, cacheEpoch);
    // The next page to take a turn must see it.
    if (tabs) await entry.persisted;
    return undefined;
  }

  const pendingVersioned = (ticketId: string): StoredEntry | undefined =>
    entriesOf(ticketId).find((stored) => isVersioned(stored) && isWaiting(stored));

  const isMissing = (ticketId: string): boolean => tickets.entries.get(ticketId)?.status === 'not-found';

  async function viewOf(ticketId: string) {
    if (!tickets.view(ticketId)) await tickets.load(ticketId);
    return tickets.view(ticketId);
  }

  /** Marks the entry and those behind it as queued. @returns how long to wait */
  function reschedule(entry: QueueEntry, retryAfterMs?: number): number {
    for (const other of queueOf(queueKeyOf(entry.stored))) void enqueue(other);
    entry.unsure = true;
    // Never at once, whatever the server's or this device's clock says, and never longer than a timer can run.
    return Math.min(Math.max(retryAfterMs ?? 0, retryTimer.backoffMs(entry.failures++)), LONGEST_WAIT_MS);
  }

  /** Resolves the caller as soon as the entry is persisted. */
  async function enqueue(entry: QueueEntry): Promise<void> {
    set(entry, { ...after(entry, 'no-answer'), promised: true });
    await entry.persisted;
    entry.resolve(queued(entry.stored.key, entry.stored.unsaved));
  }

  function refuse(entry: QueueEntry, error: ClientRefusal, cacheEpoch = -1): void {
    set(entry, { ...after(entry, 'refusal'), error });
    if (entry.owner !== undefined) entry.persisted = persist(entry);
    if ('ticket' in error && isTicket(error.ticket)) tickets.set(error.ticket, positionOf(error.cursor), cacheEpoch);
    if (error.code === 'permission-missing') void session.refresh();
    entry.resolve({ status: 'refused', error });
  }

  async function confirm(entry: QueueEntry, answer: Answer, cacheEpoch: number): Promise<void> {
    const { key, ticketId, command, create, draft } = entry.stored;
    if ('ticket' in answer) tickets.set(answer.ticket, positionOf(answer.cursor), cacheEpoch);
    else threads.add(answer.message, cacheEpoch);
    const place = create ? requestDraft(create) : ([ticketId, formOf(command)] as const);
    if (draft !== undefined) void drafts.clearIfUnchanged(...place, draft);
    entry.persisted = forget(entry);
    const finish = (result: EntryResult): void => {
      entry.resolve(result);
      tabs?.post({ kind: 'gone', key, result });
    };
    if ('ticket' in answer) {
      const { ticket, sentMessage } = answer;
      return finish(omitUndefined({ status: 'confirmed', ticket, sentMessage }));
    }
    const sender = owner;
    const view = await viewOf(ticketId);
    // The caller must not get the ticket as the next account sees it.
    const ticket = sender === owner ? view : undefined;
    finish(omitUndefined({ status: 'confirmed', ticket, message: answer.message }));
  }

  async function resume(account: string): Promise<void> {
    const resumeId = ++lastResumeId;
    const { sharedAs } = options;
    tabs = sharedAs === undefined ? undefined : shareOutbox(ports, `sidecard ${sharedAs} ${account}`, onNote);
    const found = await findLeft(storage, account);
    // The account may have changed during the read, or changed and come back.
    if (resumeId !== lastResumeId || closed.aborted) return;
    const fresh = [...entries.values()];
    entries.clear();
    lastOrder = 0;
    for (const stored of found) {
      const entry = newEntry(stored, owner);
      lastOrder = stored.order ?? 0;
      if (isWaiting(stored) && stored.createdAtMs < options.now() - REPLAY_MS) {
        refuse(entry, { code: 'network', detail: 'Too old to be sent again.' });
      } else show(entry, after(entry, 'no-answer'));
    }
    fresh.forEach(assign);
    early.forEach(onNote);
    early = [];
    for (const stored of all()) void run(queueKeyOf(stored));
  }

  function dismiss(key: string): void {
    const entry = entries.get(key);
    if (!entry || ENTRY_STATES[entry.stored.state].dismissal !== 'gone') return;
    void forget(entry);
    if (entry.owner !== undefined) tabs?.post({ kind: 'gone', key });
  }

  return {
    send(content) {
      const { ticketId } = content;
      if (isVersioned(content) && pendingVersioned(ticketId)) return Promise.resolve(refused('move-pending'));
      // Sending a command again replaces the refused one.
      for (const sent of entriesOf(ticketId)) if (isReplaced(sent, content)) dismiss(sent.key);
      return add(content);
    },
    dismiss,
    wake: () => tabs?.post({ kind: 'wake' }),
    pending: (ticketId) => entriesOf(ticketId).filter(isWaiting),
    setOwner(next) {
      if (closed.aborted || (next !== undefined && next === owner)) return;
      const dropped = owner === undefined && next !== undefined ? [] : [...entries.values()];
      owner = next;
      lastResumeId++;
      lastOrder = undefined;
      tabs?.close();
      tabs = undefined;
      early = [];
      running = new Set();
      dropped.push(...leaving.values());
      leaving.clear();
      for (const entry of dropped) {
        remove(entry);
        // A stored entry stays in storage until its account is back; one that had no owner yet is given up.
        if (entry.owner === undefined) entry.resolve(refused('closed'));
        else entry.resolve({ status: 'queued', key: entry.stored.key });
      }
      if (next !== undefined) resuming = resume(next);
    },
  };
}
