import { type Client, createClient, httpTransport, memoryStorage } from '@sidecard/client';
import { builtInTypes, DAY_MS, label } from '@sidecard/core';
import { transitionOf } from '@sidecard/core/wire';
import { createMemoryBackend } from '@sidecard/server/memory';
import { afterEach, describe, expect, it } from 'vitest';
import { installation } from '../support/installation.ts';
import { ARRANGE, ARRANGED, COVERED, INSTALLATION_REQUEST, NO_FITTER } from '../support/installations.ts';
import { BUYER, type Claims, MAIN, STAFF, startTestServer } from '../support/server.ts';
import { ORDER, START_MS } from '../support/tickets.ts';
import { identityOf, START_TIMEOUT_MS } from './support/shops.ts';
import { eventually, until } from './support/until.ts';

/** A shop that has the type beside those that ship. */
interface World {
  client(who: Claims): Client;
  advance(ms: number): Promise<void>;
  stop(): Promise<void>;
}

const types = [...builtInTypes, installation];
const open: Client[] = [];
afterEach(() => open.splice(0).forEach((client) => client.close()));
const keep = (client: Client): Client => {
  open.push(client);
  return client;
};

async function overHttp(): Promise<World> {
  const world = await startTestServer({ types, policy: () => ({ coveredTypes: COVERED }) });
  const reach: typeof fetch = (input, init) => world.server.fetch(new Request(input, init));
  await world.get(MAIN, '/v1/session');
  return {
    client: (who) =>
      keep(
        createClient({
          transport: httpTransport({ url: 'http://sidecard.test', fetch: reach }),
          getToken: () => world.token(who),
          storage: memoryStorage(),
        }),
      ),
    async advance(ms) {
      world.clock.advance(ms);
      await world.server.tick();
    },
    stop: () => world.stop(),
  };
}

function inMemory(): Promise<World> {
  const policy = { coveredTypes: COVERED };
  const backend = createMemoryBackend({ merchantId: 'shop-1', orders: [ORDER], types, policy, now: () => START_MS });
  return Promise.resolve({
    client(who) {
      const transport = httpTransport(backend.as(identityOf(who)));
      return keep(createClient({ transport, storage: memoryStorage() }));
    },
    advance: (ms) => backend.advance(ms),
    stop: () => Promise.resolve(),
  });
}

describe.each([
  ['over HTTP', overHttp],
  ['in memory', inMemory],
])('a type of a host’s own, %s', (_, start) => {
  it(
    '[R1] [R7] [R16] [R19] is asked for, delivered, arranged, late, and written to staff about',
    { timeout: START_TIMEOUT_MS },
    async () => {
      const world = await start();
      const [buyer, shop, staff] = [BUYER, MAIN, STAFF].map((who) => world.client(who)) as [Client, Client, Client];
      const cards: string[] = [];
      const replies: string[] = [];
      shop.cards.subscribe(({ message }) => void cards.push(message.snapshot.type));
      shop.replies.subscribe(({ text }) => void replies.push(text));
      await until(shop.connection, ({ state }) => state === 'live');

      const body = { type: installation.key, orderId: ORDER.id, request: INSTALLATION_REQUEST, locale: 'en' };
      const made = await buyer.create(body);
      if (made.status !== 'confirmed') throw new Error(JSON.stringify(made));
      const { id } = made.ticket;
      const { view } = await until(shop.ticket(id), ({ status }) => status === 'ready');
      expect(view).toMatchObject({ type: 'installation', covered: true, request: INSTALLATION_REQUEST });
      expect(view?.typeLabels).toEqual(installation.labels);
      const described = shop.ticketType('installation', view?.typeVersion ?? '', 'en,zh-CN');
      const { description } = await until(described, ({ status }) => status === 'ready');
      expect(description?.labels).toEqual(installation.labels);
      expect(view?.actions.filter((action) => !transitionOf(description, action))).toEqual([]);
      expect(['zh-CN', 'en'].map((locale) => label(view?.reasonLabels ?? installation.labels, locale))).toEqual([
        '商品含安装',
        'It was sold with installation',
      ]);

      const refused = await shop.send(id, { ...ARRANGE, fields: { ...ARRANGE.fields, day: '2026-09-01' } });
      expect(refused).toMatchObject({
        status: 'refused',
        error: { code: 'field-invalid', problems: [{ field: 'day' }] },
      });
      const arranged = await shop.send(id, ARRANGE);
      expect(arranged).toMatchObject({ status: 'confirmed', sentMessage: { text: ARRANGED } });
      const stale = await shop.send(id, { ...NO_FITTER, version: 1 });
      expect(stale).toMatchObject({ status: 'refused', error: { code: 'version-conflict' } });
      expect(await shop.send(id, { command: 'set-off' })).toMatchObject({ status: 'confirmed' });
      await until(buyer.ticket(id), ({ view: now }) => now?.deadlines[0]?.key === 'arrival');

      await world.advance(DAY_MS / 4);
      await until(shop.ticket(id), ({ view: now }) => now?.displayStatus === 'platform-intervening');
      const text = 'The fitter had an accident.';
      expect(await shop.sendStaffMessage(id, { purpose: 'progress-update', text })).toMatchObject({
        status: 'confirmed',
      });
      await until(staff.staffThread(id), ({ messages }) => messages.some((message) => message.text === text));
      expect(cards).toEqual(['installation']);
      await eventually(() => replies.length > 1);
      expect(replies).toEqual([ARRANGED, 'The fitter is on the way.']);

      for (const client of open.splice(0)) client.close();
      await world.stop();
    },
  );
});
