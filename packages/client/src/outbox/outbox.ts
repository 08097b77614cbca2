import type { CreateBody, StaffMessageAnswer, TicketAnswer, TicketTypes, TicketView } from '@sidecard/core';
import { atom, type ReadableAtom } from 'nanostores';
import type { Api } from '../api.js';
import { backoffMs, type Bell } from '../bell.js';
import type { ClientRefusal, ClientStorage, OutboxEntry, SendCommand, SendResult } from '../client.types.js';
import { newId } from '../ids.js';
import { isMove, kindOf, requestOf, type StoredEntry } from './entries.js';

/** What the outbox works with. */
export interface OutboxOptions {
  readonly api: Api;
  readonly bell: Bell;
  readonly storage: ClientStorage;
  readonly types: TicketTypes;
  readonly closed: AbortSignal;
  readonly now: () => number;
  /** Begins to find out who the account is. */
  readonly identify: () => Promise<unknown>;
  readonly view: (ticketId: string) => TicketView | undefined;
  /** @returns whether it could be loaded */
  readonly load: (ticketId: string) => Promise<boolean>;
  readonly generation: () => number;
  readonly onChange: (entries: readonly StoredEntry[]) => void;
  /** An entry was carried out. */
  readonly onConfirmed: (entry: StoredEntry, answer: TicketAnswer | StaffMessageAnswer, generation: number) => void;
  readonly onRefused: (entry: StoredEntry, error: ClientRefusal, generation: number) => void;
  readonly draftOf: (entry: Pick<OutboxEntry, 'ticketId' | 'kind' | 'command'>) => string | undefined;
}

/** What is on its way to the server, and gets there exactly once. */
export interface Outbox {
  readonly store: ReadableAtom<readonly OutboxEntry[]>;
  readonly send: (ticketId: string, command: SendCommand) => Promise<SendResult>;
  readonly create: (body: CreateBody) => Promise<SendResult>;
  readonly dismiss: (key: string) => void;
  /** Says whose outbox it is: what that account left in the storage goes out too. `undefined`: nobody's, nothing goes out. */
  readonly belongTo: (scope: string | undefined) => void;
}

interface Item {
  entry: StoredEntry;
  /** Whose it is; nobody else ever sends it. */
  scope: string | undefined;
  failures: number;
  readonly settle: (result: SendResult) => void;
}

