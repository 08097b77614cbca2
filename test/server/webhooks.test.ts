import { verifyWebhook } from '@sidecard/client/webhooks';
import type { ErasureAnswer, Problem, WebhookDeliveryPage, WebhookList, WebhookSaved } from '@sidecard/core/wire';
import { createMapsStore } from '@sidecard/server/memory';
import { nodeWebhooks } from '@sidecard/server/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { LATE } from '../support/requests.ts';
import { peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER } from '../support/tickets.ts';
import { type Receiver, startReceiver } from '../support/webhook-receiver.ts';

const webhooks = { transport: nodeWebhooks({ allowPrivate: true }), timeoutMs: 5_000 };
const DECLINE = { command: 'decline', fields: { reason: 'other', text: 'We would like to talk.' } };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let database: TestDatabase;
let world: TestServer;
/** A server in memory, for what has nothing to do with a database. */
let small: TestServer;
let receiver: Receiver;
beforeAll(async () => {
  database = await openDatabase();
  world = await startTestServer({ database, webhooks });
  small = await startTestServer({ store: createMapsStore(), webhooks });
});
afterAll(async () => {
  await small.stop();
  await world.stop();
  await database.close();
});
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

let count = 0;
/** A shop with an address of webhooks. */
async function shop(content: object = {}, at = world) {
  const who = peopleOf(`hooked-${++count}`);
  await at.get(who.main, '/v1/session');
  const save = (more: object = {}, id = 'one') =>
    at.send<WebhookSaved & Problem>(who.host, 'PUT', `/v1/webhooks/${id}`, { url: receiver.url, ...content, ...more });
  const saved = await save();
  expect([saved.status, saved.text]).toEqual([200, expect.stringContaining('whsec_')]);
  const deliveries = async (query = '') =>
    (await at.get<WebhookDeliveryPage>(who.host, `/v1/webhooks/one/deliveries${query}`)).body.deliveries;
  const view = async () => (await at.get<WebhookList>(who.host, '/v1/webhooks')).body.webhooks[0];
  return { ...who, save, deliveries, view, secret: saved.body.secret ?? '' };
}
/** What came, by ticket. */
const toldOf = (ticketId: string, from = receiver) =>
  from.received.filter(({ event }) => event.data.ticketId === ticketId).map(({ event }) => event.type);

