import type { StaffMessageAnswer, TicketAnswer } from '@sidecard/core/wire';
import type { WritableAtom } from 'nanostores';
import type { ClientRefusal } from '../model/client-refusal.js';
import type { OutboxEntry, SendResult } from '../model/outbox-entry.js';
import type { ClientStorage } from '../storage/storage.types.js';
import type { DraftsStore } from '../stores/drafts.js';
import type { SessionStore } from '../stores/session.js';
import type { StaffThreads } from '../stores/staff-threads.js';
import type { Tickets } from '../stores/tickets.js';
import { positionOf } from '../transport/position.js';
import type { Stream } from '../stream/stream.js';
import type { Api } from '../transport/api.js';
import { isTicket } from '../transport/checks.js';
import { isWriteAnswer } from '../transport/later-checks.js';
import { newId } from '../util/ids.js';
import { omitUndefined } from '../util/omit-undefined.js';
import { backoffMs, type RetryTimer } from '../util/retry-timer.js';
import { formOf, isUnversioned, requestDraft, type NewEntry, type StoredEntry } from './entries.js';
import { isStoredEntry, isVersioned, requestOf } from './stored-entries.js';

/** What {@link createOutbox} takes. */
export interface OutboxOptions {
  /** Shows the entries. */
  readonly store: WritableAtom<readonly OutboxEntry[]>;
  readonly api: Api;
  readonly retryTimer: RetryTimer;
  readonly storage: ClientStorage;
  readonly closed: AbortSignal;
  readonly now: () => number;
  readonly stream: Stream;
  readonly session: SessionStore;
  readonly tickets: Tickets;
  readonly threads: StaffThreads;
  readonly drafts: DraftsStore;
}

/** Writes on their way to the server. Each is carried out exactly once. */
export interface Outbox {
  readonly send: (entry: NewEntry) => Promise<SendResult>;
  readonly dismiss: (key: string) => void;
  /** Returns the entries of a ticket that have no answer yet. */
  readonly pending: (ticketId: string) => readonly StoredEntry[];
  /** Sets whose outbox this is, and sends what that account has left in storage. Without an owner nothing is sent. */
  readonly setOwner: (owner: string | undefined) => void;
}

type Answer = TicketAnswer | StaffMessageAnswer;

interface QueueEntry {
  stored: StoredEntry;
  /** The account it belongs to; no other ever sends it. */
  owner: string | undefined;
  failures: number;
  /** Fulfils once the entry would survive a reload. */
  persisted: Promise<void> | undefined;
  readonly resolve: (result: SendResult) => void;
}

/** A server remembers keys for a week; sending an older entry again could carry it out twice. */
const REPLAY_MS = 6 * 86_400_000;
/** The longest that an entry waits because the server said so, in milliseconds. */
const LONGEST_WAIT_MS = 3_600_000;

const isWaiting = ({ state }: OutboxEntry): boolean => state !== 'refused';