/** Makes an outbox that belongs to nobody yet. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { api, bell, storage, types, closed } = options;
  const store = atom<readonly OutboxEntry[]>([]);
  const items = new Map<string, Item>();
  /** Tickets whose entries are being sent, one after the other. */
  const lanes = new Set<string>();
  let scope: string | undefined;

  function changed(): void {
    const entries = [...items.values()].map(({ entry }) => entry);
    store.set(entries);
    options.onChange(entries);
  }

  function put(item: Item, change: Partial<StoredEntry>): void {
    item.entry = { ...item.entry, ...change };
    changed();
  }

  const keyOf = (item: Item): string => `${item.scope ?? ''}${item.entry.key}`;

  /** Keeps an entry over a reload. Where nothing can be kept it is sent all the same. */
  async function keep(item: Item): Promise<void> {
    if (item.scope === undefined) return;
    const state = item.entry.state === 'refused' ? 'refused' : 'queued';
    await storage.set(keyOf(item), { ...item.entry, state }).catch(() => {});
  }

  function forget(item: Item): void {
    items.delete(item.entry.key);
    if (item.scope !== undefined) void storage.delete(keyOf(item)).catch(() => {});
    changed();
  }

  function add(
    entry: Pick<StoredEntry, 'ticketId' | 'kind' | 'command' | 'create' | 'move' | 'draft'>,
  ): Promise<SendResult> {
    if (closed.aborted) return Promise.resolve({ status: 'refused', error: { code: 'closed' } });
    return new Promise((settle) => {
      const made = { ...entry, key: newId(), state: 'sending', createdAtMs: options.now(), attempts: 0 } as const;
      items.set(made.key, { entry: made, scope, failures: 0, settle });
      changed();
      void run(laneOf(made));
    });
  }

  /** Entries of one ticket go out in order; a new ticket has no order to keep. */
  const laneOf = ({ ticketId, key }: OutboxEntry): string => ticketId || key;

  async function run(lane: string): Promise<void> {
    if (lanes.has(lane)) return;
    lanes.add(lane);
    for (;;) {
      const item = [...items.values()].find(({ entry }) => laneOf(entry) === lane && entry.state !== 'refused');
      if (!item || closed.aborted) break;
      const waitMs = await attempt(item);
      if (closed.aborted) item.settle({ status: 'queued', key: item.entry.key });
      else if (waitMs !== undefined) await bell.wait(waitMs);
    }
    lanes.delete(lane);
  }

  /** @returns how long to wait before the next attempt, or `undefined` when there is none */
  async function attempt(item: Item): Promise<number | undefined> {
    const ready = await prepare(item);
    const { entry } = item;
    // Taken out meanwhile: it is another account's turn.
    if (items.get(entry.key) !== item || entry.state === 'refused') return undefined;
    if (!ready) return later(item, undefined);
    const generation = options.generation();
    const answer = await api<TicketAnswer | StaffMessageAnswer>(requestOf(entry));
    if (items.get(entry.key) !== item) return undefined;
    if (answer.ok) {
      options.onConfirmed(entry, answer.body, generation);
      forget(item);
      await confirm(item, answer.body);
      return undefined;
    }
    if (answer.again) return later(item, answer.retryAfterMs);
    if (!closed.aborted) refuse(item, answer.error, generation);
    return undefined;
  }

  /** Sees to it that the entry has an owner, a version and a place in the storage. @returns whether it can be sent */
  async function prepare(item: Item): Promise<boolean> {
    const { ticketId, move, command } = item.entry;
    if (move && command.version === undefined) {
      if (!options.view(ticketId)) await options.load(ticketId);
      const version = options.view(ticketId)?.version;
      // What the actor has not seen must not be acted upon later, whatever it will be by then.
      if (version === undefined) refuse(item, { code: 'network', detail: 'The ticket is not loaded.' }, -1);
      else put(item, { command: { ...command, version } });
    }
    if (item.scope === undefined) {
      await options.identify();
      if (scope === undefined) return false;
      item.scope = scope;
    }
    if (item.entry.attempts === 0) await keep(item);
    if (item.entry.state !== 'refused') put(item, { state: 'sending', attempts: item.entry.attempts + 1 });
    return true;
  }

  function later(item: Item, retryAfterMs: number | undefined): number {
    put(item, { state: 'queued' });
    item.settle({ status: 'queued', key: item.entry.key });
    return retryAfterMs ?? backoffMs(item.failures++);
  }

  function refuse(item: Item, error: ClientRefusal, generation: number): void {
    put(item, { state: 'refused', error });
    void keep(item);
    options.onRefused(item.entry, error, generation);
    item.settle({ status: 'refused', error });
  }

  async function confirm({ entry, settle }: Item, answer: TicketAnswer | StaffMessageAnswer): Promise<void> {
    if ('ticket' in answer) {
      const { ticket, told } = answer;
      return settle({ status: 'confirmed', ticket, ...(told ? { told } : {}) });
    }
    if (!options.view(entry.ticketId)) await options.load(entry.ticketId);
    const ticket = options.view(entry.ticketId);
    settle(ticket ? { status: 'confirmed', ticket, message: answer.message } : { status: 'queued', key: entry.key });
  }

  return {
    store,
    send(ticketId, command) {
      const kind = kindOf(command);
      const view = options.view(ticketId);
      const move = kind === 'command' && isMove(command, view, types);
      const sent = [...items.values()].filter(({ entry }) => entry.ticketId === ticketId);
      if (move && sent.some(({ entry }) => entry.move && entry.state !== 'refused')) {
        return Promise.resolve({ status: 'refused', error: { code: 'move-pending' } });
      }
      // Sent again, what was refused is spoken for.
      for (const item of sent) {
        if (item.entry.state === 'refused' && item.entry.move && item.entry.command.command === command.command)
          forget(item);
      }
      const version = command.version ?? (move ? view?.version : undefined);
      const { choice, fields } = command;
      const clean: SendCommand = {
        command: command.command,
        ...(choice === undefined ? {} : { choice }),
        ...(fields === undefined ? {} : { fields }),
        ...(version === undefined ? {} : { version }),
      };
      const draft = options.draftOf({ ticketId, kind, command });
      return add({ ticketId, kind, command: clean, move, ...(draft === undefined ? {} : { draft }) });
    },
    create: (body) =>
      add({ ticketId: '', kind: 'create', command: { command: 'create', fields: body.request }, create: body }),
    dismiss(key) {
      const item = items.get(key);
      if (item?.entry.state === 'refused') forget(item);
    },
    belongTo(next) {
      if (next !== undefined && next === scope) return;
      const before = scope;
      scope = next;
      // What was another's stays in the storage, for when its account comes back; what was nobody's yet is nobody's for good.
      for (const [key, item] of before === undefined && next !== undefined ? [] : items) {
        items.delete(key);
        item.settle(
          item.scope === undefined ? { status: 'refused', error: { code: 'closed' } } : { status: 'queued', key },
        );
      }
      changed();
      if (next !== undefined) void resume(next);
    },
  };

  async function resume(owner: string): Promise<void> {
    const kept = await storage.entries(owner).catch(() => []);
    if (owner !== scope) return;
    const entries = kept.map(([, value]) => value as StoredEntry).filter(({ key }) => !items.has(key));
    entries.sort((one, other) => one.createdAtMs - other.createdAtMs);
    for (const entry of entries) items.set(entry.key, { entry, scope: owner, failures: 0, settle: () => {} });
    if (entries.length > 0) changed();
    for (const lane of new Set([...items.values()].map(({ entry }) => laneOf(entry)))) void run(lane);
  }
}
