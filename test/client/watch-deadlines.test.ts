import type { Client, Connection, TicketListState } from '@sidecard/client';
import { type NearDeadline, watchDeadlines } from '@sidecard/client/deadlines';
import type { Session, TicketSummary } from '@sidecard/core/wire';
import { atom } from 'nanostores';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BUYER, MAIN, STAFF, SUB } from '../support/server.ts';
import {
  type Backend,
  BACKENDS,
  closeClients,
  DECLINE,
  type Line,
  type Shop,
  START_TIMEOUT_MS,
} from './support/shops.ts';
import { eventually, settled, until } from './support/until.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How long the shop has to answer. */
const ANSWER_MS = 48 * HOUR_MS;
const idsOf = (near: readonly NearDeadline[]) => near.map(({ ticket }) => ticket.ticketId).sort();

describe.each(BACKENDS)('deadlines that are near, over the $name', ({ start }) => {
  let backend: Backend;
  let shop: Shop;
  let line: Line;
  let client: Client;
  const calls: (readonly NearDeadline[])[] = [];
  const undo: (() => void)[] = [];

  beforeAll(async () => {
    backend = await start();
  }, START_TIMEOUT_MS);
  beforeEach(async () => {
    calls.length = 0;
    shop = await backend.openShop();
    line = shop.line(MAIN);
    client = shop.client(MAIN, { line });
  });
  afterEach(() => {
    for (const step of undo.splice(0)) step();
    closeClients();
  });
  afterAll(() => backend.stop());

  /** Begins to watch, and waits until everything is loaded. */
  async function watch(of = client, minutes?: readonly number[]): Promise<void> {
    undo.push(watchDeadlines(of, { ...(minutes ? { minutes } : {}), onNear: (near) => void calls.push(near) }));
    await until(of.list({ view: 'needs-answer', sort: 'deadline' }), ({ status }) => status === 'ready');
    await until(of.connection, ({ state }) => state === 'live');
  }

  /** The computer sleeps: its connection is gone, and time goes by. */
  async function sleep(ms: number, meanwhile: () => Promise<unknown> = async () => {}): Promise<void> {
    line.goOffline();
    await until(client.connection, ({ state }) => state !== 'live');
    await shop.advance(ms);
    await meanwhile();
    line.goOnline();
    await until(client.connection, ({ state }) => state === 'live');
    await until(client.list({ view: 'needs-answer', sort: 'deadline' }), ({ status }) => status === 'ready');
  }

  it('are reported together, each ticket once, however many times have passed in a sleep', async () => {
    const tickets = [await shop.create(), await shop.create()];
    await watch();
    expect(calls).toEqual([]);
    await sleep(ANSWER_MS - 5 * MINUTE_MS);
    await eventually(() => calls.length > 0);
    expect(calls).toHaveLength(1);
    expect(idsOf(calls[0]!)).toEqual(tickets.map(({ id }) => id).sort());
    expect(calls[0]?.map(({ minutesLeft }) => minutesLeft)).toEqual([5, 5]);
    expect(calls[0]?.[0]?.dueAtMs).toBe(tickets[0]?.deadlines[0]?.dueAtMs);
    await sleep(MINUTE_MS);
    await settled();
    expect(calls).toHaveLength(1);
  });

  it('are not reported if a colleague has answered meanwhile', async () => {
    const [answered, open] = [await shop.create(), await shop.create()];
    await watch();
    await sleep(ANSWER_MS - 30 * MINUTE_MS, () => shop.act(MAIN, answered.id, DECLINE));
    await eventually(() => calls.length > 0);
    expect(calls.map(idsOf)).toEqual([[open.id]]);
  });

  it('are not reported again, or for the first time, when a page is loaded', async () => {
    await shop.create();
    await shop.advance(ANSWER_MS - 30 * MINUTE_MS);
    await watch();
    await watch(shop.client(MAIN));
    await settled();
    expect(calls).toEqual([]);
    await sleep(25 * MINUTE_MS);
    await eventually(() => calls.length > 0);
    expect(calls[0]?.map(({ minutesLeft }) => minutesLeft)).toEqual([5]);
  });

  it('are reported for the rows of a second page, too', async () => {
    const shown = 100;
    for (let count = 0; count <= shown; count++) await shop.create();
    await watch();
    const list = client.list({ view: 'needs-answer', sort: 'deadline' });
    expect(list.get()).toMatchObject({ more: true, rows: { length: shown } });
    await sleep(ANSWER_MS - 30 * MINUTE_MS);
    await eventually(() => calls.length > 0);
    expect(calls.map((near) => near.length)).toEqual([shown + 1]);
    expect(list.get().more).toBe(false);
  });

  it.each([
    ['a buyer', BUYER],
    ['platform staff', STAFF],
    ['an account that may not handle tasks', SUB],
  ] as const)('are nothing to %s, who asks for no list', async (_, who) => {
    const other = shop.line(who);
    const theirs = shop.client(who, { line: other });
    undo.push(watchDeadlines(theirs, { onNear: (near) => void calls.push(near) }));
    await until(theirs.session, (session) => session !== undefined);
    await until(theirs.connection, ({ state }) => state === 'live');
    await settled();
    expect(other.requests.filter((called) => called.endsWith('/v1/summaries'))).toEqual([]);
    expect(calls).toEqual([]);
  });
});

