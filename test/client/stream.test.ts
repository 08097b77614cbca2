import type { Client } from '@sidecard/client';
import type { TicketView } from '@sidecard/core/wire';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAIN } from '../support/server.ts';
import {
  type Backend,
  BACKENDS,
  closeClients,
  DECLINE,
  type Line,
  type Shop,
  START_TIMEOUT_MS,
} from './support/shops.ts';
import { record, until } from './support/until.ts';

describe.each(BACKENDS)('the event stream, over the $name', ({ start }) => {
  let backend: Backend;
  let shop: Shop;
  let line: Line;
  let client: Client;
  let ticket: TicketView;
  const streams = () => line.requests.filter((called) => called.endsWith('/events')).length;
  const loads = () => line.requests.filter((called) => called.endsWith(ticket.id)).length;

  beforeAll(async () => {
    backend = await start();
  }, START_TIMEOUT_MS);
  beforeEach(async () => {
    shop = await backend.openShop();
    ticket = await shop.create();
    line = shop.line(MAIN);
    client = shop.client(MAIN, { line });
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    await until(client.connection, ({ state }) => state === 'live');
  });
  afterEach(closeClients);
  afterAll(() => backend.stop());

  it('is one for all that is shown', async () => {
    const second = await shop.create();
    await Promise.all([
      until(client.ticket(second.id), ({ status }) => status === 'ready'),
      until(client.tickets, (tickets) => tickets.size === 2),
      until(client.staffThread(ticket.id), ({ status }) => status === 'ready'),
      until(client.session, (session) => session !== undefined),
    ]);
    expect(streams()).toBe(1);
  });

  it('comes back after it broke, goes on where it was, and misses nothing', async () => {
    const states = record(client.connection);
    const shown = record(client.ticket(ticket.id));
    line.breakStream();
    await shop.act(MAIN, ticket.id, DECLINE);
    await until(client.ticket(ticket.id), ({ view }) => view?.workflow === 'declined');
    await until(client.connection, ({ state }) => state === 'live');
    expect(states.map(({ state }) => state)).toEqual(['live', 'stale', 'live']);
    expect(streams()).toBe(2);
    expect(loads()).toBe(1);
    expect(shown.every(({ view }) => view)).toBe(true);
  });

  it('is replaced when it is silently dead and another request gets no answer; and is not called live meanwhile', async () => {
    const states = record(client.connection);
    line.goSilent();
    await shop.act(MAIN, ticket.id, DECLINE);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    try {
      const asked = client.accounts.ask();
      await vi.advanceTimersByTimeAsync(20_000);
      expect(await asked).toMatchObject({ ok: false, error: { code: 'network' } });
      expect(client.connection.get().state).toBe('live');
      await vi.advanceTimersByTimeAsync(2000);
      expect(client.connection.get().state).toBe('stale');
    } finally {
      vi.useRealTimers();
    }
    line.goOnline();
    await until(client.ticket(ticket.id), ({ view }) => view?.workflow === 'declined');
    await until(client.connection, ({ state }) => state === 'live');
    expect(states.map(({ state }) => state)).toEqual(['live', 'stale', 'live']);
  });

  it('says offline while the server is away, since when, and keeps what is on the screen', async () => {
    line.goOffline();
    const { asOfMs } = await until(client.connection, ({ state }) => state === 'offline');
    expect(asOfMs).toBeGreaterThan(0);
    expect((await until(client.ticket(ticket.id), () => true)).view?.id).toBe(ticket.id);
    line.goOnline();
    client.refresh();
    await until(client.connection, ({ state }) => state === 'live');
  });

  it('loads what could not be loaded once the network is there', async () => {
    line.goOffline();
    const late = shop.client(MAIN, { line });
    const { error } = await until(late.ticket(ticket.id), ({ status }) => status === 'failed');
    expect(error?.code).toBe('network');
    line.goOnline();
    await until(late.ticket(ticket.id), ({ status }) => status === 'ready');
    await until(late.connection, ({ state }) => state === 'live');
  });
});
