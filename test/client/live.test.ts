import type { Client } from '@sidecard/client';
import type { TicketView } from '@sidecard/core/wire';
import { cleanStores } from 'nanostores';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
import { eventually, record, settled, until } from './support/until.ts';

describe.each(BACKENDS)('what is shown, over the $name', ({ start }) => {
  let backend: Backend;
  let shop: Shop;
  let line: Line;
  let client: Client;
  let ticket: TicketView;

  beforeAll(async () => {
    backend = await start();
  }, START_TIMEOUT_MS);
  beforeEach(async () => {
    shop = await backend.openShop();
    ticket = await shop.create();
    line = shop.line(MAIN);
    client = shop.client(MAIN, { line });
  });
  afterEach(closeClients);
  afterAll(() => backend.stop());

  it('asks for nothing before somebody listens', async () => {
    client.ticket(ticket.id);
    await settled();
    expect(line.requests).toEqual([]);
  });

  it('loads a ticket for its first listener and goes live', async () => {
    const { view } = await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    expect(view?.id).toBe(ticket.id);
    expect(view?.displayStatus).toBe('awaiting-merchant');
    await until(client.connection, ({ state }) => state === 'live');
  });

  it('gives the same store for the same id, and loads it once for two listeners', async () => {
    expect(client.ticket(ticket.id)).toBe(client.ticket(ticket.id));
    await Promise.all([1, 2].map(() => until(client.ticket(ticket.id), ({ status }) => status === 'ready')));
    await until(client.connection, ({ state }) => state === 'live');
    expect(line.requests.filter((called) => called.endsWith(ticket.id))).toHaveLength(1);
  });

  it('loads nothing again that the stream has kept up to date', async () => {
    const stop = client.session.subscribe(() => {});
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    await until(client.connection, ({ state }) => state === 'live');
    // the panel is gone, and comes again
    cleanStores(client.ticket(ticket.id));
    await shop.act(MAIN, ticket.id, DECLINE);
    await until(client.tickets, (tickets) => tickets.get(ticket.id)?.workflow === 'declined');
    const { status, view } = client.ticket(ticket.id).get();
    expect([status, view?.workflow]).toEqual(['ready', 'declined']);
    expect(line.requests.filter((called) => called.endsWith(ticket.id))).toHaveLength(1);
    stop();
  });

  it('[R8] shows what others do, everywhere, without being asked', async () => {
    const other = shop.client(MAIN);
    const both = [client, other].map((one) =>
      until(one.ticket(ticket.id), ({ view }) => view?.workflow === 'declined'),
    );
    await until(client.connection, ({ state }) => state === 'live');
    await until(other.connection, ({ state }) => state === 'live');
    await shop.act(MAIN, ticket.id, DECLINE);
    const shown = await Promise.all(both);
    expect(shown.map(({ view }) => view?.handledBy?.name)).toEqual(['Boss Wang', 'Boss Wang']);
  });

  it('says not-found of a ticket that is not of this shop', async () => {
    const { view } = await until(client.ticket('no-such-ticket'), ({ status }) => status === 'not-found');
    expect(view).toBeUndefined();
  });

  it('goes on to say not-found while it asks again', async () => {
    const store = client.ticket('no-such-ticket');
    const shown = record(store);
    await until(store, ({ status }) => status === 'not-found');
    await until(client.connection, ({ state }) => state === 'live');
    const before = shown.length;
    client.refresh('no-such-ticket');
    // when it asks, and when the answer comes
    await eventually(() => shown.length >= before + 2);
    expect(new Set(shown.slice(before).map(({ status }) => status))).toEqual(new Set(['not-found']));
  });

  it('lists the tickets, new ones too, while somebody listens to all', async () => {
    await until(client.tickets, (tickets) => tickets.has(ticket.id));
    await until(client.connection, ({ state }) => state === 'live');
    const arriving = until(client.tickets, (tickets) => tickets.size === 2);
    const second = await shop.create();
    expect([...(await arriving).keys()].sort()).toEqual([ticket.id, second.id].sort());
  });

  it('tells who the account is, and the server’s time rather than the device’s', async () => {
    const session = await until(client.session, (value) => value !== undefined);
    expect(session).toMatchObject({ party: 'merchant', accountId: MAIN.accountId, main: true });
    expect(Math.abs(client.now() - (session?.serverTimeMs ?? 0))).toBeLessThan(5000);
  });

  it('shows the staff thread to handlers and staff, live', async () => {
    await shop.act(MAIN, ticket.id, DECLINE);
    await shop.act(BUYER, ticket.id, { command: 'escalate' });
    const desk = shop.client(STAFF);
    const read = until(client.staffThread(ticket.id), ({ messages }) => messages.length === 2);
    await until(desk.staffThread(ticket.id), ({ status }) => status === 'ready');
    await until(client.connection, ({ state }) => state === 'live');
    await shop.leaveMessage(MAIN, ticket.id, 'It left us intact.');
    await shop.leaveMessage(STAFF, ticket.id, 'Noted.');
    const { messages } = await read;
    expect(messages.map(({ text }) => text)).toEqual(['It left us intact.', 'Noted.']);
  });

  it('[R24] gives the buyer nothing of the staff thread: no thread, no frame, no change', async () => {
    await shop.act(MAIN, ticket.id, DECLINE);
    await shop.act(BUYER, ticket.id, { command: 'escalate' });
    const buyer = shop.client(BUYER);
    await until(buyer.ticket(ticket.id), ({ status }) => status === 'ready');
    await until(buyer.connection, ({ state }) => state === 'live');
    const seen = record(buyer.ticket(ticket.id));
    const thread = record(buyer.staffThread(ticket.id));
    await shop.leaveMessage(MAIN, ticket.id, 'Only for staff.');
    // what comes after it has come: so would it have
    await shop.act(STAFF, ticket.id, { command: 'begin-review' });
    await until(buyer.ticket(ticket.id), ({ view }) => view?.intervention === 'reviewing');
    await until(buyer.staffThread(ticket.id), ({ status }) => status === 'not-found');
    expect(thread.every(({ messages }) => messages.length === 0)).toBe(true);
    expect(JSON.stringify([seen, thread])).not.toContain('Only for staff.');
    expect(new Set(seen.map(({ view }) => view?.version)).size).toBe(2);
  });

  it('closes its stream after the last listener has gone', async () => {
    const desk = shop.client(MAIN);
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    await until(client.connection, ({ state }) => state === 'live');
    await until(desk.accounts.list, (accounts) => accounts.some(({ accountId }) => accountId === SUB.accountId));
    const sub = shop.client(SUB);
    const stop = sub.connection.subscribe(() => {});
    const online = (is: boolean) =>
      until(desk.accounts.list, (list) => list.find(({ accountId }) => accountId === SUB.accountId)?.online === is);
    await online(true);
    stop();
    await online(false);
  });

  it('stops for good when it is closed', async () => {
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    client.close();
    const asked = line.requests.length;
    expect(await client.send(ticket.id, { command: 'reply', fields: { text: 'Hello?' } })).toMatchObject({
      status: 'refused',
      error: { code: 'closed' },
    });
    client.refresh();
    await settled();
    expect(line.requests).toHaveLength(asked);
  });
});