describe('webhooks', () => {
  it('tell of tickets, cards, states and replies in the order of their commits, as the feed does', async () => {
    const who = await shop();
    const { ticket } = await world.create({}, who.buyer);
    await world.move(who.main, ticket.id, DECLINE);
    await world.server.tick();
    expect(toldOf(ticket.id)).toEqual(['ticket.created', 'card.ready', 'ticket.status-changed', 'reply.ready']);
    const [created, card, changed, reply] = receiver.received.map(({ event }) => event);
    const about = { ticketId: ticket.id, number: ticket.number, ticketType: 'return-refund', orderId: ticket.order.id };
    expect(created?.data).toMatchObject({ ...about, version: 1, status: { workflow: 'awaiting-merchant' } });
    expect(changed?.data).toMatchObject({ ...about, version: 2, changed: { workflow: 'declined' } });
    expect(created?.timestamp).toBe(new Date(world.clock.now()).toISOString());
    const { posts } = (await world.get<{ posts: object[] }>(who.messenger, '/v1/feed')).body;
    expect(reply?.data).toEqual(posts[1]);
    expect({ ...card?.data, message: 0 }).toEqual({ ...posts[0], message: 0 });
    expect((await who.deliveries()).map(({ state, attempts, last }) => [state, attempts, last?.status])).toEqual(
      Array(4).fill(['delivered', 1, 204]),
    );
  });

  it('[R45] tell what is due, and only what an address asks for', async () => {
    const who = await shop({ types: ['payment.due'] }, small);
    const claim = { type: 'commitment-claim', orderId: ORDER.id, request: LATE };
    const { ticket } = await small.create(claim, who.buyer);
    await small.move(who.main, ticket.id, { command: 'agree' });
    await small.server.tick();
    expect(toldOf(ticket.id)).toEqual(['payment.due']);
    const { payments } = (await small.get<{ payments: object[] }>(who.host, '/v1/payments')).body;
    const [due] = receiver.received;
    expect(payments).toHaveLength(1);
    expect(payments[0]).toMatchObject(due?.event.type === 'payment.due' ? due.event.data.payments[0]! : {});
  });

  it('are signed by every secret that is valid, for a day after a rotation by the former one too', async () => {
    const who = await shop({}, small);
    const rotated = await small.send<WebhookSaved>(who.host, 'POST', '/v1/webhooks/one/secret');
    expect(rotated.body.webhook.secrets).toBe(2);
    await small.create({}, who.buyer);
    await small.server.tick();
    const [{ headers, body }] = receiver.received as [(typeof receiver.received)[0]];
    const nowMs = small.clock.now();
    for (const secret of [who.secret, rotated.body.secret ?? '']) {
      expect(await verifyWebhook({ headers, body, secret, nowMs })).toMatchObject({
        ok: true,
        id: headers['webhook-id'],
      });
    }
    // A host that got no answer asks again. Its receiver still has the first secret.
    let latest = '';
    for (let n = 0; n < 3; n++) {
      const again = await small.send<WebhookSaved>(who.host, 'POST', '/v1/webhooks/one/secret');
      latest = again.body.secret ?? '';
    }
    const refused = await small.send<Problem>(who.host, 'POST', '/v1/webhooks/one/secret');
    expect([refused.status, refused.body.code]).toEqual([429, 'rate-limited']);
    await small.create({}, who.buyer);
    await small.server.tick();
    expect(await verifyWebhook({ ...receiver.received.at(-1)!, secret: who.secret, nowMs })).toMatchObject({
      ok: true,
    });
    small.clock.advance(DAY_MS + 1);
    await small.create({}, who.buyer);
    await small.server.tick();
    const later = receiver.received.at(-1)!;
    const verified = async (secret: string) => (await verifyWebhook({ ...later, secret, nowMs: small.clock.now() })).ok;
    expect([await verified(who.secret), await verified(latest)]).toEqual([false, true]);
  });

  it('that fail hold back the later ones of their ticket only, and come again under the same id', async () => {
    const who = await shop();
    let first = '';
    receiver.answer = ({ event }) => ((first ||= event.data.ticketId) === event.data.ticketId ? 503 : 204);
    const [{ ticket: bad }, { ticket: good }] = [await world.create({}, who.buyer), await world.create({}, who.buyer)];
    await world.move(who.main, bad.id, DECLINE);
    await world.server.tick();
    expect(toldOf(bad.id)).toEqual(['ticket.created']);
    expect(toldOf(good.id)).toEqual(['ticket.created', 'card.ready']);
    // Not before its pause has ended.
    await world.server.tick();
    expect(toldOf(bad.id)).toHaveLength(1);
    receiver.answer = () => 204;
    world.clock.advance(5_000);
    await world.server.tick();
    const came = receiver.received.filter(({ event }) => event.data.ticketId === bad.id);
    expect(came.map(({ event }) => event.type)).toEqual([
      ...['ticket.created', 'ticket.created', 'card.ready', 'ticket.status-changed', 'reply.ready'],
    ]);
    expect(came[0]?.id).toBe(came[1]?.id);
    expect(came[0]?.body).toBe(came[1]?.body);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(6);
  });

  it('wait longer each time, as long as a receiver asks, and not for ever', async () => {
    const who = await shop({ types: ['ticket.created'] }, small);
    receiver.answer = () => ({ status: 429, headers: { 'retry-after': '100' } });
    await small.create({}, who.buyer);
    await small.server.tick();
    const pauses = [(await who.deliveries())[0]!.nextAtMs! - small.clock.now()];
    receiver.answer = () => 500;
    for (let attempt = 1; attempt < 4; attempt++) {
      small.clock.advance(pauses.at(-1)!);
      await small.server.tick();
      pauses.push((await who.deliveries())[0]!.nextAtMs! - small.clock.now());
    }
    expect(pauses[0]).toBe(100_000);
    for (const [index, longest] of [10_000, 20_000, 40_000].entries()) {
      expect(pauses[index + 1]).toBeLessThanOrEqual(longest);
      expect(pauses[index + 1]).toBeGreaterThanOrEqual(longest * 0.75);
    }
    // One failure in three days does not stop an address: another one has succeeded meanwhile.
    receiver.answer = ({ event }) => (event.data.ticketId === failing ? 500 : 204);
    const failing = (await who.deliveries())[0]!.ticketId;
    small.clock.advance(2 * DAY_MS);
    await small.create({}, who.buyer);
    await small.server.tick();
    small.clock.advance(DAY_MS);
    await small.server.tick();
    const states = async () => (await who.deliveries()).map(({ state }) => state);
    expect(await states()).toEqual(['delivered', 'failed']);
    expect((await who.view())?.stopped).toBeUndefined();
    expect(await small.server.metrics()).toMatch(/sidecard_webhooks_total\{outcome="gave-up"\} [1-9]/);
  });

  it('are not sent to an address that has failed for three days, or is gone, until its host saves it again', async () => {
    const who = await shop();
    receiver.answer = () => 'nothing';
    await receiver.close();
    const { ticket } = await world.create({}, who.buyer);
    await world.server.tick();
    expect((await who.deliveries('?state=pending')).at(-1)?.last).toMatchObject({ failure: 'connection' });
    // Not after a second failure: three days may have passed without an attempt.
    for (let failures = 2; failures < 5; failures++) {
      world.clock.advance(DAY_MS);
      await world.server.tick();
      expect(await who.view()).toMatchObject({ failures });
      expect((await who.view())?.stopped).toBeUndefined();
    }
    world.clock.advance(HOUR_MS);
    await world.server.tick();
    expect(await who.view()).toMatchObject({ stopped: 'failing', failures: 5 });
    receiver = await startReceiver();
    receiver.answer = () => 410;
    await who.save();
    await world.server.tick();
    expect(await who.view()).toMatchObject({ stopped: 'gone', failures: 1 });
    world.clock.advance(HOUR_MS);
    await world.server.tick();
    expect(receiver.received).toHaveLength(1);
    receiver.answer = () => 204;
    await who.save();
    await world.server.tick();
    expect((await who.view())?.stopped).toBeUndefined();
    expect(toldOf(ticket.id)).toContain('card.ready');
    const metrics = await world.server.metrics();
    for (const reason of ['gone', 'failing']) {
      expect(metrics).toMatch(new RegExp(`sidecard_webhooks_stopped_total{reason="${reason}"} [1-9]`));
    }
  });

  it('are tried one at a time at an address that keeps failing', async () => {
    const who = await shop({ types: ['ticket.created'] }, small);
    receiver.answer = () => 500;
    for (let n = 0; n < 12; n++) await small.create({}, who.buyer);
    await small.server.tick();
    const first = receiver.received.length;
    expect(first).toBeLessThan(12);
    for (let n = 0; n < 3; n++) {
      // No pause is longer, however many failed at first.
      small.clock.advance(HOUR_MS);
      await small.server.tick();
    }
    expect(receiver.received.length).toBe(first + 3);
    receiver.answer = () => 204;
    small.clock.advance(HOUR_MS);
    await small.server.tick();
    expect((await who.deliveries('?state=delivered')).length).toBe(12);
  });

  it('are not lost when the process ends, and sent by another once its lease has ended', async () => {
    const who = await shop({ types: ['ticket.created', 'card.ready'] });
    const one = await startTestServer({ database, clock: world.clock, webhooks: { ...webhooks, timeoutMs: 600_000 } });
    receiver.answer = () => 'nothing';
    const { ticket } = await one.create({}, who.buyer);
    // It is killed while it waits for an answer: its process does nothing any more.
    void one.server.tick();
    while (receiver.received.length === 0) await new Promise((go) => setImmediate(go));
    receiver.answer = () => 204;
    await world.server.tick();
    expect(toldOf(ticket.id)).toEqual(['ticket.created']);
    world.clock.advance(621_000);
    await world.server.tick();
    expect(toldOf(ticket.id)).toEqual(['ticket.created', 'ticket.created', 'card.ready']);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(2);
    await receiver.close();
    await one.server.stop();
    receiver = await startReceiver();
  });

  it('are shared by several servers, each sent once and in order', async () => {
    const other = await startTestServer({ database, clock: world.clock, webhooks });
    const who = await shop();
    const tickets: string[] = [];
    const write = async () => {
      for (let n = 0; n < 6; n++) {
        const { ticket } = await (n % 2 ? world : other).create({}, who.buyer);
        tickets.push(ticket.id);
        await (n % 2 ? other : world).move(who.main, ticket.id, DECLINE);
      }
    };
    const send = async () => {
      for (let n = 0; n < 6; n++) await Promise.all([world.server.tick(), other.server.tick()]);
    };
    await Promise.all([write(), send()]);
    await Promise.all([world.server.tick(), other.server.tick()]);
    await world.server.tick();
    for (const id of tickets) {
      expect(toldOf(id)).toEqual(['ticket.created', 'card.ready', 'ticket.status-changed', 'reply.ready']);
    }
    expect(receiver.received).toHaveLength(24);
    await other.server.stop();
  });

  it('can be sent again, one or all since a time', async () => {
    const who = await shop({ types: ['ticket.created', 'ticket.status-changed'] });
    await world.create({}, who.buyer);
    world.clock.advance(60_000);
    const sinceMs = world.clock.now();
    const { ticket } = await world.create({}, who.buyer);
    await world.move(who.main, ticket.id, DECLINE);
    await world.server.tick();
    const ids = receiver.received.map(({ id }) => id);
    const again = await world.send(who.host, 'POST', `/v1/webhooks/one/deliveries/${ids[0]}/send`);
    expect([again.status, again.body]).toMatchObject([200, { state: 'pending' }]);
    await world.server.tick();
    await world.send(who.host, 'POST', '/v1/webhooks/one/replay', { sinceMs });
    await world.server.tick();
    expect(receiver.received.map(({ id }) => id)).toEqual([...ids, ids[0], ...ids.slice(1)]);
    expect((await who.deliveries()).length).toBe(3);
    const none = await world.send<Problem>(who.host, 'POST', '/v1/webhooks/one/deliveries/none/send');
    expect([none.status, none.body.code]).toEqual([404, 'not-found']);
  });

  it('have nothing to tell of a card that somebody has posted, or a ticket that was erased', async () => {
    const who = await shop({ types: ['card.ready', 'ticket.created'] });
    receiver.answer = () => 503;
    const { ticket } = await world.create({}, who.buyer);
    await world.server.tick();
    const { posts } = (await world.get<{ posts: { deliveryId: string }[] }>(who.messenger, '/v1/feed')).body;
    await world.send(who.messenger, 'POST', `/v1/deliveries/${posts[0]?.deliveryId}/ack`);
    receiver.answer = () => 204;
    world.clock.advance(5_000);
    await world.server.tick();
    expect(toldOf(ticket.id)).toEqual(['ticket.created', 'ticket.created']);
    expect((await who.deliveries()).map(({ state }) => state)).toEqual(['dropped', 'delivered']);
    await world.move(who.buyer, ticket.id, { command: 'withdraw' });
    await world.send(who.host, 'DELETE', `/v1/buyers/${who.buyer.accountId}`);
    expect(await who.deliveries()).toEqual([]);
    // Old rows go with the log.
    await world.create({}, who.buyer);
    await world.server.tick();
    expect((await who.deliveries()).length).toBe(2);
    world.clock.advance(8 * DAY_MS);
    await world.server.tick();
    expect(await who.deliveries()).toEqual([]);
  });
});

