import { createClient, memoryStorage, type Transport } from '@sidecard/client';
import type { TicketView } from '@sidecard/core/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAIN } from '../support/server.ts';
import { closeClients, DECLINE, memoryShop, type Shop } from './support/shops.ts';
import { until } from './support/until.ts';

/** What networks and hosts do to a client. */
describe('an unkind world', () => {
  let shop: Shop;
  let ticket: TicketView;

  beforeEach(async () => {
    ({ shop } = memoryShop());
    ticket = await shop.create();
  });
  afterEach(closeClients);

  /** The way to the server, on which somebody answers in its place, as often as told. */
  function hijacked(to: RegExp, answer: { status: number; body: unknown; retryAfterMs?: number }, times: number) {
    const { transport } = shop.line(MAIN);
    const asked: string[] = [];
    let left = times;
    const between: Transport = {
      events: (request) => transport.events(request),
      request(request) {
        const name = `${request.method} ${request.path}`;
        asked.push(name);
        return to.test(name) && left-- > 0 ? Promise.resolve(answer) : transport.request(request);
      },
    };
    return { between, asked };
  }

  it('of a portal that answers with a page of its own: the move is tried again and arrives once', async () => {
    const { between } = hijacked(/commands/, { status: 200, body: undefined }, 1);
    const client = createClient({ transport: between, storage: memoryStorage() });
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    await client.send(ticket.id, DECLINE);
    const { view } = await until(client.ticket(ticket.id), (state) => state.view?.workflow === 'declined');
    expect(view?.version).toBe(2);
    client.close();
  });

  it('of a server that says "again, at once" without end: it is not asked in a loop', async () => {
    const { between, asked } = hijacked(/commands/, { status: 503, body: undefined, retryAfterMs: 0 }, Infinity);
    const client = createClient({ transport: between, storage: memoryStorage() });
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    expect(await client.send(ticket.id, DECLINE)).toMatchObject({ status: 'queued' });
    // Many turns of the loop that there must not be.
    for (let turn = 0; turn < 500; turn++) await Promise.resolve();
    expect(asked.filter((name) => name.includes('commands')).length).toBeLessThan(5);
    client.close();
  });

  it('of a host that closes the client and goes on listening: nobody is asked for tokens any more', async () => {
    let tokens = 0;
    const { transport } = shop.line(MAIN);
    const client = createClient({
      transport,
      storage: memoryStorage(),
      getToken: () => Promise.resolve(`token-${++tokens}`),
    });
    const stop = client.tickets.listen(() => {});
    await until(client.session, (session) => session !== undefined);
    client.close();
    const before = tokens;
    const again = client.tickets.listen(() => {});
    await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 500; turn++) await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(tokens).toBe(before);
    stop();
    again();
  });
});
