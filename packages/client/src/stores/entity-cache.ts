import type { Cursor } from '@sidecard/core/wire';
import type { ClientRefusal } from '../model/client-refusal.js';
import { type Position, positionOf } from '../transport/position.js';
import type { Stream } from '../stream/stream.js';
import type { Api } from '../transport/api.js';
import type { Check } from '../transport/checks.js';
import { createConcurrencyLimit } from '../util/concurrency-limit.js';
import type { RetryTimer } from '../util/retry-timer.js';
import type { ObservedStore } from './observed-store.js';

/** An entity in the cache. */
export interface CacheEntry<Value, State> extends ObservedStore<State> {
  readonly id: string;
  status: 'loading' | 'ready' | 'not-found' | 'failed';
  value: Value;
  /** Position in the log that `value` is from, and the cache epoch in which it was read. */
  at: Position | undefined;
  cacheEpoch: number;
  error: ClientRefusal | undefined;
  failures: number;
  inFlight: { readonly cacheEpoch: number; done: Promise<boolean> } | undefined;
}

/** What {@link createEntityCache} takes. */
export interface EntityCacheOptions<Value, State, Body> {
  readonly api: Api;
  readonly retryTimer: RetryTimer;
  readonly stream: Stream;
  /** The value of an entity that is not loaded. */
  readonly empty: Value;
  readonly pathOf: (id: string) => string;
  /** Returns the store of an entity, which calls {@link EntityCache.observe} for its first listener. */
  readonly storeOf: (id: string) => ObservedStore<State>;
  /** Checks the server's answer. */
  readonly check: Check<Body>;
  readonly stateOf: (entry: CacheEntry<Value, State>) => State;
  /** Called with every entry that has changed. */
  readonly onNotify?: (entry: CacheEntry<Value, State>) => void;
  /** Whether entries without listeners are shown all the same. */
  readonly keepsAll?: () => boolean;
  /** Merges an answer into an entry. */
  readonly merge: (entry: CacheEntry<Value, State>, body: Body, at: Position | undefined) => void;
}

/** Entities of one kind by id. An entity is loaded for its first listener, once for any number of listeners. */
export interface EntityCache<Value, State, Body> {
  readonly entries: ReadonlyMap<string, CacheEntry<Value, State>>;
  /** Returns the entry with this id; creates it if necessary. */
  readonly entry: (id: string) => CacheEntry<Value, State>;
  /** Loads an entity with its first listener, unless the stream has kept it up to date. @returns the entry */
  readonly observe: (id: string) => CacheEntry<Value, State>;
  /** An entity, or all of them, are not shown any more: those that were not for the longest time are let go. */
  readonly rest: (id?: string) => void;
  /** Recomputes an entry's state, if the entry exists. */
  readonly notify: (id: string) => void;
  /** Merges the answer of a request of that cache epoch, unless the stream does not accept it. */
  readonly set: (id: string, body: Body, at: Position | undefined, cacheEpoch: number) => void;
  /** Loads an entity, or joins a request in progress. @returns whether the server answered, including "not found" */
  readonly load: (id: string) => Promise<boolean>;
  /** Loads observed entities that are older than the stream. @returns whether all were loaded */
  readonly catchUp: (includingCurrent: boolean) => Promise<boolean>;
  /** Marks everything read so far as read with other permissions: it is removed unless it can be read again. */
  readonly invalidate: () => void;
  /** Clears entries that are not observed and that the stream has not kept up to date. */
  readonly evictStale: () => void;
  /** Clears every entry. */
  readonly reset: (status: 'loading' | 'not-found') => void;
}

/** How many entities that nobody shows are kept. */
const MAX_RESTING = 200;

