import type { StaffMessageView, StaffThread } from '@sidecard/core';
import { atom, onMount, type ReadableAtom, type WritableAtom } from 'nanostores';
import type { Api } from '../api.js';
import type { OutboxEntry, StaffThreadState } from '../client.types.js';
import { type Position, positionOf } from '../stream/position.js';
import type { Stream } from '../stream/stream.js';
import { ticketPath } from './tickets.js';

interface Held {
  readonly store: WritableAtom<StaffThreadState>;
  shown: boolean;
  status: StaffThreadState['status'];
  /** By id, in the order of the thread. */
  messages: ReadonlyMap<string, StaffMessageView>;
  at?: Position | undefined;
}

/** The threads between shop and platform staff. */
export interface StaffThreads {
  readonly one: (ticketId: string) => ReadableAtom<StaffThreadState>;
  /** Takes in a message, once. */
  readonly add: (message: StaffMessageView, generation: number) => void;
  readonly load: (ticketId: string) => Promise<boolean>;
  readonly catchUp: (anyway?: boolean) => Promise<boolean>;
  readonly setPending: (entries: readonly OutboxEntry[]) => void;
  readonly isKnown: (ticketId: string) => boolean;
  /** Forgets everything; what is shown is loaded anew. */
  readonly wipe: () => void;
  /** The account may not read threads (any more): nothing of them stays. */
  readonly drop: () => void;
}

/** The path of a ticket's thread. */
export function threadPath(ticketId: string): string {
  return `${ticketPath(ticketId)}/staff-messages`;
}

/** Makes a store of no threads. */
export function createStaffThreads(api: Api, stream: Stream): StaffThreads {
  const known = new Map<string, Held>();
  let entries: readonly OutboxEntry[] = [];

  function hold(ticketId: string): Held {
    const found = known.get(ticketId);
    if (found) return found;
    const store = atom<StaffThreadState>({ status: 'loading', messages: [], pending: [] });
    const held: Held = { store, shown: false, status: 'loading', messages: new Map() };
    known.set(ticketId, held);
    emit(ticketId, held);
    onMount(store, () => {
      held.shown = true;
      const release = stream.hold();
      if (!stream.covers(held.at)) void load(ticketId);
      return () => {
        held.shown = false;
        release();
      };
    });
    return held;
  }

  function emit(ticketId: string, { store, status, messages }: Held): void {
    store.set({
      status,
      messages: [...messages.values()],
      pending: entries.filter((entry) => entry.ticketId === ticketId),
    });
  }

  function add(message: StaffMessageView, generation: number): void {
    const held = known.get(message.ticketId);
    if (!held || generation !== stream.generation() || held.messages.has(message.id)) return;
    held.messages = new Map(held.messages).set(message.id, message);
    emit(message.ticketId, held);
  }

  async function load(ticketId: string): Promise<boolean> {
    const held = hold(ticketId);
    const generation = stream.generation();
    const answer = await api<StaffThread>({ method: 'GET', path: threadPath(ticketId) });
    if (generation !== stream.generation()) return load(ticketId);
    if (answer.ok) {
      const at = positionOf(answer.body.cursor);
      if (!stream.accepts(at, generation)) return false;
      const loaded = new Map(answer.body.messages.map((message) => [message.id, message]));
      // What came meanwhile is newer than the answer.
      for (const [id, message] of held.messages) if (!loaded.has(id)) loaded.set(id, message);
      Object.assign(held, { status: 'ready', messages: loaded, at });
    } else {
      const gone = answer.error.code === 'not-found' || answer.error.code === 'permission-missing';
      held.status = gone ? 'not-found' : 'failed';
      if (gone) Object.assign(held, { messages: new Map(), at: undefined });
    }
    emit(ticketId, held);
    if (answer.ok) return !stream.misses(held.at) || load(ticketId);
    return held.status === 'not-found' || !answer.again;
  }

  function reset(status: StaffThreadState['status']): void {
    for (const [ticketId, held] of known) {
      Object.assign(held, { status, messages: new Map(), at: undefined });
      emit(ticketId, held);
    }
  }

  return {
    one: (ticketId) => hold(ticketId).store,
    add,
    load,
    async catchUp(anyway = false) {
      const old = [...known].filter(([, { shown, at }]) => shown && (anyway || !stream.covers(at)));
      return (await Promise.all(old.map(([ticketId]) => load(ticketId)))).every(Boolean);
    },
    setPending(now) {
      const before = entries;
      entries = now;
      for (const ticketId of new Set([...before, ...now].map((entry) => entry.ticketId))) {
        const held = known.get(ticketId);
        if (held) emit(ticketId, held);
      }
    },
    isKnown: (ticketId) => known.has(ticketId),
    wipe: () => reset('loading'),
    drop: () => reset('not-found'),
  };
}
