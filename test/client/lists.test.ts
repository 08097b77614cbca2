import type { Client, TicketListState } from '@sidecard/client';
import { LIST_SORTS, LIST_VIEWS, type TicketFilter, type TicketView } from '@sidecard/core/wire';
import { cleanStores } from 'nanostores';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUYER, MAIN, STAFF, SUB } from '../support/server.ts';
import { Random } from '../support/random.ts';
import {
  type Backend,
  BACKENDS,
  closeClients,
  DECLINE,
  type Line,
  type Shop,
  START_TIMEOUT_MS,
} from './support/shops.ts';
import { eventually, record, settled, until } from './support/until.ts';

const HOUR_MS = 3_600_000;
const isReady = ({ status }: TicketListState) => status === 'ready';
const idsOf = ({ rows }: TicketListState) => rows.map(({ ticketId }) => ticketId);
const isLive = (client: Client) => until(client.connection, ({ state }) => state === 'live');
const queriesIn = (line: Line) => line.requests.filter((called) => called.endsWith('/v1/summaries')).length;

describe.each(BACKENDS)('lists, over the $name', ({ start }) => {
  let backend: Backend;
  let shop: Shop;
  let line: Line;
  let client: Client;

  beforeAll(async () => {
    backend = await start();
  }, START_TIMEOUT_MS);
  beforeEach(async () => {
    shop = await backend.openShop();
    line = shop.line(MAIN);
    client = shop.client(MAIN, { line });
  });
  afterEach(closeClients);
  afterAll(() => backend.stop());

  /** A list with a listener, loaded and live. */
  async function watched(filter: TicketFilter, of = client) {
    const list = of.list(filter);
    list.subscribe(() => {});
    await until(list, isReady);
    await isLive(of);
    return list;
  }
  const createTickets = async (count: number): Promise<readonly TicketView[]> => {
    const tickets = [];
    for (let index = 0; index < count; index++) tickets.push(await shop.create());
    return tickets;
  };

  it('[R38] ask for nothing before somebody listens, and once for two listeners', async () => {
    const [ticket] = await createTickets(1);
    const list = client.list({ view: 'open' });
    await settled();
    expect(line.requests).toEqual([]);
    const [one] = await Promise.all([until(list, isReady), until(list, isReady)]);
    expect(one).toMatchObject({ total: 1, more: false });
    expect(one.rows[0]).toMatchObject({ ticketId: ticket?.id, displayStatus: 'awaiting-merchant' });
    await isLive(client);
    expect(queriesIn(line)).toBe(1);
  });

  it('[R38] are the same for an equal filter, and others for others', () => {
    const filter: TicketFilter = { view: 'open', queue: 'logistics' };
    expect(client.list(filter)).toBe(client.list({ queue: 'logistics', view: 'open', search: '' }));
    expect(client.list(filter)).not.toBe(client.list({ view: 'open' }));
  });

  it('[R38] [R8] get, change, move and lose rows as tickets change, without asking the server', async () => {
    const [first, second] = await createTickets(2);
    const open = await watched({ view: 'open', sort: 'opened' });
    const waiting = await watched({ view: 'needs-answer', sort: 'deadline' });
    const resolved = await watched({ view: 'resolved' });
    const asked = queriesIn(line);
    const third = await shop.create();
    await until(open, ({ rows }) => rows.length === 3);
    expect(waiting.get().rows.map(({ ticketId }) => ticketId)).toContain(third.id);
    await shop.act(MAIN, first?.id ?? '', DECLINE);
    await until(waiting, ({ rows }) => rows.length === 2);
    expect(open.get().rows.find(({ ticketId }) => ticketId === first?.id)).toMatchObject({
      displayStatus: 'declined',
      moveOf: 'buyer',
      handledBy: { name: MAIN.name },
    });
    await shop.act(BUYER, second?.id ?? '', { command: 'withdraw' });
    await until(resolved, ({ total }) => total === 1);
    expect([open.get().total, waiting.get().total]).toEqual([2, 1]);
    expect(idsOf(resolved.get())).toEqual([second?.id]);
    expect(queriesIn(line)).toBe(asked);
  });

  it('[R38] have, after anything, what a client has that loads them now', async () => {
    const random = new Random(42);
    const tickets = await createTickets(4);
    const filters = [undefined, ...LIST_VIEWS].flatMap((view) =>
      LIST_SORTS.map((sort): TicketFilter => ({ ...(view ? { view } : {}), sort })),
    );
    const lists = [];
    for (const filter of [...filters, { search: 'mug' }, { owner: 'me' }, { owner: 'nobody' }])
      lists.push({ filter, list: await watched(filter) });
    const ids = tickets.map(({ id }) => id);
    for (let step = 0; step < 25; step++) {
      const id = random.one(ids) ?? '';
      const [who, command] = random.one([
        [MAIN, DECLINE],
        [MAIN, { command: 'claim' }],
        [MAIN, { command: 'release' }],
        [MAIN, { command: 'reply', fields: { text: 'Hello.' } }],
        [BUYER, { command: 'escalate' }],
        [BUYER, { command: 'withdraw' }],
        [STAFF, { command: 'begin-review' }],
      ] as const) ?? [MAIN, DECLINE];
      if (random.oneIn(5)) ids.push((await shop.create()).id);
      if (random.oneIn(4)) await shop.advance(HOUR_MS);
      // Many do not fit the ticket's state.
      await shop.act(who, id, command).catch(() => undefined);
    }
    const fresh = shop.client(MAIN);
    for (const { filter, list } of lists) {
      const { rows, total } = await until(fresh.list(filter), isReady);
      await eventually(() => JSON.stringify(list.get().rows) === JSON.stringify(rows));
      expect(list.get().total).toBe(total);
    }
  });

  it('[R38] load further pages when they are asked to, one request at once', async () => {
    await createTickets(120);
    const list = await watched({ sort: 'opened' });
    expect(list.get()).toMatchObject({ total: 120, more: true });
    expect(list.get().rows).toHaveLength(100);
    const asked = queriesIn(line);
    expect(await Promise.all([list.loadMore(), list.loadMore()])).toEqual([false, false]);
    expect(queriesIn(line)).toBe(asked + 1);
    expect(list.get()).toMatchObject({ total: 120, more: false });
    expect(new Set(idsOf(list.get())).size).toBe(120);
    expect(await list.loadMore()).toBe(false);
    expect(queriesIn(line)).toBe(asked + 1);
  });

  it('[R38] whose end is not loaded take new rows at their place only, and count again', async () => {
    await createTickets(104);
    const list = await watched({ view: 'open', sort: 'deadline' });
    // It has 100, by their ids, because all are due at once; a new ticket's deadline is the latest.
    await shop.advance(60_000);
    const last = await shop.create();
    await until(list, ({ total }) => total === 105);
    expect(idsOf(list.get())).not.toContain(last.id);
    await shop.act(BUYER, idsOf(list.get())[0] ?? '', { command: 'withdraw' });
    await until(list, ({ rows }) => rows.length === 99);
    expect(list.get().total).toBe(104);
    await list.loadMore();
    expect(list.get()).toMatchObject({ total: 104, more: false });
    expect(idsOf(list.get())).toHaveLength(104);
    expect(idsOf(list.get()).at(-1)).toBe(last.id);
  });

  it('[R38] that run empty load what comes after', async () => {
    const tickets = await createTickets(101);
    const list = await watched({ view: 'needs-answer', sort: 'opened' });
    const [staying, going] = [tickets.slice(0, 40), tickets.slice(40)];
    for (const { id } of going) await shop.act(BUYER, id, { command: 'withdraw' });
    const state = await until(list, ({ more, rows }) => !more && rows.length === staying.length);
    expect(idsOf(state).sort()).toEqual(staying.map(({ id }) => id).sort());
  });

  it('keep their rows while they are loaded again, and have what happened meanwhile', async () => {
    const [ticket] = await createTickets(2);
    const list = await watched({ view: 'open' });
    const seen = record(list);
    line.goOffline();
    await until(client.connection, ({ state }) => state !== 'live');
    await shop.act(BUYER, ticket?.id ?? '', { command: 'withdraw' });
    line.goOnline();
    client.refresh();
    await until(list, ({ status, rows }) => status === 'ready' && rows.length === 1);
    expect(seen.every(({ rows }) => rows.length > 0)).toBe(true);
  });

  it('stay ready while they are loaded again, empty ones too', async () => {
    const list = await watched({ view: 'open' });
    const seen = record(list);
    const asked = queriesIn(line);
    line.goOffline();
    await until(client.connection, ({ state }) => state !== 'live');
    line.goOnline();
    client.refresh();
    await eventually(() => queriesIn(line) > asked);
    await isLive(client);
    expect(seen.map(({ status }) => status)).not.toContain('loading');
  });

  it('fail without losing their rows, and load again by themselves', async () => {
    await createTickets(1);
    const list = await watched({ view: 'open' });
    line.goOffline();
    client.refresh();
    const { error, rows } = await until(list, ({ status }) => status === 'failed');
    expect([error?.code, rows.length]).toEqual(['network', 1]);
    line.goOnline();
    await until(list, (state) => state.status === 'ready' && state.error === undefined);
  });

  it('are loaded again for a new listener, after frames that they did not hear', async () => {
    const stop = client.session.subscribe(() => {});
    const [ticket] = await createTickets(1);
    const list = client.list({ view: 'open' });
    await until(list, isReady);
    await isLive(client);
    cleanStores(list);
    await shop.act(BUYER, ticket?.id ?? '', { command: 'withdraw' });
    await until(client.list({ view: 'resolved' }), ({ total }) => total === 1);
    const { rows } = await until(list, (state) => isReady(state) && state.rows.length === 0);
    expect(rows).toEqual([]);
    stop();
  });

  it('[R14] [R24] follow what the account may see, and do not exist for buyers', async () => {
    await createTickets(1);
    const sub = shop.client(SUB);
    const list = await watched({ view: 'open' }, sub);
    await shop.grant(SUB.accountId, ['task.handle']);
    await until(sub.session, (session) => session?.permissions.includes('task.handle') === true);
    await until(list, (state) => isReady(state) && state.rows.length === 1);
    const buyer = shop.client(BUYER);
    const { rows } = await until(buyer.list({ view: 'open' }), ({ status }) => status === 'not-found');
    expect(rows).toEqual([]);
    const stop = buyer.counts.subscribe(() => {});
    await until(buyer.session, (session) => session !== undefined);
    await settled();
    expect(buyer.counts.get()).toBeUndefined();
    stop();
  });

  it('[R38] [R39] are counted, again when tickets change', async () => {
    const [ticket] = await createTickets(2);
    const counts = await until(client.counts, (value) => value !== undefined);
    expect(counts?.views).toMatchObject({ open: 2, 'needs-answer': 2, mine: 0, resolved: 0 });
    const both = until(client.counts, (value) => value?.views?.mine === 1);
    await isLive(client);
    await shop.act(MAIN, ticket?.id ?? '', DECLINE);
    expect((await both)?.views).toMatchObject({ open: 2, 'needs-answer': 1, 'waiting-for-buyer': 1 });
    expect((await both)?.queues[0]).toEqual({ queue: 'returns-and-exchanges', open: 2, merchantsTurn: 1 });
  });
});
