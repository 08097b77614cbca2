import { compareBy, matchesFilter, matchesSearch, searchQuery, searchTermsOf, summaryOf } from '@sidecard/core/list';
import type { SummaryPage, TicketFilter, TicketSummary, TicketView } from '@sidecard/core/wire';
import type { ClientRefusal } from '../model/client-refusal.js';
import type { TicketListState } from '../model/ticket-list.js';
import type { Ports } from '../ports/ports.types.js';
import { type Position, positionOf, reaches } from '../transport/position.js';
import type { Stream } from '../stream/stream.js';
import type { Api, ApiAnswer } from '../transport/api.js';
import { isSummaryPage } from '../transport/list-checks.js';
import type { RetryTimer } from '../util/retry-timer.js';
import { changeRows } from './list-rows.js';
import type { ObservedStore } from './observed-store.js';
import type { SessionStore } from './session.js';

/** Rows per request. */
const PAGE_SIZE = 100;
/** A list is loaded again up to about this row; those after it are loaded when they are needed. */
const MAX_RELOADED = 1000;
/** How often a list is loaded again to which tickets are added by time alone. */
const CLOCK_MS = 60_000;
/** How long the total of a list whose end is not loaded may be out of date. */
const RECOUNT_MS = 3000;

/** What lists need of the client. */
export interface ListContext {
  readonly ports: Ports;
  readonly api: Api;
  readonly retryTimer: RetryTimer;
  readonly stream: Stream;
  readonly session: SessionStore;
  /** The server's time, milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Runs work once after a burst of frames, for any number of calls. */
  readonly inBurst: (work: () => void) => void;
}

/** A list that was asked for. */
export interface ListEntry extends ObservedStore<TicketListState> {
  readonly filter: TicketFilter;
}

/** Loads a list, and keeps it up to date. */
export interface LiveList {
  /** Loads the list for its first listener, unless the stream has kept it up to date. */
  readonly observe: () => void;
  readonly loadMore: () => Promise<boolean>;
  /** Adds, moves, changes or removes the row of a ticket. */
  readonly onFrame: (view: TicketView, at: Position | undefined) => void;
  /** Loads the list if it has listeners and is older than the stream. @returns whether the server answered */
  readonly catchUp: (includingCurrent: boolean) => Promise<boolean>;
  /** Clears the list, because the account has changed. */
  readonly reset: () => void;
}

/** A ticket's row, and as of when; without a row, it is not in the list. */
interface Known<Row = TicketSummary> {
  readonly row: Row;
  readonly at: Position | undefined;
}

