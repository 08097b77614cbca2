import type { Cursor } from '@sidecard/core';
import { atom, type WritableAtom } from 'nanostores';
import type { Api } from '../api.js';
import { backoffMs, type Bell } from '../bell.js';
import type { ClientRefusal } from '../client.types.js';
import { type Position, positionOf } from '../stream/position.js';
import type { Stream } from '../stream/stream.js';
import { createQueue } from './queue.js';
import { whileShown } from './while-shown.js';

/** One thing as this client knows it. */
export interface Held<Value, State> {
  readonly id: string;
  readonly store: WritableAtom<State>;
  /** Whether somebody listens to it. */
  readonly shown: () => boolean;
  status: 'loading' | 'ready' | 'not-found' | 'failed';
  value: Value;
  /** Where in the stream `value` is from, and in which of the stream's generations it was read. */
  at: Position | undefined;
  generation: number;
  error: ClientRefusal | undefined;
  failures: number;
  flight: { readonly generation: number; done: Promise<boolean> } | undefined;
}

/** What a shelf is for. */
export interface ShelfOptions<Value, State, Body> {
  readonly api: Api;
  readonly bell: Bell;
  readonly stream: Stream;
  /** What nothing is known of yet. */
  readonly blank: Value;
  readonly pathOf: (id: string) => string;
  readonly stateOf: (held: Held<Value, State>) => State;
  readonly onEmit?: () => void;
  /** Takes in an answer. */
  readonly take: (held: Held<Value, State>, body: Body, at: Position | undefined) => void;
}

/** Things of one kind by id: loaded when they are first listened to, and once for any number of listeners. */
export interface Shelf<Value, State, Body> {
  readonly known: ReadonlyMap<string, Held<Value, State>>;
  readonly hold: (id: string) => Held<Value, State>;
  readonly emit: (held: Held<Value, State>) => void;
  /** What belongs to it elsewhere has changed. */
  readonly touch: (id: string) => void;
  /** Takes in what was read, by a request of that generation, unless it is not of the present stream. */
  readonly put: (id: string, body: Body, at: Position | undefined, generation: number) => void;
  /** Loads one, or joins who is loading it. @returns whether there is an answer, be it that there is no such thing */
  readonly load: (id: string) => Promise<boolean>;
  /** Loads what is shown and older than the stream. @returns whether all is loaded */
  readonly catchUp: (anyway: boolean) => Promise<boolean>;
  /** What was read before now was read by other rights: it goes unless it can be read anew. */
  readonly distrust: () => void;
  /** What nobody looks at and the stream has not kept up to date is not known any more. */
  readonly forgetOld: () => void;
  /** Forgets everything. */
  readonly reset: (status: 'loading' | 'not-found') => void;
}

/** Makes an empty shelf. */
export function createShelf<Value, State, Body extends { readonly cursor?: Cursor }>({
  api,
  bell,
  stream,
  blank,
  pathOf,
  stateOf,
  onEmit,
  take,
}: ShelfOptions<Value, State, Body>): Shelf<Value, State, Body> {
  const known = new Map<string, Held<Value, State>>();
  const queue = createQueue(4);
  let trustedFrom = 0;

  function hold(id: string): Held<Value, State> {
    const found = known.get(id);
    if (found) return found;
    const store = atom<unknown>() as WritableAtom<State>;
    const shown = whileShown(store, stream.hold, () => {
      if (!stream.covers(held.at)) void load(id);
    });
    const held: Held<Value, State> = {
      ...{ id, store, shown, status: 'loading', value: blank, generation: 0, failures: 0 },
      ...{ at: undefined, error: undefined, flight: undefined },
    };
    known.set(id, held);
    emit(held);
    return held;
  }

  function emit(held: Held<Value, State>): void {
    held.store.set(stateOf(held));
    onEmit?.();
  }

  function put(id: string, body: Body, at: Position | undefined, generation: number): void {
    if (!stream.accepts(at, generation)) return;
    const held = hold(id);
    take(held, body, at);
    held.status = 'ready';
    held.error = undefined;
    emit(held);
  }

  function load(id: string): Promise<boolean> {
    const held = hold(id);
    const generation = stream.generation();
    if (held.flight?.generation === generation) return held.flight.done;
    const flight = { generation, done: Promise.resolve(true) };
    held.flight = flight;
    // What waited for its turn until the stream was lost is asked for by whoever catches up.
    flight.done = queue(async () => held.flight !== flight || fetchOne(held)).finally(() => {
      if (held.flight === flight) held.flight = undefined;
    });
    held.status = 'loading';
    held.error = undefined;
    emit(held);
    return flight.done;
  }

  async function fetchOne(held: Held<Value, State>, tries = 0): Promise<boolean> {
    const generation = stream.generation();
    const answer = await api<Body>({ method: 'GET', path: pathOf(held.id) });
    if (generation !== stream.generation()) return fetchOne(held);
    if (answer.ok) {
      held.failures = 0;
      put(held.id, answer.body, positionOf(answer.body.cursor), generation);
      // It may have been read before the stream began, and the change between them missed.
      return tries > 1 || !stream.misses(held.at) || fetchOne(held, tries + 1);
    }
    const gone = answer.error.code === 'not-found' || answer.error.code === 'permission-missing';
    if (gone || held.generation < trustedFrom) blankOut(held);
    held.status = gone ? 'not-found' : 'failed';
    held.error = gone ? undefined : answer.error;
    emit(held);
    if (answer.again) void retry(held);
    // One thing that the server cannot give now must not keep all others from being live.
    return answer.error.code !== 'network';
  }

  async function retry(held: Held<Value, State>): Promise<void> {
    await bell.wait(backoffMs(held.failures++));
    if (held.shown() && held.status === 'failed') void load(held.id);
  }

  function forgetUnless(isGood: (held: Held<Value, State>) => boolean): void {
    for (const held of known.values()) {
      if (held.shown() || isGood(held)) continue;
      blankOut(held);
      emit(held);
    }
  }

  function blankOut(held: Held<Value, State>): void {
    held.value = blank;
    held.at = undefined;
  }

  return {
    known,
    hold,
    emit,
    touch(id) {
      const held = known.get(id);
      if (held) emit(held);
    },
    put,
    load,
    async catchUp(anyway) {
      const old = [...known.values()].filter(({ shown, at }) => shown() && (anyway || !stream.covers(at)));
      return (await Promise.all(old.map(({ id }) => load(id)))).every(Boolean);
    },
    distrust() {
      trustedFrom = stream.generation();
      forgetUnless(({ generation }) => generation >= trustedFrom);
    },
    forgetOld: () => forgetUnless(({ at }) => !stream.misses(at)),
    reset(status) {
      for (const held of known.values()) {
        blankOut(held);
        held.status = status;
        emit(held);
      }
    },
  };
}