/** Creates an empty cache. */
export function createEntityCache<Value, State, Body extends { readonly cursor?: Cursor }>({
  api,
  retryTimer,
  stream,
  empty,
  pathOf,
  storeOf,
  check,
  stateOf,
  onNotify,
  keepsAll = () => false,
  merge,
}: EntityCacheOptions<Value, State, Body>): EntityCache<Value, State, Body> {
  const entries = new Map<string, CacheEntry<Value, State>>();
  const limit = createConcurrencyLimit(4);
  let validFrom = 0;
  /** Entries that nobody shows, the latest last. */
  const resting = new Set<string>();
  /** Stores of entities that were let go: somebody may still have one, and there is only one for an id. */
  const dormant = new Map<string, WeakRef<ObservedStore<State>['store']>>();
  const storesOf = new WeakMap<ObservedStore<State>['store'], ObservedStore<State>>();
  const collected = new FinalizationRegistry<string>((id) => {
    if (!dormant.get(id)?.deref()) dormant.delete(id);
  });

  function entryOf(id: string): CacheEntry<Value, State> {
    const found = entries.get(id);
    if (found) return found;
    const entry: CacheEntry<Value, State> = {
      ...(dormantStore(id) ?? storeOf(id)),
      ...{ id, status: 'loading', value: empty, cacheEpoch: 0, failures: 0 },
      ...{ at: undefined, error: undefined, inFlight: undefined },
    };
    entries.set(id, entry);
    publish(entry);
    rest(id);
    return entry;
  }

  function dormantStore(id: string): ObservedStore<State> | undefined {
    const store = dormant.get(id)?.deref();
    dormant.delete(id);
    return store && storesOf.get(store);
  }

  function rest(id?: string): void {
    const entry = id === undefined ? undefined : entries.get(id);
    if (entry) {
      resting.delete(entry.id);
      resting.add(entry.id);
    }
    if (keepsAll()) return;
    for (const oldest of resting) {
      if (resting.size <= MAX_RESTING) return;
      const old = entries.get(oldest);
      // One that is being read is let go later.
      if (old && !old.observed() && (old.inFlight || old === entry)) continue;
      resting.delete(oldest);
      if (old && !old.observed()) letGo(old);
    }
  }

  function letGo(entry: CacheEntry<Value, State>): void {
    const { id, store, observed } = entry;
    clear(entry);
    entry.status = 'loading';
    publish(entry);
    entries.delete(id);
    storesOf.set(store, { store, observed });
    dormant.set(id, new WeakRef(store));
    collected.register(store, id);
  }

  function publish(entry: CacheEntry<Value, State>): void {
    entry.store.set(stateOf(entry));
    onNotify?.(entry);
  }

  function set(id: string, body: Body, at: Position | undefined, cacheEpoch: number): void {
    if (!stream.accepts(at, cacheEpoch)) return;
    const entry = entryOf(id);
    merge(entry, body, at);
    entry.cacheEpoch = cacheEpoch;
    entry.status = 'ready';
    entry.error = undefined;
    publish(entry);
  }

  /** Whether the stream has kept it up to date since it was read. */
  const isCurrent = (entry: CacheEntry<Value, State>): boolean =>
    entry.cacheEpoch === stream.cacheEpoch() && stream.covers(entry.at);

  function load(id: string): Promise<boolean> {
    const entry = entryOf(id);
    const cacheEpoch = stream.cacheEpoch();
    if (entry.inFlight?.cacheEpoch === cacheEpoch) return entry.inFlight.done;
    const request = { cacheEpoch, done: Promise.resolve(true) };
    entry.inFlight = request;
    // A request still waiting when the stream was reset is superseded by that of `catchUp`.
    request.done = limit(async () => entry.inFlight !== request || fetchEntry(entry)).finally(() => {
      if (entry.inFlight === request) entry.inFlight = undefined;
    });
    // What is known to be gone stays so until the answer comes, as a value stays.
    if (entry.status !== 'not-found') entry.status = 'loading';
    entry.error = undefined;
    publish(entry);
    return request.done;
  }

  async function fetchEntry(entry: CacheEntry<Value, State>, tries = 0): Promise<boolean> {
    const cacheEpoch = stream.cacheEpoch();
    const answer = await api({ method: 'GET', path: pathOf(entry.id) }, check);
    if (cacheEpoch !== stream.cacheEpoch()) return fetchEntry(entry);
    if (answer.ok) {
      entry.failures = 0;
      set(entry.id, answer.body, positionOf(answer.body.cursor), cacheEpoch);
      // The answer may be older than the start of the stream, and a change in between may be missing.
      return tries > 1 || !stream.misses(entry.at) || fetchEntry(entry, tries + 1);
    }
    const gone = answer.error.code === 'not-found' || answer.error.code === 'permission-missing';
    if (gone || entry.cacheEpoch < validFrom) clear(entry);
    // So that a listener can load again.
    entry.inFlight = undefined;
    entry.status = gone ? 'not-found' : 'failed';
    entry.error = gone ? undefined : answer.error;
    publish(entry);
    if (answer.retryable) void retry(entry);
    // One failing entity must not keep the others from being live.
    return answer.error.code !== 'network';
  }

  async function retry(entry: CacheEntry<Value, State>): Promise<void> {
    await retryTimer.wait(retryTimer.backoffMs(entry.failures++));
    if (entry.observed() && entry.status === 'failed') void load(entry.id);
  }

  function evictUnless(isCurrent: (entry: CacheEntry<Value, State>) => boolean): void {
    for (const entry of entries.values()) {
      if (entry.observed() || isCurrent(entry)) continue;
      clear(entry);
      publish(entry);
    }
  }

  function clear(entry: CacheEntry<Value, State>): void {
    entry.value = empty;
    entry.at = undefined;
  }

  return {
    entries,
    entry: entryOf,
    rest,
    observe(id) {
      resting.delete(id);
      const entry = entryOf(id);
      if (!isCurrent(entry)) void load(id);
      return entry;
    },
    notify(id) {
      const entry = entries.get(id);
      if (entry) publish(entry);
    },
    set,
    load,
    async catchUp(includingCurrent) {
      const old = [...entries.values()].filter((entry) => entry.observed() && (includingCurrent || !isCurrent(entry)));
      return (await Promise.all(old.map(({ id }) => load(id)))).every(Boolean);
    },
    invalidate() {
      validFrom = stream.cacheEpoch();
      evictUnless(({ cacheEpoch }) => cacheEpoch >= validFrom);
    },
    evictStale: () => evictUnless(({ at }) => !stream.misses(at)),
    reset(status) {
      for (const entry of entries.values()) {
        clear(entry);
        entry.status = status;
        publish(entry);
      }
    },
  };
}
