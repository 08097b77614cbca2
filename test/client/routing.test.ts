import { createClient, httpTransport, memoryStorage, type Client } from '@sidecard/client';
import { createMemoryBackend, type MemoryBackendOptions } from '@sidecard/server/memory';
import { afterEach, describe, expect, it } from 'vitest';
import { MAIN, SUB } from '../support/server.ts';
import { ORDER, POLICY, REQUEST, START_MS } from '../support/tickets.ts';
import { identityOf } from './support/shops.ts';
import { eventually, settled, until } from './support/until.ts';

const clients: Client[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

/** A shop in memory, and the cards that came to an account. */
function shopWith(recipients: MemoryBackendOptions['recipients']) {
  const errors: unknown[] = [];
  const backend = createMemoryBackend({
    merchantId: 'shop-1',
    orders: [ORDER],
    policy: POLICY,
    now: () => START_MS,
    onError: (error) => errors.push(error),
    ...(recipients ? { recipients } : {}),
  });
  for (const who of [MAIN, SUB]) backend.as(identityOf(who));
  return {
    errors,
    create: async () => (await backend.create({ type: 'return-refund', orderId: ORDER.id, request: REQUEST })).id,
    async cardsOf(who: typeof MAIN) {
      const client = createClient({ transport: httpTransport(backend.as(identityOf(who))), storage: memoryStorage() });
      clients.push(client);
      const cards: string[] = [];
      client.cards.subscribe(({ ticketId }) => void cards.push(ticketId));
      await until(client.connection, ({ state }) => state === 'live');
      await settled();
      return cards;
    },
  };
}

describe('the routing of cards, in memory', () => {
  it('[R9] [R10] is one function given at set-up', async () => {
    const shop = shopWith((online) => online.filter(({ main }) => !main));
    const [main, sub] = [await shop.cardsOf(MAIN), await shop.cardsOf(SUB)];
    const id = await shop.create();
    await eventually(() => sub.length > 0);
    await settled();
    expect([main, sub]).toEqual([[], [id]]);
  });

  it('[R9] finds, when nobody is online, the first who comes and whom it would choose', async () => {
    const shop = shopWith((online) => online.filter(({ main }) => !main));
    const id = await shop.create();
    const main = await shop.cardsOf(MAIN);
    const sub = await shop.cardsOf(SUB);
    await eventually(() => sub.length > 0);
    expect([main, sub]).toEqual([[], [id]]);
  });

  it('[R9] leaves the choice to the default when it fails, and says so', async () => {
    const shop = shopWith(() => {
      throw new Error('The rota is away.');
    });
    const [main, sub] = [await shop.cardsOf(MAIN), await shop.cardsOf(SUB)];
    const id = await shop.create();
    await eventually(() => sub.length > 0);
    await settled();
    expect([main, sub, shop.errors.map(String)]).toEqual([[id], [id], ['Error: Error: The rota is away.']]);
  });

  it('[R9] gives strangers nothing, and says so', async () => {
    const shop = shopWith(() => [{ accountId: 'nobody' }, { accountId: SUB.accountId }]);
    const [main, sub] = [await shop.cardsOf(MAIN), await shop.cardsOf(SUB)];
    const id = await shop.create();
    await eventually(() => sub.length > 0);
    await settled();
    expect([main, sub, shop.errors.map(String)]).toEqual([
      [],
      [id],
      ['Error: Error: Card routing for merchant shop-1: unknown-accounts.'],
    ]);
  });
});

describe('a backend in memory', () => {
  it('[R26] is not made with a broken rollout', () => {
    const policy = { rollout: { steps: [{ fromMs: 0, percent: -1 }] } };
    expect(() => createMemoryBackend({ merchantId: 'shop-1', orders: [], policy })).toThrow(
      'Rollout: steps[0].percent: Must be a number from 0 to 100 with at most two decimals.',
    );
  });
});
