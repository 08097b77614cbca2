import type { TicketAnswer, TicketPage, TicketView } from '@sidecard/core';
import { atom, onMount, type ReadableAtom, type WritableAtom } from 'nanostores';
import type { Api } from '../api.js';
import type { ClientRefusal, OutboxEntry, TicketState } from '../client.types.js';
import { type Position, positionOf, reaches } from '../stream/position.js';
import type { Stream } from '../stream/stream.js';
import { createQueue } from './queue.js';

/** One ticket as this client knows it. */
interface Held {
  readonly id: string;
  readonly store: WritableAtom<TicketState>;
  /** Somebody listens to it. */
  shown: boolean;
  status: TicketState['status'];
  view?: TicketView | undefined;
  /** Where in the stream `view` is from, and in which of the stream's generations it was read. */
  at?: Position | undefined;
  generation: number;
  error?: ClientRefusal | undefined;
  flight?: Flight | undefined;
}

interface Flight {
  readonly generation: number;
  done: Promise<boolean>;
}

/** The tickets that are known, and the stores that show them. */
export interface Tickets {
  readonly all: ReadableAtom<ReadonlyMap<string, TicketView>>;
  readonly one: (ticketId: string) => ReadableAtom<TicketState>;
  readonly view: (ticketId: string) => TicketView | undefined;
  /**
   * Takes in a projection, unless what is known is newer: an answer and a frame can overtake each other.
   *
   * @param generation - the stream's when it was asked for
   */
  readonly apply: (view: TicketView, at: Position | undefined, generation: number) => void;
  /** Takes in a frame, if the ticket is known or all are shown. */
  readonly onFrame: (view: TicketView, at: Position | undefined) => void;
  /** Loads a ticket, or joins who is loading it. @returns whether there is an answer, be it that there is no such ticket */
  readonly load: (ticketId: string) => Promise<boolean>;
  /** Loads what is shown and older than the stream. @returns whether all is loaded */
  readonly catchUp: (anyway?: boolean) => Promise<boolean>;
  readonly loadMore: () => Promise<boolean>;
  readonly setPending: (pending: ReadonlyMap<string, OutboxEntry>) => void;
  /** What was read before now was read by other rights: it goes unless it can be read anew. */
  readonly distrust: () => void;
  /** Forgets everything; what is shown is loaded anew. */
  readonly wipe: () => void;
}

const PAGE = 100;

