import type { FeedPage } from '@sidecard/core/wire';
import { nodeWebhooks } from '@sidecard/server/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { LATE } from '../support/requests.ts';
import { peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER } from '../support/tickets.ts';
import { type Receiver, startReceiver } from '../support/webhook-receiver.ts';

const DECLINE = { command: 'decline', fields: { reason: 'other', text: 'We would like to talk.' } };

let database: TestDatabase;
let world: TestServer;
let receiver: Receiver;
beforeAll(async () => {
  database = await openDatabase();
  receiver = await startReceiver();
  const webhooks = { transport: nodeWebhooks({ allowPrivate: true }), timeoutMs: 5_000 };
  world = await startTestServer({ database, webhooks });
});
afterAll(async () => {
  await world.stop();
  await receiver.close();
  await database.close();
});

/** A shop whose webhooks are received here, and its feed. */
async function shop(name: string) {
  const who = peopleOf(name);
  await world.get(who.main, '/v1/session');
  await world.send(who.host, 'PUT', '/v1/webhooks/one', { url: receiver.url });
  const page = async (query: string) => (await world.get<FeedPage>(who.messenger, `/v1/feed${query}`)).body;
  return { ...who, page };
}

it('a feed has the events that webhooks tell, under the same ids, for who asks for them', async () => {
  const { page, ...who } = await shop('followed');
  const { ticket } = await world.create({}, who.buyer);
  await world.move(who.main, ticket.id, { command: 'claim' });
  await world.move(who.main, ticket.id, DECLINE);
  await world.server.tick();
  const { events = [], posts, cursor } = await page('?events=true');
  const told = receiver.received.filter(({ event }) => event.type.startsWith('ticket.'));
  expect(events).toEqual(told.map(({ event, headers }) => ({ ...event, id: headers['webhook-id'] })));
  expect(events.map(({ type }) => type)).toEqual(['ticket.created', 'ticket.status-changed']);
  expect(posts.map(({ kind }) => kind)).toEqual(['card', 'reply']);

  const plain = await page('');
  expect([Object.keys(plain), plain.posts.length, plain.cursor]).toEqual([['posts', 'cursor'], 2, cursor]);
  // A page has as many lines as were asked for, whatever they tell.
  const first = await page('?events=true&limit=1');
  expect([first.events, first.posts]).toEqual([events.slice(0, 1), []]);
  const second = await page(`?events=true&limit=1&after=${first.cursor}`);
  expect([second.events, second.posts.length]).toEqual([[], 1]);
});

it('a feed waits for the next event', async () => {
  const { page, ...who } = await shop('waited-for');
  const { ticket } = await world.create({}, who.buyer);
  const { cursor } = await page('?events=true');
  const waiting = page(`?events=true&wait=25&after=${cursor}`);
  await world.move(who.buyer, ticket.id, { command: 'withdraw' });
  const { events } = await waiting;
  expect(events).toMatchObject([{ type: 'ticket.status-changed', data: { ticketId: ticket.id, version: 2 } }]);
});

it('[R45] a feed tells what is due until it is paid', async () => {
  const { page, ...who } = await shop('owed');
  const claim = { type: 'commitment-claim', orderId: ORDER.id, request: LATE };
  const { ticket } = await world.create(claim, who.buyer);
  await world.move(who.main, ticket.id, { command: 'agree' });
  const due = async () => (await page('?events=true')).events?.filter(({ type }) => type === 'payment.due');
  const [told] = (await due()) ?? [];
  expect(told).toMatchObject({ data: { ticketId: ticket.id, version: 2 } });
  const record = { command: 'record-settlement', choice: 'succeeded', version: 2 };
  expect((await world.command(who.host, ticket.id, record)).status).toBe(200);
  expect(await due()).toEqual([]);
});
