import type { CreateBody, StaffMessageAnswer, TicketAnswer } from '@sidecard/core';
import { atom, type ReadableAtom } from 'nanostores';
import type { Api } from '../api.js';
import { backoffMs, type Bell } from '../bell.js';
import type { ClientRefusal, ClientStorage, OutboxEntry, SendCommand, SendResult } from '../client.types.js';
import type { DraftsStore } from '../drafts.js';
import { given } from '../given.js';
import { newId } from '../ids.js';
import type { SessionStore } from '../stores/session.js';
import type { StaffThreads } from '../stores/staff-threads.js';
import type { Tickets } from '../stores/tickets.js';
import { positionOf } from '../stream/position.js';
import type { Stream } from '../stream/stream.js';
import { formOf, isMove, kindOf, requestOf, type StoredEntry } from './entries.js';

/** What the outbox works with. */
export interface OutboxOptions {
  readonly api: Api;
  readonly bell: Bell;
  readonly storage: ClientStorage;
  readonly closed: AbortSignal;
  readonly now: () => number;
  readonly stream: Stream;
  readonly session: SessionStore;
  readonly tickets: Tickets;
  readonly threads: StaffThreads;
  readonly drafts: DraftsStore;
}

/** What is on its way to the server, and gets there exactly once. */
export interface Outbox {
  readonly store: ReadableAtom<readonly OutboxEntry[]>;
  readonly send: (ticketId: string, command: SendCommand) => Promise<SendResult>;
  readonly create: (body: CreateBody) => Promise<SendResult>;
  readonly dismiss: (key: string) => void;
  /** What of a ticket has no answer yet. */
  readonly pending: (ticketId: string) => readonly StoredEntry[];
  /** Says whose outbox it is: what that account left in the storage goes out too. `undefined`: nobody's, nothing goes out. */
  readonly belongTo: (scope: string | undefined) => void;
}

type Answer = TicketAnswer | StaffMessageAnswer;

interface Item {
  entry: StoredEntry;
  /** Whose it is; nobody else ever sends it. */
  scope: string | undefined;
  failures: number;
  /** Fulfils once it would survive a reload. */
  kept: Promise<void> | undefined;
  readonly settle: (result: SendResult) => void;
}

/** A server knows the keys of a week; an older entry that comes again could be done again. */
const REPLAY_MS = 6 * 86_400_000;
/** The longest that an entry waits because the server said so, in milliseconds. */
const LONGEST_WAIT_MS = 3_600_000;

const isWaiting = ({ state }: OutboxEntry): boolean => state !== 'refused';