describe('the clock of deadlines that are near', () => {
  const DUE_MS = Date.UTC(2026, 6, 3);
  const row = (ticketId: string, dueAtMs = DUE_MS): TicketSummary =>
    ({
      ...{ ticketId, workflow: 'awaiting-merchant', intervention: 'none', moveOf: 'merchant' },
      deadline: { key: 'answer', of: 'merchant', startedAtMs: DUE_MS - ANSWER_MS, dueAtMs },
    }) as TicketSummary;
  const session = { party: 'merchant', accountId: 'lin', permissions: ['task.handle'] } as unknown as Session;
  let calls: string[];
  let stop: () => void;
  let loads: number;
  let refreshes: number;
  /** The rows after those that are loaded, by page. */
  let pages: (readonly TicketSummary[])[];
  const connection = atom<Connection>({ state: 'live', asOfMs: 0, by: 'stream' });
  const state = atom<TicketListState>({ status: 'ready', rows: [], total: 0, more: false });

  /** Watches rows from some minutes before the deadline on. */
  function watch(rows: readonly TicketSummary[], from: number, change: Partial<TicketListState> = {}): void {
    vi.useFakeTimers({ now: DUE_MS - from * MINUTE_MS });
    [calls, loads, refreshes, pages] = [[], 0, 0, []];
    state.set({ status: 'ready', rows, total: rows.length, more: false, ...change });
    connection.set({ state: 'live', asOfMs: 0, by: 'stream' });
    const refresh = (): void => {
      refreshes++;
      state.set({ ...state.get(), status: 'loading' });
    };
    stop = watchDeadlines(
      {
        session: atom(session),
        connection,
        list: () => Object.assign(state, { loadMore }),
        now: () => Date.now(),
        refresh,
      },
      { onNear: (near) => near.forEach(({ ticket, minutesLeft }) => calls.push(`${ticket.ticketId} ${minutesLeft}`)) },
    );
  }

  /** Answers later, as a server does. Without a further page it fails. */
  async function loadMore(): Promise<boolean> {
    loads++;
    await Promise.resolve();
    const page = pages.shift();
    if (!page) return true;
    const rows = [...state.get().rows, ...page];
    state.set({ ...state.get(), rows, more: pages.length > 0 });
    return pages.length > 0;
  }

  /** The lid is closed and opened: time goes by without timers, and the connection looks as before. */
  async function sleepUntil(minutesBefore: number): Promise<void> {
    vi.setSystemTime(DUE_MS - minutesBefore * MINUTE_MS);
    await vi.runOnlyPendingTimersAsync();
  }
  afterEach(() => {
    stop();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('strikes at each time, for every ticket by one timer', () => {
    watch([row('A'), row('B', DUE_MS + 30_000), row('C', DUE_MS + 5 * HOUR_MS)], 61);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(MINUTE_MS - 1);
    expect(calls).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(calls).toEqual(['A 60']);
    vi.advanceTimersByTime(30_000);
    expect(calls).toEqual(['A 60', 'B 60']);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(70 * MINUTE_MS);
    expect(calls).toEqual(['A 60', 'B 60', 'A 10', 'B 10']);
  });

  it('repeats nothing when it is set back', () => {
    watch([row('A')], 60.5);
    vi.advanceTimersByTime(MINUTE_MS);
    expect(calls).toEqual(['A 60']);
    vi.setSystemTime(DUE_MS - 61 * MINUTE_MS);
    state.set({ ...state.get() });
    vi.advanceTimersByTime(5 * MINUTE_MS);
    expect(calls).toEqual(['A 60']);
  });

  it('waits for the connection, because a colleague may have answered', () => {
    watch([row('A')], 61);
    connection.set({ state: 'offline', asOfMs: 0, by: 'stream' });
    vi.advanceTimersByTime(5 * MINUTE_MS);
    expect(calls).toEqual([]);
    connection.set({ state: 'live', asOfMs: 0, by: 'stream' });
    vi.advanceTimersByTime(0);
    expect(calls).toEqual(['A 56']);
  });

  it('waits for the rows of a connection that is live again, which come with the burst of its frames', () => {
    watch([row('A'), row('B')], 61);
    connection.set({ state: 'offline', asOfMs: 0, by: 'stream' });
    vi.advanceTimersByTime(5 * MINUTE_MS);
    setTimeout(() => state.set({ ...state.get(), rows: [row('B')] }));
    connection.set({ state: 'live', asOfMs: 0, by: 'stream' });
    vi.advanceTimersByTime(0);
    expect(calls).toEqual(['B 56']);
  });

  it('reads the list again after a sleep that left the connection as it was', async () => {
    watch([row('A'), row('B')], 8 * 60);
    await sleepUntil(30);
    expect([calls, refreshes]).toEqual([[], 1]);
    // A frame that was under way is no reason to trust the rest.
    state.set({ ...state.get() });
    expect([calls, refreshes]).toEqual([[], 1]);
    state.set({ status: 'ready', rows: [row('B')], total: 1, more: false });
    expect(calls).toEqual(['B 29']);
    vi.advanceTimersByTime(20 * MINUTE_MS);
    expect([calls, refreshes]).toEqual([['B 29', 'B 10'], 1]);
  });

  it('loads further rows before one of them is near', async () => {
    watch([row('A', DUE_MS + 3 * HOUR_MS)], 0, { more: true });
    expect(loads).toBe(0);
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(loads).toBeGreaterThan(0);
  });

  it('strikes for further rows that were loaded after the time of their warnings, with those before', async () => {
    watch([row('A')], 61.5, { more: true });
    [loads, pages] = [0, [[row('B')], [row('C'), row('D', DUE_MS + 5 * HOUR_MS)]]];
    connection.set({ state: 'offline', asOfMs: 0, by: 'stream' });
    await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
    connection.set({ state: 'live', asOfMs: 0, by: 'stream' });
    await vi.advanceTimersByTimeAsync(0);
    expect(calls).toEqual(['A 60', 'B 60', 'C 60']);
    expect(loads).toBe(2);
  });

  it('strikes for the rows that are there while further ones cannot be loaded', async () => {
    watch([row('A')], 61, { more: true });
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(calls).toEqual(['A 60']);
    await vi.advanceTimersByTimeAsync(50 * MINUTE_MS);
    expect(calls).toEqual(['A 60', 'A 10']);
    expect(loads).toBeGreaterThan(10);
  });
});
