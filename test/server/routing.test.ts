import type { Routing } from '@sidecard/core';
import { defineTicketType, returnRefund } from '@sidecard/core/authoring';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  peopleOf,
  startTestServer,
  type TestServer,
  type TestServerOptions,
  type TestStream,
} from '../support/server.ts';

let base: TestServer;
beforeAll(async () => {
  base = await startTestServer();
});
afterAll(() => base.stop());

let shops = 0;
const cardsIn = (stream: TestStream) => stream.text.match(/^event: card$/gm)?.length ?? 0;

/** A shop of its own, behind an installation with this routing. */
async function installed(recipients: Routing, options: TestServerOptions = {}) {
  const reports: Error[] = [];
  const world = await startTestServer({
    database: base.database,
    clock: base.clock,
    recipients,
    onError: (error) => reports.push(error),
    ...options,
  });
  const who = peopleOf(`routed-${++shops}`);
  for (const account of [who.main, who.sub, who.sub2]) await world.get(account, '/v1/session');
  return { world, who, reports, stop: () => world.server.stop() };
}

describe('the routing of an installation', () => {
  it('[R9] [R10] alone decides who of those that are online gets the card', async () => {
    const { world, who, stop } = await installed((online) => online.filter(({ accountId }) => accountId === 'sub-2'));
    const [main, sub, sub2] = [await world.stream(who.main), await world.stream(who.sub), await world.stream(who.sub2)];
    await world.create({}, who.buyer);
    await sub2.until('card');
    await world.server.tick();
    for (const stream of [main, sub, sub2]) await stream.pending();
    expect([main, sub, sub2].map(cardsIn)).toEqual([0, 0, 1]);
    await stop();
  });

  it('[R10] is asked with the accounts, their permissions, and what the card is about', async () => {
    const asked: Parameters<Routing>[] = [];
    const { world, who, stop } = await installed((...given) => {
      asked.push(given);
      return given[0];
    });
    const stream = await world.stream(who.sub);
    await world.create({}, who.buyer);
    await stream.until('card');
    expect(asked).toMatchObject([
      [
        [{ accountId: 'sub-1', main: false, permissions: [] }],
        { merchantId: `routed-${shops}`, type: 'return-refund', policy: { recipients: 'all' } },
      ],
    ]);
    await stop();
  });

  it('[R9] finds, when nobody is online, the first who comes and whom it would choose', async () => {
    const { world, who, stop } = await installed((online) => online.filter(({ accountId }) => accountId === 'sub-2'));
    await world.create({}, who.buyer);
    const [first, second] = [await world.stream(who.main), await world.stream(who.sub)];
    await world.server.tick();
    for (const stream of [first, second]) await stream.pending();
    expect([first, second].map(cardsIn)).toEqual([0, 0]);
    const third = await world.stream(who.sub2);
    await third.until('card');
    for (const stream of [first, second]) await stream.pending();
    expect([first, second, third].map(cardsIn)).toEqual([0, 0, 1]);
    await stop();
  });

  it('[R9] [R10] finds them by what each waiting card is about', async () => {
    const other = defineTicketType({ ...returnRefund, key: 'made-up' });
    const byType: Routing = (online, { type }) =>
      online.filter(({ accountId }) => accountId === (type === 'made-up' ? 'sub-2' : 'sub-1'));
    const { world, who, stop } = await installed(byType, {
      types: [returnRefund, other],
      policy: () => ({ coveredTypes: ['return-refund', 'made-up'] }),
    });
    const plain = await world.create({}, who.buyer);
    const made = await world.create({ type: 'made-up' }, who.buyer);
    const sub2 = await world.stream(who.sub2);
    expect((await sub2.until('card')).data.ticketId).toBe(made.ticket.id);
    const sub = await world.stream(who.sub);
    expect((await sub.until('card')).data.ticketId).toBe(plain.ticket.id);
    await world.server.tick();
    for (const stream of [sub, sub2]) await stream.pending();
    expect([sub, sub2].map(cardsIn)).toEqual([1, 1]);
    await stop();
  });
});

describe('a routing that fails', () => {
  it.each<[string, Routing, RegExp]>([
    [
      'throws',
      () => {
        throw new Error('The rota is away.');
      },
      /The rota is away/,
    ],
    ['gives no list', (() => Promise.resolve([])) as never, /no-list/],
    ['gives a list of nothing', (() => [undefined]) as never, /undefined/],
  ])(
    '[R1] [R9] because it %s leaves the choice to the default, and is reported once',
    async (_, recipients, message) => {
      const { world, who, reports, stop } = await installed(recipients);
      const streams = [await world.stream(who.main), await world.stream(who.sub)];
      for (let count = 0; count < 2; count++) {
        await world.create({}, who.buyer);
        for (const stream of streams) await stream.until('card');
      }
      expect(reports).toHaveLength(1);
      expect(reports[0]?.message).toMatch(message);
      await stop();
    },
  );

  it('[R9] because it names unknown accounts gives the card to none of them, and is reported once', async () => {
    const unknownAccounts = [{ accountId: 'sub-1' }, { accountId: 'of another shop' }, { accountId: 'sub-2' }];
    const { world, who, reports, stop } = await installed(() => unknownAccounts);
    const [main, sub] = [await world.stream(who.main), await world.stream(who.sub)];
    await world.create({}, who.buyer);
    await sub.until('card');
    // who comes later finds the ticket in the list
    const late = await world.stream(who.sub2);
    await world.server.tick();
    for (const stream of [main, sub, late]) await stream.pending();
    expect([main, sub, late].map(cardsIn)).toEqual([0, 1, 0]);
    expect(reports.map(({ message }) => message)).toEqual([
      `Error: Card routing for merchant routed-${shops}: unknown-accounts.`,
    ]);
    await stop();
  });
});