/** Makes a store of no tickets. */
export function createTickets(api: Api, stream: Stream): Tickets {
  const known = new Map<string, Held>();
  const all = atom<ReadonlyMap<string, TicketView>>(new Map());
  const queue = createQueue(4);
  let listShown = false;
  let pages = 1;
  let next: string | undefined;
  let collecting = false;
  let trustedFrom = 0;
  let pending: ReadonlyMap<string, OutboxEntry> = new Map();

  onMount(all, () => {
    listShown = true;
    collect();
    const release = stream.hold();
    void loadList();
    return () => {
      listShown = false;
      release();
    };
  });

  function collect(): void {
    collecting = false;
    if (listShown) all.set(new Map([...known].flatMap(([id, { view }]) => (view ? [[id, view] as const] : []))));
  }

  function hold(id: string): Held {
    const found = known.get(id);
    if (found) return found;
    const store = atom<TicketState>({ status: 'loading' });
    const held: Held = { id, store, shown: false, status: 'loading', generation: 0 };
    emit(held);
    known.set(id, held);
    onMount(store, () => {
      held.shown = true;
      const release = stream.hold();
      if (!stream.covers(held.at)) void load(id);
      return () => {
        held.shown = false;
        release();
      };
    });
    return held;
  }

  function emit(held: Held): void {
    const { id, status, view, error } = held;
    const sent = pending.get(id);
    held.store.set({
      status,
      ...(view ? { view } : {}),
      ...(sent ? { pending: sent } : {}),
      ...(error ? { error } : {}),
    });
    // A burst of frames makes one new map: copying thousands of entries for each would be the dearest thing here.
    if (listShown && !collecting) {
      collecting = true;
      queueMicrotask(collect);
    }
  }

  function apply(view: TicketView, at: Position | undefined, generation: number): void {
    if (!stream.accepts(at, generation)) return;
    const held = hold(view.id);
    const ofSameStream = held.view && held.at?.epoch === at?.epoch;
    const older = ofSameStream && (!reaches(at, held.at) || view.version < (held.view?.version ?? 0));
    if (!older) Object.assign(held, { view, at, generation });
    held.status = 'ready';
    held.error = undefined;
    emit(held);
  }

  function load(id: string): Promise<boolean> {
    const held = hold(id);
    const generation = stream.generation();
    if (held.flight?.generation === generation) return held.flight.done;
    const flight: Flight = { generation, done: Promise.resolve(true) };
    held.flight = flight;
    // What waited for its turn until the stream was lost is asked for by whoever catches up.
    flight.done = queue(async () => held.flight !== flight || fetchOne(held)).finally(() => {
      if (held.flight === flight) held.flight = undefined;
    });
    if (held.status !== 'loading') {
      Object.assign(held, { status: 'loading', error: undefined });
      emit(held);
    }
    return flight.done;
  }

  async function fetchOne(held: Held): Promise<boolean> {
    const generation = stream.generation();
    const answer = await api<TicketAnswer>({ method: 'GET', path: ticketPath(held.id) });
    if (answer.ok) {
      const { ticket, cursor } = answer.body;
      apply(ticket, positionOf(cursor), generation);
      // It may have been read before the stream began, and the change between them missed.
      return !stream.misses(held.at) || fetchOne(held);
    }
    if (generation !== stream.generation()) return fetchOne(held);
    const gone = answer.error.code === 'not-found';
    held.status = gone ? 'not-found' : 'failed';
    if (gone || held.generation < trustedFrom) held.view = held.at = undefined;
    held.error = gone ? undefined : answer.error;
    emit(held);
    return gone || !answer.again;
  }

  async function loadPage(cursor: string | undefined): Promise<boolean> {
    const generation = stream.generation();
    const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await api<TicketPage>({ method: 'GET', path: `/v1/tickets?limit=${PAGE}${query}` });
    if (!answer.ok) return !answer.again;
    const at = positionOf(answer.body.cursor);
    for (const view of answer.body.tickets) apply(view, at, generation);
    next = answer.body.next;
    return true;
  }

  async function loadList(): Promise<boolean> {
    let done = await loadPage(undefined);
    for (let page = 1; page < pages && done && next !== undefined; page++) done = await loadPage(next);
    return done;
  }

  function onFrame(view: TicketView, at: Position | undefined): void {
    if (listShown || known.has(view.id)) apply(view, at, stream.generation());
  }

  async function catchUp(anyway = false): Promise<boolean> {
    const listed = !listShown || (await loadList());
    const old = [...known.values()].filter(({ shown, at }) => shown && (anyway || !stream.covers(at)));
    const loaded = await Promise.all(old.map(({ id }) => load(id)));
    return listed && loaded.every(Boolean);
  }

  return {
    all,
    one: (ticketId) => hold(ticketId).store,
    view: (ticketId) => known.get(ticketId)?.view,
    apply,
    onFrame,
    load,
    catchUp,
    async loadMore() {
      if (next !== undefined && (await loadPage(next))) pages++;
      return next !== undefined;
    },
    setPending(now) {
      const before = pending;
      pending = now;
      for (const id of new Set([...before.keys(), ...now.keys()])) {
        const held = known.get(id);
        if (held && before.get(id) !== now.get(id)) emit(held);
      }
    },
    distrust() {
      trustedFrom = stream.generation();
      for (const held of known.values()) {
        if (held.shown || held.generation >= trustedFrom) continue;
        held.view = held.at = undefined;
        emit(held);
      }
    },
    wipe() {
      pages = 1;
      for (const held of known.values()) {
        Object.assign(held, { status: 'loading', view: undefined, at: undefined, error: undefined });
        emit(held);
      }
    },
  };
}

/** The path of a ticket. */
export function ticketPath(ticketId: string): string {
  return `/v1/tickets/${encodeURIComponent(ticketId)}`;
}
