import type { TransportAnswer } from '@sidecard/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client, TransportFrame } from '@sidecard/client';
import type { TicketView } from '@sidecard/core/wire';
import { BUYER, MAIN } from '../support/server.ts';
import { closeClients, memoryShop, type Shop } from './support/shops.ts';
import { settled, until } from './support/until.ts';

/** The log keeps its name, and continues before where it was. */
describe('a server whose database was set back to a backup', () => {
  let shop: Shop;
  let ticket: TicketView;
  let client: Client;
  let setBack: () => void;
  afterEach(closeClients);

  beforeEach(async () => {
    ({ shop } = memoryShop());
    ticket = await shop.create();
    const line = shop.line(MAIN);
    let isBack = false;
    let backup: TransportAnswer | undefined;
    const request: typeof line.transport.request = async (one) => {
      const isTicket = one.path === `/v1/tickets/${ticket.id}`;
      if (isBack && isTicket) return backup!;
      const answer = await line.transport.request(one);
      if (isTicket) backup ??= answer;
      return answer;
    };
    let end = (): void => {};
    async function* events(one: Parameters<typeof line.transport.events>[0]): AsyncGenerator<TransportFrame> {
      if (isBack) {
        const { cursor } = backup?.body as { readonly cursor: string };
        yield { event: 'ready', data: { head: cursor, serverTimeMs: Date.now() } };
        await new Promise((resolve) => one.signal.addEventListener('abort', resolve));
        return;
      }
      const source = line.transport.events(one)[Symbol.asyncIterator]();
      const ended = new Promise<void>((resolve) => (end = resolve)).then(() => undefined);
      for (;;) {
        const next = await Promise.race([source.next(), ended]);
        if (!next) break;
        if (next.done) return;
        yield next.value;
      }
      isBack = true;
      yield { event: 'reset', data: { reason: 'epoch-changed' } };
    }
    setBack = () => end();
    client = shop.client(MAIN, { line: { ...line, transport: { ...line.transport, request, events } } });
    client.session.subscribe(() => {});
  });

  it.each([true, false])(
    '[live-is-current] has its tickets shown as they are there; shown meanwhile: %s',
    async (isShown) => {
      const store = client.ticket(ticket.id);
      let stop = store.subscribe(() => {});
      await until(client.connection, ({ state }) => state === 'live');
      await until(store, ({ status }) => status === 'ready');
      await shop.act(BUYER, ticket.id, { command: 'withdraw' });
      await until(store, ({ view }) => view?.workflow === 'closed');
      // Something else keeps the connection.
      client.connection.subscribe(() => {});
      if (!isShown) stop();
      setBack();
      await until(client.connection, ({ state }) => state !== 'live');
      await until(client.connection, ({ state }) => state === 'live');
      if (!isShown) stop = store.subscribe(() => {});
      await until(store, ({ status, view }) => status === 'ready' && view?.workflow !== 'closed');
      await settled();
      expect(store.get().view).toMatchObject({ workflow: ticket.workflow, version: ticket.version });
      stop();
    },
  );
});