/** Creates a list that is not loaded. */
export function createLiveList(
  { filter, store, observed }: ListEntry,
  { api, retryTimer, stream, session, now, inBurst }: ListContext,
): LiveList {
  const compare = compareBy(filter.sort ?? 'changed');
  const query = filter.search === undefined ? undefined : searchQuery(filter.search);

  let status: TicketListState['status'] = 'loading';
  let error: ClientRefusal | undefined;
  /** The loaded rows: the whole list, or with `next` its part up to `end`. */
  let rows: readonly TicketSummary[] = [];
  const known = new Map<string, Known>();
  let next: string | undefined;
  let end: TicketSummary | undefined;
  let total = 0;
  let totalIsMore: true | undefined;
  /** Position of the first page; `undefined` once frames were missed. */
  let at: Position | undefined;

  let request: { readonly cacheEpoch: number; done: Promise<boolean> } | undefined;
  let loadingMore: Promise<boolean> | undefined;
  let failures = 0;
  /** Tickets that the stream brought while a request was under way. */
  const arrived = new Map<string, { readonly view: TicketView; readonly at: Position | undefined }>();
  /** Changes that are not shown yet. */
  const changes = new Map<string, Known<TicketSummary | undefined>>();
  let recounting = false;

  function publish(): void {
    const isWhole = next === undefined;
    store.set({
      ...{ status, rows, more: !isWhole },
      total: isWhole ? rows.length : Math.max(total, rows.length),
      ...(!isWhole && totalIsMore ? { totalIsMore } : {}),
      ...(error ? { error } : {}),
    });
  }

  function read(cursor: string | undefined, limit = PAGE_SIZE): Promise<ApiAnswer<SummaryPage>> {
    const parameters = Object.entries({ ...filter, limit, cursor }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    );
    return api({ method: 'GET', path: `/v1/summaries?${new URLSearchParams(parameters)}` }, isSummaryPage);
  }

  function load(): Promise<boolean> {
    const cacheEpoch = stream.cacheEpoch();
    if (request?.cacheEpoch === cacheEpoch) return request.done;
    const current = { cacheEpoch, done: Promise.resolve(true) };
    request = current;
    arrived.clear();
    // What was live is still shown as it was: an empty list must not look as if it had never been loaded.
    if (status !== 'ready' || at === undefined) status = 'loading';
    error = undefined;
    publish();
    current.done = readRows(cacheEpoch, () => request !== current).finally(() => {
      if (request === current) request = undefined;
    });
    return current.done;
  }

  async function readRows(cacheEpoch: number, superseded: () => boolean, tries = 0): Promise<boolean> {
    const isLate = (): boolean => superseded() || cacheEpoch !== stream.cacheEpoch();
    await session.ensure();
    const wanted = Math.min(rows.length, MAX_RELOADED);
    const pages: SummaryPage[] = [];
    let count = 0;
    for (let cursor: string | undefined; pages.length === 0 || (cursor !== undefined && count < wanted);) {
      const answer = await read(cursor);
      if (isLate()) return true;
      if (!answer.ok) return onFailure(answer);
      pages.push(answer.body);
      count += answer.body.summaries.length;
      cursor = answer.body.next;
    }
    failures = 0;
    // Resets the stream if its log is another one, which loads the list again.
    if (!stream.accepts(positionOf(pages[0]?.cursor), cacheEpoch)) return true;
    known.clear();
    rows = [];
    at = positionOf(pages[0]?.cursor);
    for (const page of pages) append(page);
    status = 'ready';
    replay(at);
    publish();
    if (filter.view === 'due-soon') void reloadLater();
    // A change between the answer and the start of the stream may be missing.
    return tries > 0 || !stream.misses(at) || readRows(cacheEpoch, superseded, tries + 1);
  }

  async function reloadLater(): Promise<void> {
    const loadedAt = at;
    await retryTimer.wait(CLOCK_MS);
    if (observed() && loadedAt === at) void load();
  }

  function onFailure(answer: ApiAnswer<SummaryPage> & { readonly ok: false }): boolean {
    const gone = answer.error.code === 'not-found' || answer.error.code === 'permission-missing';
    if (gone) clear();
    status = gone ? 'not-found' : 'failed';
    error = gone ? undefined : answer.error;
    publish();
    if (answer.retryable) void retry();
    // One failing list must not keep the rest from being live.
    return answer.error.code !== 'network';
  }

  async function retry(): Promise<void> {
    await retryTimer.wait(retryTimer.backoffMs(failures++));
    if (observed() && status === 'failed') void load();
  }

  /** Adds a page. What the stream has brought since it was read is newer. */
  function append(page: SummaryPage): void {
    const pageAt = positionOf(page.cursor);
    const removed: TicketSummary[] = [];
    const added: TicketSummary[] = [];
    for (const row of page.summaries) {
      const current = known.get(row.ticketId);
      if (current && !reaches(pageAt, current.at)) continue;
      // It has moved since the page before was read.
      if (current) removed.push(current.row);
      added.push(row);
      known.set(row.ticketId, { row, at: pageAt });
    }
    rows = changeRows(rows, { removed, added }, compare);
    end = page.summaries.at(-1) ?? end;
    ({ next, total, totalIsMore } = page);
  }

  /** Applies what arrived during a request whose answer is as of `read`. */
  function replay(readAt: Position | undefined): void {
    for (const { view, at: frameAt } of arrived.values()) if (!reaches(readAt, frameAt)) change(view, frameAt);
    arrived.clear();
  }

  function loadMore(): Promise<boolean> {
    loadingMore ??= readMore().finally(() => (loadingMore = undefined));
    return loadingMore;
  }

  async function readMore(): Promise<boolean> {
    await request?.done;
    const cacheEpoch = stream.cacheEpoch();
    const from = next;
    if (from === undefined) return false;
    const answer = await read(from);
    // Meanwhile the list may have been loaded again.
    if (answer.ok && from === next && stream.accepts(positionOf(answer.body.cursor), cacheEpoch)) {
      append(answer.body);
      replay(positionOf(answer.body.cursor));
      publish();
    }
    return next !== undefined;
  }

  /** Returns a ticket's row if it is in the list. */
  function rowOf(view: TicketView): TicketSummary | undefined {
    const account = session.get();
    if (!account) return undefined;
    const side = account.party === 'staff' ? 'staff' : 'merchant';
    const row = summaryOf(view, side);
    const isIn =
      matchesFilter(row, filter, { accountId: account.accountId, side, nowMs: now() }) &&
      (!query || matchesSearch(searchTermsOf(view), query));
    return isIn ? row : undefined;
  }

  function change(view: TicketView, frameAt: Position | undefined): void {
    const current = known.get(view.id);
    if (at === undefined || reaches(at, frameAt) || (current && reaches(current.at, frameAt))) return;
    changes.set(view.id, { row: rowOf(view), at: frameAt });
    inBurst(flush);
  }

  function flush(): void {
    const removed: TicketSummary[] = [];
    const added: TicketSummary[] = [];
    let unsure = false;
    for (const [ticketId, { row, at: frameAt }] of changes) {
      const current = known.get(ticketId);
      // The list has been loaded since, or a page of it.
      if (reaches(at, frameAt) || (current && reaches(current.at, frameAt))) continue;
      known.delete(ticketId);
      if (current) removed.push(current.row);
      if (row && (next === undefined || !end || compare(row, end) <= 0)) {
        added.push(row);
        known.set(ticketId, { row, at: frameAt });
      }
      if (current && !row) total--;
      // It may have been after the loaded rows, and may be now.
      else if (!current) unsure = true;
    }
    changes.clear();
    rows = changeRows(rows, { removed, added }, compare);
    publish();
    if (next === undefined || !observed()) return;
    if (unsure && !totalIsMore) void recountSoon();
    if (rows.length < PAGE_SIZE / 2) void loadMore();
  }

  async function recountSoon(): Promise<void> {
    if (recounting) return;
    recounting = true;
    await retryTimer.wait(RECOUNT_MS);
    recounting = false;
    if (!observed() || request || next === undefined) return;
    const answer = await read(undefined, 1);
    if (!answer.ok || request) return;
    ({ total, totalIsMore } = answer.body);
    publish();
  }

  function clear(): void {
    rows = [];
    known.clear();
    arrived.clear();
    changes.clear();
    at = next = end = undefined;
    total = 0;
    totalIsMore = undefined;
  }

  return {
    observe() {
      if (at === undefined || !stream.covers(at)) void load();
    },
    loadMore,
    onFrame(view, frameAt) {
      if (!observed()) {
        // A request under way may be answered as of before.
        at = request = undefined;
        return;
      }
      if (request ?? loadingMore) arrived.set(view.id, { view, at: frameAt });
      change(view, frameAt);
    },
    catchUp: async (includingCurrent) =>
      !observed() || (!includingCurrent && at !== undefined && stream.covers(at)) || load(),
    reset() {
      request = undefined;
      clear();
      status = 'loading';
      error = undefined;
      publish();
    },
  };
}
