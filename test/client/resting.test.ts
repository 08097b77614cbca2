import { type Client, memoryStorage } from '@sidecard/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAIN } from '../support/server.ts';
import { closeClients, DECLINE, memoryShop, type Shop } from './support/shops.ts';
import { eventually, until } from './support/until.ts';

/** More than a client keeps of what nobody shows. */
const MANY = 230;

describe('tickets that are not shown any more', () => {
  let shop: Shop;
  let client: Client;
  let reads: () => number;
  let first: string;

  beforeEach(async () => {
    ({ shop } = memoryShop());
    const line = shop.line(MAIN);
    client = shop.client(MAIN, { line, storage: memoryStorage() });
    first = (await shop.create()).id;
    reads = () => line.requests.filter((called) => called.endsWith(`/tickets/${first}`)).length;
    client.connection.subscribe(() => {});
    await until(client.connection, ({ state }) => state === 'live');
    // A store without listeners lets go a second later.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    closeClients();
  });

  /** Shows tickets for a moment each; that they are not found makes no difference. */
  async function showMany(): Promise<void> {
    for (let index = 0; index < MANY; index++) {
      await until(client.ticket(`another-${index}`), ({ status }) => status !== 'loading');
    }
    await vi.advanceTimersByTimeAsync(1100);
  }

  it('are let go one by one, and read again by the same store when they are shown again', async () => {
    const store = client.ticket(first);
    await until(store, ({ status }) => status === 'ready');
    expect(reads()).toBe(1);
    await until(client.ticket(first), ({ status }) => status === 'ready');
    expect(reads()).toBe(1);
    await showMany();
    expect(client.ticket(first)).toBe(store);
    const { view } = await until(store, ({ status }) => status === 'ready');
    expect(view?.id).toBe(first);
    expect(reads()).toBe(2);
    // It is the one that is live, too.
    store.listen(() => {});
    await shop.act(MAIN, first, DECLINE);
    await eventually(() => store.get().view?.workflow === 'declined');
  });

  it('are let go once they were read, however many are being read at once', async () => {
    const line = shop.line(MAIN);
    const other = shop.client(MAIN, { line, storage: memoryStorage() });
    other.connection.subscribe(() => {});
    await until(other.connection, ({ state }) => state === 'live');
    line.goSilent();
    const stores = Array.from({ length: MANY }, (_, index) => other.ticket(`another-${index}`));
    for (const store of stores) store.subscribe(() => {})();
    await vi.advanceTimersByTimeAsync(1100);
    line.goOnline();
    const read = () => stores.map((store) => store.value?.status === 'not-found');
    await eventually(() => read().every(Boolean));
    // The next one that rests makes room.
    other.ticket(first).subscribe(() => {})();
    await vi.advanceTimersByTimeAsync(1100);
    expect(read()).toEqual(stores.map((_, index) => index >= MANY - 199));
  });

  it('stay while they are shown, and while all tickets are', async () => {
    client.ticket(first).subscribe(() => {});
    await until(client.ticket(first), ({ status }) => status === 'ready');
    await showMany();
    expect(client.ticket(first).get().status).toBe('ready');
    client.tickets.subscribe(() => {});
    const second = (await shop.create()).id;
    await until(client.tickets, (tickets) => tickets.has(second));
    await showMany();
    expect(client.tickets.get().has(second)).toBe(true);
    expect(reads()).toBe(1);
  });

  it('of all are told of by a new object that has what came since', async () => {
    const seen: ReadonlyMap<string, unknown>[] = [];
    client.tickets.subscribe((tickets) => void seen.push(tickets));
    await until(client.tickets, (tickets) => tickets.has(first));
    const before = client.tickets.get();
    const { id } = await shop.create();
    await until(client.tickets, (tickets) => tickets.has(id));
    const after = client.tickets.get();
    expect(after).not.toBe(before);
    expect([after.size, [...after].length, [...after.keys()].length, [...after.values()].length]).toEqual([2, 2, 2, 2]);
    const visited: string[] = [];
    after.forEach((view, ticketId) => void visited.push(view.id === ticketId ? ticketId : ''));
    expect(visited).toEqual([...after.entries()].map(([ticketId]) => ticketId));
    expect(before.get(id)?.id).toBe(id);
  });
});