/** Creates an outbox without an owner. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { store, api, retryTimer, storage, closed, stream, session, tickets, threads, drafts } = options;
  const entries = new Map<string, QueueEntry>();
  /** The queues that are being sent. */
  const running = new Set<string>();
  let owner: string | undefined;
  /** Entries of an earlier page go first, and come first in the order. */
  let resuming: Promise<void> = Promise.resolve();
  let lastResumeId = 0;
  let lastOrder: number | undefined;

  const entriesOf = (ticketId: string): readonly StoredEntry[] =>
    [...entries.values()].map(({ stored }) => stored).filter((stored) => stored.ticketId === ticketId);

  function notify({ stored }: QueueEntry): void {
    store.set([...entries.values()].map((entry) => entry.stored));
    tickets.notify(stored.ticketId);
    threads.notify(stored.ticketId);
  }

  function set(entry: QueueEntry, change: Partial<StoredEntry>): void {
    entry.stored = { ...entry.stored, ...change };
    entries.set(entry.stored.key, entry);
    notify(entry);
  }

  function remove(entry: QueueEntry): void {
    entries.delete(entry.stored.key);
    notify(entry);
  }

  /** Removes an entry, from storage too. */
  function forget(entry: QueueEntry): void {
    remove(entry);
    storage.delete(`${entry.owner}${entry.stored.key}`).catch(() => {});
  }

  /** Makes an entry survive a reload. Where nothing can be stored it is sent all the same. */
  const persist = (entry: QueueEntry): Promise<void> =>
    storage.set(`${entry.owner}${entry.stored.key}`, entry.stored).catch(() => {});

  /** Assigns an entry to the present account, and stores it. */
  function assign(entry: QueueEntry): void {
    if (owner === undefined || lastOrder === undefined) return;
    entry.owner = owner;
    set(entry, { order: ++lastOrder });
    entry.persisted = persist(entry);
  }

  function add(content: NewEntry): Promise<SendResult> {
    return new Promise((resolve) => {
      if (closed.aborted) return resolve({ status: 'refused', error: { code: 'closed' } });
      const stored = { ...content, key: newId(), state: 'sending', createdAtMs: options.now(), attempts: 0 } as const;
      const entry: QueueEntry = { stored, owner: undefined, failures: 0, persisted: undefined, resolve };
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
    if (running.has(queueKey)) return;
    running.add(queueKey);
    for (;;) {
      await resuming;
      const [entry] = queueOf(queueKey);
      if (!entry || closed.aborted) break;
      const waitMs = await attempt(entry);
      if (waitMs !== undefined && (await retryTimer.wait(waitMs))) entry.failures = 0;
    }
    running.delete(queueKey);
  }

  /** Whether an entry was refused or dismissed in the meantime, or the account has changed. */
  const isOut = ({ stored }: QueueEntry): boolean => !entries.has(stored.key) || !isWaiting(stored);

  /** @returns how long to wait before the next attempt, or `undefined` to look at the queue again at once */
  async function attempt(entry: QueueEntry): Promise<number | undefined> {
    if (lacksVersion(entry)) {
      await addVersions(entry);
      // Older entries may have been resumed during the load.
      return undefined;
    }
    if (entry.owner === undefined) {
      await session.ensure();
      // An entry without an owner cannot be stored, so do not promise to send it later.
      if (owner === undefined && !isOut(entry)) {
        refuse(entry, { code: 'network', detail: 'The account is not known yet.' });
      }
      // Once the owner is known, older entries of that account may have to go first.
      return undefined;
    }
    await (entry.persisted ??= persist(entry));
    if (isOut(entry)) return undefined;
    set(entry, { state: 'sending', attempts: entry.stored.attempts + 1 });
    const cacheEpoch = stream.cacheEpoch();
    const answer = await api(requestOf(entry.stored), isWriteAnswer);
    if (isOut(entry)) return undefined;
    if (answer.ok) await confirm(entry, answer.body, cacheEpoch);
    else if (answer.retryable || closed.aborted) return reschedule(entry, answer.retryAfterMs);
    else refuse(entry, answer.error, cacheEpoch);
    return undefined;
  }

  const lacksVersion = ({ stored: { kind, unversioned, command } }: QueueEntry): boolean =>
    kind === 'command' && !unversioned && command.version === undefined;

  /**
   * Loads the ticket of an entry that was sent before, and finds out which entries are versioned. These name the version that is loaded
   * now, and are never carried out on a later one.
   */
  async function addVersions(entry: QueueEntry): Promise<void> {
    const { ticketId } = entry.stored;
    const view = await viewOf(ticketId);
    if (isOut(entry)) return;
    if (!view) {
      // Without a ticket there is no version to name; let the server answer.
      if (tickets.entries.get(ticketId)?.status === 'not-found') set(entry, { unversioned: true });
      else refuse(entry, { code: 'network', detail: 'The ticket is not loaded.' });
      return;
    }
    for (const other of queueOf(queueKeyOf(entry.stored)).filter(lacksVersion)) {
      const { command, unversioned = isUnversioned(command, view) === true } = other.stored;
      if (!unversioned && pendingVersioned(ticketId)) refuse(other, { code: 'move-pending' });
      else {
        set(other, { unversioned, command: unversioned ? command : { ...command, version: view.version } });
        other.persisted = undefined;
      }
    }
  }

  const pendingVersioned = (ticketId: string): StoredEntry | undefined =>
    entriesOf(ticketId).find((stored) => isVersioned(stored) && isWaiting(stored));

  async function viewOf(ticketId: string) {
    if (!tickets.view(ticketId)) await tickets.load(ticketId);
    return tickets.view(ticketId);
  }

  /** Marks the entry and those behind it as queued. @returns how long to wait */
  function reschedule(entry: QueueEntry, retryAfterMs?: number): number {
    for (const other of queueOf(queueKeyOf(entry.stored))) void enqueue(other);
    // Never at once, whatever the server's or this device's clock says, and never longer than a timer can run.
    return Math.min(Math.max(retryAfterMs ?? 0, backoffMs(entry.failures++)), LONGEST_WAIT_MS);
  }

  /** Resolves the caller as soon as the entry is persisted. */
  async function enqueue(entry: QueueEntry): Promise<void> {
    set(entry, { state: 'queued' });
    await entry.persisted;
    entry.resolve({ status: 'queued', key: entry.stored.key });
  }

  function refuse(entry: QueueEntry, error: ClientRefusal, cacheEpoch = -1): void {
    set(entry, { state: 'refused', error });
    if (entry.owner !== undefined) void persist(entry);
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
    forget(entry);
    if ('ticket' in answer) {
      const { ticket, sentMessage } = answer;
      return entry.resolve(omitUndefined({ status: 'confirmed', ticket, sentMessage }));
    }
    const sender = owner;
    const view = await viewOf(ticketId);
    // The caller must not get the ticket as the next account sees it.
    const ticket = sender === owner ? view : undefined;
    entry.resolve(ticket ? { status: 'confirmed', ticket, message: answer.message } : { status: 'queued', key });
  }

  async function resume(account: string): Promise<void> {
    const resumeId = ++lastResumeId;
    const found = await storage.entries(account).catch(() => []);
    // The account may have changed during the read, or changed and come back.
    if (resumeId !== lastResumeId || closed.aborted) return;
    const fresh = [...entries.values()];
    entries.clear();
    lastOrder = 0;
    const orderOf = ({ order = 0 }: StoredEntry): number => order;
    const left = found.map(([, value]) => value).filter(isStoredEntry);
    for (const stored of left.sort((one, other) => orderOf(one) - orderOf(other))) {
      const entry: QueueEntry = { stored, owner, failures: 0, persisted: Promise.resolve(), resolve: () => {} };
      lastOrder = orderOf(stored);
      if (isWaiting(stored) && stored.createdAtMs < options.now() - REPLAY_MS) {
        refuse(entry, { code: 'network', detail: 'Too old to be sent again.' });
      } else set(entry, isWaiting(stored) ? { state: 'queued' } : {});
    }
    fresh.forEach(assign);
    for (const { stored } of [...entries.values()]) void run(queueKeyOf(stored));
  }

  function dismiss(key: string): void {
    const entry = entries.get(key);
    if (entry && !isWaiting(entry.stored)) forget(entry);
  }

  return {
    send(content) {
      const { ticketId, command, create } = content;
      if (create) {
        // Sending a request again replaces the refused one.
        for (const { key, create: sent } of entriesOf('')) {
          if (sent?.orderId === create.orderId && sent.type === create.type) dismiss(key);
        }
      }
      if (isVersioned(content)) {
        if (pendingVersioned(ticketId)) return Promise.resolve({ status: 'refused', error: { code: 'move-pending' } });
        // Sending the command again replaces the refused one.
        for (const { key, kind, command: sent } of entriesOf(ticketId)) {
          if (kind === 'command' && sent.command === command.command) dismiss(key);
        }
      }
      return add(content);
    },
    dismiss,
    pending: (ticketId) => entriesOf(ticketId).filter(isWaiting),
    setOwner(next) {
      if (next !== undefined && next === owner) return;
      const dropped = owner === undefined && next !== undefined ? [] : [...entries.values()];
      owner = next;
      lastResumeId++;
      lastOrder = undefined;
      for (const entry of dropped) {
        remove(entry);
        // A stored entry stays in storage until its account is back; one that had no owner yet is given up.
        if (entry.owner === undefined) entry.resolve({ status: 'refused', error: { code: 'closed' } });
        else entry.resolve({ status: 'queued', key: entry.stored.key });
      }
      if (next !== undefined) resuming = resume(next);
    },
  };
}
