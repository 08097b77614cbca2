import type { TicketAnswer, TicketView } from '@sidecard/core/wire';
import type { ReadableAtom } from 'nanostores';
import type { OutboxEntry } from '../model/outbox-entry.js';
import type { TicketState } from '../model/ticket-state.js';
import { type Position, positionOf, reaches } from '../transport/position.js';
import type { Stream } from '../stream/stream.js';
import type { Api } from '../transport/api.js';
import { isTicketAnswer, isTicketPage } from '../transport/checks.js';
import { omitUndefined } from '../util/omit-undefined.js';
import type { RetryTimer } from '../util/retry-timer.js';
import { type CacheEntry, createEntityCache, type EntityCache } from './entity-cache.js';
import { loadedTickets } from './loaded-tickets.js';
import { ticketPath } from './paths.js';
import { createObservedStore } from './observed-store.js';

type Body = Pick<TicketAnswer, 'ticket'> & Partial<TicketAnswer>;

/** The loaded tickets, and the stores that show them. */
export interface Tickets extends Pick<
  EntityCache<TicketView | undefined, TicketState, Body>,
  'entries' | 'notify' | 'load' | 'catchUp' | 'invalidate' | 'reset'
> {
  readonly all: ReadableAtom<ReadonlyMap<string, TicketView>>;
  readonly one: (ticketId: string) => ReadableAtom<TicketState>;
  readonly view: (ticketId: string) => TicketView | undefined;
  /**
   * Sets a projection unless the current one is newer, because answers and frames can arrive out of order.
   *
   * @param cacheEpoch - the stream's cache epoch when the projection was requested
   */
  readonly set: (view: TicketView, at: Position | undefined, cacheEpoch: number) => void;
  /** Sets the projection of a frame if the ticket is loaded, or all tickets are observed. */
  readonly onFrame: (view: TicketView, at: Position | undefined) => void;
  readonly loadMore: () => Promise<boolean>;
  /** @param check - called from now on with every ticket that has changed here or is shown, and without one when all are */
  readonly watch: (check: (entry?: TicketEntry) => void) => void;
}

type TicketEntry = CacheEntry<TicketView | undefined, TicketState>;

const PAGE_SIZE = 100;

/**
 * Creates a cache without tickets.
 *
 * @param pendingOf - returns the versioned command of a ticket that has no answer yet
 */
export function createTickets(
  api: Api,
  retryTimer: RetryTimer,
  stream: Stream,
  pendingOf: (ticketId: string) => OutboxEntry | undefined,
): Tickets {
  let pages = 1;
  let next: string | undefined;
  let loadingMore: Promise<boolean> | undefined;
  let collecting = false;
  /** The tickets that are loaded. */
  const views = new Map<string, TicketView>();
  let check: (entry?: TicketEntry) => void = () => {};

  const cache = createEntityCache<TicketView | undefined, TicketState, Body>({
    api,
    retryTimer,
    stream,
    empty: undefined,
    pathOf: ticketPath,
    storeOf: (id) =>
      createObservedStore<TicketState>(
        { status: 'loading' },
        stream.retain,
        () => check(cache.observe(id)),
        () => cache.rest(id),
      ),
    keepsAll: () => allObserved(),
    check: isTicketAnswer,
    stateOf: ({ id, status, value, error }) => omitUndefined({ status, view: value, pending: pendingOf(id), error }),
    onNotify(entry) {
      const { id, value } = entry;
      if (value) views.set(id, value);
      else views.delete(id);
      collectSoon();
      check(entry);
    },
    merge(entry, { ticket }, at) {
      // What was read before a reset may be from a log that is lost, also one of the same name.
      const sameLog = entry.value && entry.at?.epoch === at?.epoch && entry.cacheEpoch === stream.cacheEpoch();
      const older =
        sameLog &&
        (!reaches(at, entry.at) ||
          ticket.version < (entry.value?.version ?? 0) ||
          // A frame may have more than its position says: what came after it was stored. Then one with a later position may have less.
          isBehind(ticket, entry.value));
      if (!older) Object.assign(entry, { value: ticket, at });
    },
  });
  const { entries, catchUp } = cache;
  const { store: all, observed: allObserved } = createObservedStore<ReadonlyMap<string, TicketView>>(
    new Map(),
    stream.retain,
    () => {
      collect();
      void loadListUntilDone();
      check();
    },
    () => cache.rest(),
  );

  async function loadListUntilDone(): Promise<void> {
    for (let failures = 0; allObserved() && !(await loadList()); failures++)
      await retryTimer.wait(retryTimer.backoffMs(failures));
  }

  function collect(): void {
    collecting = false;
    if (allObserved()) all.set(loadedTickets(views));
  }

  /** Tells of a burst of frames at once. */
  function collectSoon(): void {
    if (!collecting) queueMicrotask(collect);
    collecting = true;
  }

  const set = (ticket: TicketView, at: Position | undefined, cacheEpoch: number): void =>
    cache.set(ticket.id, { ticket }, at, cacheEpoch);

  async function loadPage(cursor: string | undefined): Promise<boolean> {
    const cacheEpoch = stream.cacheEpoch();
    const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await api({ method: 'GET', path: `/v1/tickets?limit=${PAGE_SIZE}${query}` }, isTicketPage);
    if (!answer.ok) return false;
    // Superseded by the request of `catchUp`.
    if (cacheEpoch !== stream.cacheEpoch()) return true;
    for (const view of answer.body.tickets) set(view, positionOf(answer.body.cursor), cacheEpoch);
    next = answer.body.next;
    return true;
  }

  async function loadList(): Promise<boolean> {
    let done = await loadPage(undefined);
    for (let page = 1; page < pages && done && next !== undefined; page++) done = await loadPage(next);
    if (done) cache.evictStale();
    return done;
  }

  return {
    ...cache,
    all,
    one: (ticketId) => cache.entry(ticketId).store,
    view: (ticketId) => entries.get(ticketId)?.value,
    set,
    onFrame(view, at) {
      if (allObserved() || entries.has(view.id)) set(view, at, stream.cacheEpoch());
    },
    reset(status) {
      // The pages belong to one account.
      pages = 1;
      next = loadingMore = undefined;
      cache.reset(status);
    },
    // Load the list first: its tickets need not be loaded one by one.
    catchUp: async (includingCurrent) => (!allObserved() || (await loadList())) && catchUp(includingCurrent),
    watch(next) {
      check = next;
    },
    loadMore() {
      const from = next;
      const request = (loadingMore ??= (from === undefined ? Promise.resolve(false) : loadPage(from)).then((done) => {
        if (loadingMore === request) {
          loadingMore = undefined;
          if (done) pages++;
        }
        return next !== undefined;
      }));
      return request;
    },
  };
}

/** Whether a projection lacks the end of another one's history. Most have it as their last entry, or as the one before. */
function isBehind({ history }: TicketView, { history: known = [] }: Partial<TicketView> = {}): boolean {
  const last = history.at(-1)?.id;
  const knownLast = known.at(-1)?.id;
  return last !== knownLast && history.at(-2)?.id !== knownLast && (!last || known.some(({ id }) => id === last));
}
