import type { TicketView } from '@sidecard/core/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { BUYER, MAIN } from '../support/server.ts';
import { ORDER, REQUEST } from '../support/tickets.ts';
import { closeClients, identityOf, memoryShop } from './support/shops.ts';
import { eventually, until } from './support/until.ts';

afterEach(closeClients);

const ORDER_ID = `${ORDER.id}-1`;
const PRICE = { amountMinor: 12_900, currency: 'CNY' };

/** A shop with an order that has one ticket per mug. */
async function twoTickets() {
  const { shop, backend } = memoryShop();
  const request = { ...REQUEST, items: [{ itemId: 'mug', quantity: 1 }], amount: PRICE };
  const open = async () =>
    (await backend.create({ type: 'return-refund', orderId: ORDER_ID, request, locale: 'en' })).id;
  return { shop, backend, ids: [await open(), await open()] as const };
}
const of = ({ actions, otherCases }: TicketView) => ({ actions, otherCases });

describe('the other tickets of an order', () => {
  it('are read again when they are shown, and only then', async () => {
    const { shop, backend, ids } = await twoTickets();
    const [one, other] = ids;
    const line = shop.line(BUYER);
    const client = shop.client(BUYER, { line });
    await until(client.connection, ({ state }) => state === 'live');
    const { view: first } = await until(client.ticket(other), ({ status }) => status === 'ready');
    expect(first?.otherCases).toMatchObject([{ ticketId: one, state: 'open' }]);
    const views: unknown[] = [];
    const stop = client.ticket(other).subscribe(({ view }) => views.push(view));
    const asked = () => line.requests.filter((request) => request === `GET /v1/tickets/${other}`).length;
    const before = asked();

    await backend.act(identityOf(BUYER), one, { command: 'withdraw' });
    await until(client.ticket(other), ({ view }) => view?.otherCases?.[0]?.state === 'closed');
    expect(asked()).toBe(before + 1);
    // What is on screen stays all the while.
    expect(views).not.toContain(undefined);
    stop();

    // Nobody shows it any more: it is read when somebody does.
    const third = await backend.create({
      ...{ type: 'delivery-issue', orderId: ORDER_ID },
      ...{ request: { reason: 'lost' }, locale: 'en' },
    });
    const { view } = await until(client.ticket(third.id), ({ status }) => status === 'ready');
    expect(view?.otherCases).toHaveLength(2);
    expect(asked()).toBe(before + 1);
    const again = await until(client.ticket(other), (state) => state.view?.otherCases?.length === 2);
    expect(again.view?.otherCases?.find(({ ticketId }) => ticketId === third.id)?.state).toBe('open');
    expect(asked()).toBe(before + 2);
  });

  it('are all current for who shows every ticket', async () => {
    const { shop, ids } = await twoTickets();
    const client = shop.client(MAIN);
    client.tickets.subscribe(() => {});
    await until(client.tickets, (all) => all.size === 2);
    await until(client.connection, ({ state }) => state === 'live');
    await shop.act(BUYER, ids[0], { command: 'withdraw' });
    const fresh = shop.client(MAIN);
    for (const id of ids) {
      const now = await until(fresh.ticket(id), ({ status }) => status === 'ready');
      await eventually(() => JSON.stringify(of(client.tickets.get().get(id)!)) === JSON.stringify(of(now.view!)));
    }
  });

  it('are asked for again if the answer is older than what the stream has told', async () => {
    const { shop, backend, ids } = await twoTickets();
    const [one, other] = ids;
    const line = shop.line(BUYER);
    let held: Promise<void> | undefined;
    const request: typeof line.transport.request = async (asked) => {
      const answer = await line.transport.request(asked);
      if (asked.path === `/v1/tickets/${other}`) await held;
      return answer;
    };
    const client = shop.client(BUYER, { line: { ...line, transport: { ...line.transport, request } } });
    client.ticket(one).subscribe(() => {});
    await until(client.connection, ({ state }) => state === 'live');
    await until(client.ticket(one), ({ status }) => status === 'ready');
    let release = (): void => {};
    held = new Promise((resolve) => (release = resolve));
    client.ticket(other).subscribe(() => {});
    await eventually(() => line.requests.includes(`GET /v1/tickets/${other}`));
    await backend.act(identityOf(BUYER), one, { command: 'withdraw' });
    await until(client.ticket(one), ({ view }) => view?.workflow === 'closed');
    held = undefined;
    release();
    await until(client.ticket(other), ({ view }) => view?.otherCases?.[0]?.state === 'closed');
  });
});