/** Makes an outbox that belongs to nobody yet. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { api, bell, storage, closed, stream, session, tickets, threads, drafts } = options;
  const store = atom<readonly OutboxEntry[]>([]);
  const items = new Map<string, Item>();
  /** Tickets whose entries are being sent, one after the other. */
  const lanes = new Set<string>();
  let scope: string | undefined;
  /** What an earlier page has left goes first, and takes the first places. */
  let resuming: Promise<void> = Promise.resolve();
  let lastOrder: number | undefined;

  const entriesOf = (ticketId: string): readonly StoredEntry[] =>
    [...items.values()].map(({ entry }) => entry).filter((entry) => entry.ticketId === ticketId);

  function changed({ entry }: Item): void {
    store.set([...items.values()].map((item) => item.entry));
    tickets.touch(entry.ticketId);
    threads.touch(entry.ticketId);
  }

  function put(item: Item, change: Partial<StoredEntry>): void {
    item.entry = { ...item.entry, ...change };
    items.set(item.entry.key, item);
    changed(item);
  }

  function remove(item: Item): void {
    items.delete(item.entry.key);
    changed(item);
  }

  /** Removes it from the storage too. */
  function forget(item: Item): void {
    remove(item);
    storage.delete(`${item.scope}${item.entry.key}`).catch(() => {});
  }

  /** Keeps an entry over a reload. Where nothing can be kept it is sent all the same. */
  const keep = (item: Item): Promise<void> => storage.set(`${item.scope}${item.entry.key}`, item.entry).catch(() => {});

  /** It is the present account's from now on, and kept for it. */
  function own(item: Item): void {
    if (scope === undefined || lastOrder === undefined) return;
    item.scope = scope;
    put(item, { order: ++lastOrder });
    item.kept = keep(item);
  }

  function add(
    entry: Pick<StoredEntry, 'ticketId' | 'kind' | 'command' | 'create' | 'move' | 'draft'>,
  ): Promise<SendResult> {
    return new Promise((settle) => {
      if (closed.aborted) return settle({ status: 'refused', error: { code: 'closed' } });
      const made = { ...entry, key: newId(), state: 'sending', createdAtMs: options.now(), attempts: 0 } as const;
      const item: Item = { entry: made, scope: undefined, failures: 0, kept: undefined, settle };
      put(item, {});
      own(item);
      const lane = laneOf(made);
      if (inLane(lane).some(({ entry: { state } }) => state === 'queued')) void queue(item);
      void run(lane);
    });
  }

  /** Entries of one ticket go out in order; a new ticket has no order to keep. */
  const laneOf = ({ ticketId, key }: OutboxEntry): string => ticketId || key;

  const inLane = (lane: string): readonly Item[] =>
    [...items.values()].filter(({ entry }) => laneOf(entry) === lane && isWaiting(entry));

  async function run(lane: string): Promise<void> {
    if (lanes.has(lane)) return;
    lanes.add(lane);
    for (;;) {
      await resuming;
      const [item] = inLane(lane);
      if (!item || closed.aborted) break;
      const waitMs = await attempt(item);
      if (waitMs !== undefined && (await bell.wait(waitMs))) item.failures = 0;
    }
    lanes.delete(lane);
  }

  /** Refused or dismissed meanwhile, or another account's turn. */
  const isOut = ({ entry }: Item): boolean => !items.has(entry.key) || !isWaiting(entry);

  /** @returns how long to wait before the next attempt, or `undefined` when it is to be looked at again at once */
  async function attempt(item: Item): Promise<number | undefined> {
    if (item.entry.move && item.entry.command.version === undefined) await addVersion(item);
    if (isOut(item)) return undefined;
    if (item.scope === undefined) {
      await session.ensure();
      // What is nobody's cannot be kept, so that nobody must be told that it will go out by itself.
      if (scope === undefined && !isOut(item))
        refuse(item, { code: 'network', detail: 'The account is not known yet.' });
      // Once it is known whose it is, something older may have to go before it.
      return undefined;
    }
    await (item.kept ??= keep(item));
    if (isOut(item)) return undefined;
    put(item, { state: 'sending', attempts: item.entry.attempts + 1 });
    const generation = stream.generation();
    const answer = await api<Answer>(requestOf(item.entry));
    if (isOut(item)) return undefined;
    if (answer.ok) await confirm(item, answer.body, generation);
    else if (answer.again || closed.aborted) return later(item, answer.retryAfterMs);
    else refuse(item, answer.error, generation);
    return undefined;
  }

  /** A move is made on the version that its actor has seen, and never on whatever it will be by then. */
  async function addVersion(item: Item): Promise<void> {
    const version = (await viewOf(item.entry.ticketId))?.version;
    if (isOut(item)) return;
    if (version === undefined) return refuse(item, { code: 'network', detail: 'The ticket is not loaded.' });
    put(item, { command: { ...item.entry.command, version } });
    item.kept = undefined;
  }

  async function viewOf(ticketId: string) {
    if (!tickets.view(ticketId)) await tickets.load(ticketId);
    return tickets.view(ticketId);
  }

  /** It has to wait, and with it what is behind it. */
  function later(item: Item, retryAfterMs?: number): number {
    for (const other of inLane(laneOf(item.entry))) void queue(other);
    // Never at once, whatever the server's or this machine's clock makes of it, and never beyond what a timer can hold.
    return Math.min(Math.max(retryAfterMs ?? 0, backoffMs(item.failures++)), LONGEST_WAIT_MS);
  }

  /** Whoever sent it need not wait for it, once it is kept. */
  async function queue(item: Item): Promise<void> {
    put(item, { state: 'queued' });
    await item.kept;
    item.settle({ status: 'queued', key: item.entry.key });
  }

  function refuse(item: Item, error: ClientRefusal, generation = -1): void {
    put(item, { state: 'refused', error });
    if (item.scope !== undefined) void keep(item);
    if ('ticket' in error && error.ticket) tickets.apply(error.ticket, positionOf(error.cursor), generation);
    if (error.code === 'permission-missing') void session.refresh();
    item.settle({ status: 'refused', error });
  }

  async function confirm(item: Item, answer: Answer, generation: number): Promise<void> {
    const { key, ticketId, command, draft } = item.entry;
    if ('ticket' in answer) tickets.apply(answer.ticket, positionOf(answer.cursor), generation);
    else threads.add(answer.message, generation);
    if (draft !== undefined) void drafts.spend(ticketId, formOf(command), draft);
    forget(item);
    if ('ticket' in answer)
      return item.settle(given({ status: 'confirmed', ticket: answer.ticket, sentMessage: answer.sentMessage }));
    const ticket = await viewOf(ticketId);
    item.settle(ticket ? { status: 'confirmed', ticket, message: answer.message } : { status: 'queued', key });
  }

  async function resume(owner: string): Promise<void> {
    const kept = (await storage.entries(owner).catch(() => [])).map(([, value]) => value as StoredEntry);
    if (owner !== scope) return;
    const fresh = [...items.values()];
    items.clear();
    lastOrder = 0;
    const orderOf = ({ order = 0 }: StoredEntry): number => order;
    for (const entry of kept.sort((one, other) => orderOf(one) - orderOf(other))) {
      const item: Item = { entry, scope, failures: 0, kept: Promise.resolve(), settle: () => {} };
      lastOrder = orderOf(entry);
      if (isWaiting(entry) && entry.createdAtMs < options.now() - REPLAY_MS) {
        refuse(item, { code: 'network', detail: 'Too old to be sent again.' });
      } else put(item, isWaiting(entry) ? { state: 'queued' } : {});
    }
    fresh.forEach(own);
    for (const { entry } of [...items.values()]) void run(laneOf(entry));
  }

  return {
    store,
    send(ticketId, command) {
      const { choice, fields } = command;
      const view = tickets.view(ticketId);
      const kind = kindOf(command);
      const move = isMove(command, view);
      const transitions = move ? entriesOf(ticketId).filter((entry) => entry.move) : [];
      if (transitions.some(isWaiting)) return Promise.resolve({ status: 'refused', error: { code: 'move-pending' } });
      // Sent again, what was refused is spoken for.
      for (const entry of transitions) if (entry.command.command === command.command) dismiss(entry.key);
      const version = command.version ?? (move ? view?.version : undefined);
      const clean: SendCommand = given({ command: command.command, choice, fields, version });
      return add(given({ ticketId, kind, command: clean, move, draft: drafts.peek(ticketId, formOf(command)) }));
    },
    create: (body) =>
      add({
        ticketId: '',
        kind: 'create',
        command: { command: 'create', fields: body.request },
        create: body,
        move: false,
      }),
    dismiss,
    pending: (ticketId) => entriesOf(ticketId).filter(isWaiting),
    belongTo(next) {
      if (next !== undefined && next === scope) return;
      const unknownMembers = scope === undefined && next !== undefined ? [] : [...items.values()];
      scope = next;
      lastOrder = undefined;
      for (const item of unknownMembers) {
        remove(item);
        // What is kept stays, for when its account comes back; what was nobody's yet is nobody's for good.
        if (item.scope === undefined) item.settle({ status: 'refused', error: { code: 'closed' } });
        else item.settle({ status: 'queued', key: item.entry.key });
      }
      if (next !== undefined) resuming = resume(next);
    },
  };

  function dismiss(key: string): void {
    const item = items.get(key);
    if (item && !isWaiting(item.entry)) forget(item);
  }
}