describe('failures of webhooks', () => {
  it('are forgotten once nothing is left that has failed', async () => {
    const who = await shop({ types: ['card.ready'] }, small);
    receiver.answer = () => 503;
    for (let n = 0; n < 6; n++) {
      await small.create({}, who.buyer);
      await small.server.tick();
      expect(await who.view()).toMatchObject({ failures: 1 });
      // Its card is posted meanwhile, so it needs no webhook.
      const { posts } = (await small.get<{ posts: { deliveryId: string }[] }>(who.messenger, '/v1/feed')).body;
      await small.send(who.messenger, 'POST', `/v1/deliveries/${posts[0]?.deliveryId}/ack`);
      small.clock.advance(DAY_MS);
      await small.server.tick();
      expect((await who.view())?.stopped).toBeUndefined();
    }
  });

  it('give up no webhook that waited, and saving an address again sends what waits at once', async () => {
    const who = await shop({ types: ['ticket.created'] }, small);
    receiver.answer = () => 503;
    await small.create({}, who.buyer);
    await small.server.tick();
    await who.save({ paused: true });
    small.clock.advance(4 * DAY_MS);
    await who.save();
    await small.server.tick();
    expect((await who.deliveries()).map(({ state, attempts }) => [state, attempts])).toEqual([['pending', 2]]);
    receiver.answer = () => 204;
    await who.save();
    await small.server.tick();
    expect((await who.deliveries()).map(({ state }) => state)).toEqual(['delivered']);
  });

  it('of a transport that never ends end in time', async () => {
    const transport = { ...webhooks.transport, send: () => new Promise<never>(() => undefined) };
    const stuck = await startTestServer({ store: createMapsStore(), webhooks: { transport, timeoutMs: 30 } });
    const who = await shop({}, stuck);
    await stuck.create({}, who.buyer);
    await stuck.server.tick();
    expect((await who.deliveries()).at(-1)?.last).toMatchObject({ failure: 'timeout' });
    await stuck.stop();
  });
});

describe('what is under way', () => {
  /** A receiver that answers when it is told to. */
  const held = () => {
    let open: () => void = () => undefined;
    const gate = new Promise<number>((resolve) => (open = () => resolve(204)));
    receiver.answer = () => gate;
    return { open };
  };
  const arrival = async (number: number) => {
    while (receiver.received.length < number) await new Promise((go) => setImmediate(go));
  };

  it('is not sent a second time by its own process, also if its lease has ended', async () => {
    const who = await shop({ types: ['ticket.created'] });
    const { open } = held();
    await world.create({}, who.buyer);
    const first = world.server.tick();
    await arrival(1);
    world.clock.advance(60_000);
    await world.create({}, who.buyer);
    const second = world.server.tick();
    await arrival(2);
    open();
    await Promise.all([first, second]);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(receiver.received.length);
    expect((await who.deliveries()).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });

  it('does not count for a webhook that is to be sent again', async () => {
    const who = await shop({ types: ['ticket.created'] });
    const { open } = held();
    await world.create({}, who.buyer);
    const sent = world.server.tick();
    await arrival(1);
    const { id } = (await who.deliveries())[0]!;
    await world.send(who.host, 'POST', `/v1/webhooks/one/deliveries/${id}/send`);
    open();
    await sent;
    await world.server.tick();
    expect(receiver.received.map((one) => one.id)).toEqual([id, id]);
    expect((await who.deliveries()).map(({ state, attempts }) => [state, attempts])).toEqual([['delivered', 1]]);
  });
});

describe('an erasure', () => {
  it('takes no other ticket’s webhooks from an address that is paused, nor posts from the feed', async () => {
    const who = await shop({ types: ['ticket.created'] });
    await who.save({ paused: true });
    const { ticket: open } = await world.create({}, who.buyer);
    const { ticket: ended } = await world.create({}, who.buyer);
    const { cursor } = (await world.get<{ cursor: string }>(who.messenger, '/v1/feed?limit=1')).body;
    await world.move(who.buyer, ended.id, { command: 'withdraw' });
    const erased = await world.send<ErasureAnswer>(who.host, 'DELETE', `/v1/buyers/${who.buyer.accountId}`);
    expect(erased.body).toMatchObject({ erased: 1 });
    expect((await world.get(who.messenger, `/v1/feed?after=${cursor}&limit=1`)).status).toBe(200);
    await who.save();
    await world.server.tick();
    expect(receiver.received.map(({ event }) => event.data.ticketId)).toEqual([open.id]);
  });
});

describe('addresses of webhooks', () => {
  it('are saved by the host’s backend alone, and their secret is shown once', async () => {
    const who = await shop();
    const again = await who.save();
    expect([again.status, again.body.secret]).toEqual([200, undefined]);
    expect(JSON.stringify(await who.view())).not.toContain(who.secret);
    for (const reader of [who.main, who.sub, who.buyer, who.staff, who.messenger]) {
      for (const [method, path] of [
        ['GET', ''],
        ['PUT', '/one'],
        ['DELETE', '/one'],
        ['POST', '/one/secret'],
        ['GET', '/one/deliveries'],
      ] as const) {
        const refused = await world.send<Problem>(
          reader,
          method,
          `/v1/webhooks${path}`,
          method === 'PUT' ? {} : undefined,
        );
        expect([method, path, refused.status, refused.body.code]).toEqual([method, path, 404, 'not-found']);
      }
    }
    // Another shop has its own.
    const other = peopleOf('hooked-elsewhere');
    expect((await world.get<WebhookList>(other.host, '/v1/webhooks')).body).toEqual({ webhooks: [] });
    expect((await world.get(other.host, '/v1/webhooks/one/deliveries')).status).toBe(404);
    for (let n = 0; n < 9; n++) expect((await who.save({}, `more-${n}`)).status).toBe(200);
    const full = await who.save({}, 'one-too-many');
    expect([full.status, full.body.code]).toEqual([409, 'too-many-webhooks']);
    for (const url of [
      'nonsense',
      'ftp://shop.example/',
      'https://name:word@shop.example/',
      'https://shop.example/#at',
    ]) {
      const wrong = await who.save({ url });
      expect([url, wrong.status, wrong.body.errors?.[0]?.path]).toEqual([url, 422, 'url']);
    }
    expect((await who.save({ types: ['ticket.ended'] })).status).toBe(422);
    expect((await world.send(who.host, 'DELETE', '/v1/webhooks/one')).status).toBe(204);
    expect((await world.get(who.host, '/v1/webhooks/one/deliveries')).status).toBe(404);
  });

  it('can be paused: what happens meanwhile is sent afterwards', async () => {
    const who = await shop({ types: ['ticket.created'] });
    await who.save({ paused: true });
    await world.create({}, who.buyer);
    await world.server.tick();
    expect([receiver.received.length, (await who.view())?.stopped]).toEqual([0, 'paused']);
    await who.save();
    await world.server.tick();
    expect(receiver.received).toHaveLength(1);
  });

  it('do not exist at a server that sends none', async () => {
    const plain = await startTestServer({ store: createMapsStore() });
    const who = peopleOf('plain');
    expect((await plain.get(who.host, '/v1/webhooks')).status).toBe(404);
    await plain.stop();
  });
});

describe('a server in memory', () => {
  it('sends as one with a database does', async () => {
    const who = await shop({}, small);
    const { ticket } = await small.create({}, who.buyer);
    await small.move(who.main, ticket.id, DECLINE);
    await small.server.tick();
    expect(toldOf(ticket.id)).toEqual(['ticket.created', 'card.ready', 'ticket.status-changed', 'reply.ready']);
    expect((await who.deliveries()).map(({ state }) => state)).toEqual(Array(4).fill('delivered'));
  });
});
