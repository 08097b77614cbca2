import { parseCardMessage } from '@sidecard/core';
import type { AccountView, CardDelivery, Problem } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleOf, startTestServer, type TestServer, type TestStream } from '../support/server.ts';
import { ORDER, REQUEST } from '../support/tickets.ts';

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());

let count = 0;
/** A shop whose accounts are known; both sub-accounts may handle tasks. */
async function shop() {
  const who = peopleOf(`shop-${++count}`);
  for (const account of [who.main, who.sub, who.sub2]) await world.get(account, '/v1/session');
  for (const { accountId } of [who.sub, who.sub2]) await world.grant(accountId, ['task.handle'], who.main);
  return who;
}

const cardsIn = (stream: TestStream) => stream.text.match(/^event: card$/gm)?.length ?? 0;
const repliesIn = (stream: TestStream) => stream.text.match(/^event: reply$/gm)?.length ?? 0;
const DECLINE = { command: 'decline', fields: { reason: 'other', text: 'We would like to talk.' } };

describe('a card', () => {
  it('[R1] [R9] comes to every account of the shop that is online, once, and to nobody else', async () => {
    const who = await shop();
    const streams = [await world.stream(who.main), await world.stream(who.sub), await world.stream(who.sub)];
    const others = [await world.stream(who.buyer), await world.stream(who.staff)];
    const { ticket } = await world.create({}, who.buyer);
    const cards = [];
    for (const stream of streams) cards.push((await stream.until('card')).data);
    await world.server.tick();
    for (const stream of [...streams, ...others]) await stream.pending();
    expect(streams.map(cardsIn)).toEqual([1, 1, 1]);
    expect(others.map(cardsIn)).toEqual([0, 0]);
    expect(new Set(cards.map(({ messageId }) => messageId))).toEqual(new Set([`sidecard-card-${ticket.id}`]));
    // one delivery an account, however many of its pages are open
    expect(new Set(cards.map(({ deliveryId }) => deliveryId)).size).toBe(2);
    for (const stream of [...streams, ...others]) await stream.close();
  });

  it('[R1] is one card, however often the create comes', async () => {
    const who = await shop();
    const stream = await world.stream(who.sub);
    const body = { type: 'return-refund', orderId: `${ORDER.id}-doubled`, request: REQUEST };
    const create = () => world.send(who.buyer, 'POST', '/v1/tickets', body, 'doubled');
    await Promise.all([create(), create(), create()]);
    await create();
    await stream.until('card');
    await world.server.tick();
    await stream.pending();
    expect(cardsIn(stream)).toBe(1);
    await stream.close();
  });

  it('[R1] carries the facts of the order, as the buyer may read them', async () => {
    const who = await shop();
    const stream = await world.stream(who.sub);
    const { ticket } = await world.create({}, who.buyer);
    const { data, id } = await stream.until('card');
    expect(id).toBeUndefined();
    expect(data).toMatchObject({ ticketId: ticket.id, conversationId: ORDER.conversationId });
    const card = parseCardMessage(data.message);
    expect(card).toMatchObject({
      ok: true,
      value: { snapshot: { orderId: ticket.order.id, item: { title: 'Fog-blue handmade mug' }, version: 1 } },
    });
    expect(JSON.stringify(data)).not.toContain('Longjing');
    await stream.close();
  });

  it('[R9] waits for the first who comes when nobody is online', async () => {
    const who = await shop();
    await world.create({}, who.buyer);
    const first = await world.stream(who.sub2);
    await first.until('card');
    const second = await world.stream(who.sub);
    await world.server.tick();
    await second.pending();
    expect(cardsIn(second)).toBe(0);
    await first.close();
    await second.close();
  });

  it('[R9] does not come to who was not online: those find the ticket in the list', async () => {
    const who = await shop();
    const there = await world.stream(who.sub);
    await world.create({}, who.buyer);
    await there.until('card');
    const later = await world.stream(who.sub2);
    await world.server.tick();
    await later.pending();
    expect(cardsIn(later)).toBe(0);
    await there.close();
    await later.close();
  });

  it('[R9] comes without a hint too, and to a reader that had no room for it', async () => {
    const deaf = await startTestServer({
      database: world.database,
      clock: world.clock,
      bus: { publish: () => undefined, subscribe: () => () => undefined },
    });
    const who = await shop();
    const stream = await deaf.stream(who.sub);
    const { ticket } = await world.create({}, who.buyer);
    for (let n = 0; n < 40; n++) {
      await world.command(who.sub, ticket.id, { command: n % 2 ? 'release' : 'claim' });
    }
    await deaf.server.tick();
    await stream.until('ticket');
    for (let n = 1; n < 41; n++) await stream.until('ticket');
    await deaf.server.tick();
    if (cardsIn(stream) === 0) await stream.until('card');
    expect(cardsIn(stream)).toBe(1);
    await deaf.server.stop();
  });

  it('[R10] goes to sub-accounts alone where that is the policy', async () => {
    const strict = await startTestServer({ database: world.database, policy: () => ({ recipients: 'sub-accounts' }) });
    const who = await shop();
    const main = await strict.stream(who.main);
    await strict.create({}, who.buyer);
    await strict.server.tick();
    await main.pending();
    const sub = await strict.stream(who.sub);
    await sub.until('card');
    await main.pending();
    expect(cardsIn(main)).toBe(0);
    await strict.server.stop();
  });

  it('[R4] does not come of a type that is not covered', async () => {
    const bare = await startTestServer({ database: world.database, policy: () => ({ coveredTypes: [] }) });
    const who = await shop();
    const stream = await bare.stream(who.sub);
    await bare.create({}, who.buyer);
    await stream.until('ticket');
    await bare.server.tick();
    await stream.pending();
    expect(cardsIn(stream)).toBe(0);
    await bare.server.stop();
  });

  it('comes again on each connection until it is acknowledged, and shows the ticket as it is by then', async () => {
    const who = await shop();
    const first = await world.stream(who.sub);
    const { ticket } = await world.create({}, who.buyer);
    const { data } = await first.until('card');
    await first.close();
    await world.move(who.sub, ticket.id, DECLINE);
    const second = await world.stream(who.sub);
    const again = await second.until('card');
    expect(again.data).toMatchObject({
      deliveryId: data.deliveryId,
      message: { snapshot: { displayStatus: 'declined' } },
    });
    expect((await world.send(who.sub, 'POST', `/v1/deliveries/${data.deliveryId}/ack`)).status).toBe(204);
    expect((await world.send(who.sub, 'POST', `/v1/deliveries/${data.deliveryId}/ack`)).status).toBe(204);
    await second.close();
    const third = await world.stream(who.sub);
    await third.until('reply');
    await third.pending();
    expect(cardsIn(third)).toBe(0);
    await third.close();
  });

  it('[R1] [R9] that its account left without acknowledging goes to others who are online, under one message id', async () => {
    const who = await shop();
    const streams = [await world.stream(who.main), await world.stream(who.sub)];
    const { ticket } = await world.create({}, who.buyer);
    for (const stream of streams) await stream.until('card');
    for (const stream of streams) await stream.close();
    const other = await world.stream(who.sub2);
    world.clock.advance(59_999);
    await world.server.tick();
    await other.pending();
    expect(cardsIn(other)).toBe(0);
    world.clock.advance(1);
    await world.server.tick();
    const { data } = await other.until('card');
    expect(data).toMatchObject({ ticketId: ticket.id, messageId: `sidecard-card-${ticket.id}` });
    await world.server.tick();
    const later = await world.stream(who.sub2);
    await later.until('card');
    for (const stream of [other, later]) await stream.pending();
    // two accounts left two deliveries of it; a stream gets the message once
    expect([other, later].map(cardsIn)).toEqual([1, 1]);

    expect((await world.send(who.sub2, 'POST', `/v1/deliveries/${data.deliveryId}/ack`)).status).toBe(204);
    const back = [await world.stream(who.main), await world.stream(who.sub), await world.stream(who.sub2)];
    await world.server.tick();
    for (const stream of back) await stream.pending();
    expect(back.map(cardsIn)).toEqual([0, 0, 0]);
    for (const stream of [other, later, ...back]) await stream.close();
  });

  it('[R9] that waited for the first who comes goes on to others when that one leaves', async () => {
    const who = await shop();
    await world.create({}, who.buyer);
    world.clock.advance(3_600_000);
    const first = await world.stream(who.sub2);
    const { data } = await first.until('card');
    await first.close();
    world.clock.advance(60_000);
    const second = await world.stream(who.sub);
    // ECDSA signs the same bytes differently each time
    const signature = expect.stringMatching(/^[\w-]+\.\.[\w-]+$/) as string;
    const { message, ...delivery } = data as { readonly message: object };
    expect((await second.until('card')).data).toEqual({ ...delivery, message: { ...message, signature } });
    await second.close();
  });

  it('[R10] goes on only to accounts that the routing chooses', async () => {
    const strict = await startTestServer({
      database: world.database,
      clock: world.clock,
      policy: () => ({ recipients: 'sub-accounts' }),
    });
    const who = await shop();
    const left = await strict.stream(who.sub);
    await strict.create({}, who.buyer);
    await left.until('card');
    await left.close();
    strict.clock.advance(60_000);
    const [main, sub2] = [await strict.stream(who.main), await strict.stream(who.sub2)];
    await sub2.until('card');
    await strict.server.tick();
    await main.pending();
    expect([main, sub2].map(cardsIn)).toEqual([0, 1]);
    await strict.server.stop();
  });

  it('[R1] is acknowledged once for all accounts', async () => {
    const who = await shop();
    const streams = [await world.stream(who.main), await world.stream(who.sub)];
    await world.create({}, who.buyer);
    const cards: CardDelivery[] = [];
    for (const stream of streams) cards.push((await stream.until('card')).data);
    const ack = (by: typeof who.main, card = cards[0]) =>
      world.send(by, 'POST', `/v1/deliveries/${card?.deliveryId ?? ''}/ack`);
    expect((await ack(who.main)).status).toBe(204);
    for (const stream of streams) await stream.close();
    const again = await world.stream(who.sub);
    world.clock.advance(60_000);
    await world.server.tick();
    await again.pending();
    expect(cardsIn(again)).toBe(0);
    // its own, which it has not acknowledged yet
    expect((await ack(who.sub, cards[1])).status).toBe(204);
    await again.close();
  });

  it('[R9] comes to an account as long as one of its pages is open, here or at another server', async () => {
    const who = await shop();
    const far = await startTestServer({ database: world.database, clock: world.clock });
    const online = async () => {
      const { accounts } = (await world.get<{ accounts: readonly AccountView[] }>(who.main, '/v1/accounts')).body;
      return accounts.find(({ accountId }) => accountId === who.sub.accountId)?.online;
    };
    /** Whether it is online, and a new card comes to its stream. */
    const isReached = async (open: TestStream) => {
      await world.server.tick();
      expect(await online()).toBe(true);
      const { ticket } = await world.create({}, who.buyer);
      await far.server.tick();
      while ((await open.until('card')).data.ticketId !== ticket.id);
    };
    const [first, second] = [await world.stream(who.sub), await world.stream(who.sub)];
    // somebody else, so that a card that misses the account does not wait for it
    const colleague = await world.stream(who.sub2);
    await first.close();
    await isReached(second);
    const third = await far.stream(who.sub);
    await second.close();
    await isReached(third);
    await third.close();
    await far.server.tick();
    expect(await online()).toBe(false);
    await colleague.close();
    await far.server.stop();
  });

  it('is acknowledged by whose it is', async () => {
    const who = await shop();
    const stream = await world.stream(who.sub);
    await world.create({}, who.buyer);
    const { data } = await stream.until('card');
    for (const other of [who.sub2, who.buyer, who.staff, peopleOf('elsewhere').main]) {
      const refused = await world.send<Problem>(other, 'POST', `/v1/deliveries/${data.deliveryId}/ack`);
      expect([refused.status, refused.body.code]).toEqual([404, 'not-found']);
    }
    await stream.close();
  });

  it('[R9] counts accounts at another server, until that one is gone for long', async () => {
    const who = await shop();
    const far = await startTestServer({ database: world.database, clock: world.clock });
    const stream = await far.stream(who.sub);
    await world.create({}, who.buyer);
    await far.server.tick();
    await stream.until('card');
    // as if that process had been killed: its rows are not renewed
    world.clock.advance(46_000);
    await world.create({}, who.buyer);
    const here = await world.stream(who.sub2);
    await here.until('card');
    await here.close();
    await stream.close();
    await far.server.stop();
  });
});

describe('what the buyer is told', () => {
  it('[R7] goes to the one who acted, then to every handler who is online, under one message id', async () => {
    const who = await shop();
    const { ticket } = await world.create({}, who.buyer);
    const [mine, mine2, theirs] = [
      await world.stream(who.sub),
      await world.stream(who.sub),
      await world.stream(who.sub2),
    ];
    const { sentMessage } = await world.move(who.sub, ticket.id, DECLINE);
    const [reply, twin] = [(await mine.until('reply')).data, (await mine2.until('reply')).data];
    expect(reply).toMatchObject({
      messageId: sentMessage?.messageId,
      text: sentMessage?.text,
      by: { name: 'Agent Li' },
    });
    expect(twin).toEqual(reply);
    world.clock.advance(59_999);
    await world.server.tick();
    await theirs.pending();
    expect(repliesIn(theirs)).toBe(0);
    world.clock.advance(1);
    await world.server.tick();
    expect((await theirs.until('reply')).data).toEqual(reply);
    for (const stream of [mine, mine2, theirs]) await stream.close();
  });

  it('[R7] is closed by the first acknowledgement, and offered to nobody after it', async () => {
    const who = await shop();
    const { ticket } = await world.create({}, who.buyer);
    const mine = await world.stream(who.sub);
    await world.move(who.sub, ticket.id, DECLINE);
    const { data } = await mine.until('reply');
    expect((await world.send(who.sub2, 'POST', `/v1/deliveries/${data.deliveryId}/ack`)).status).toBe(404);
    expect((await world.send(who.sub, 'POST', `/v1/deliveries/${data.deliveryId}/ack`)).status).toBe(204);
    world.clock.advance(120_000);
    await world.server.tick();
    const theirs = await world.stream(who.sub2);
    await world.server.tick();
    await theirs.pending();
    expect(repliesIn(theirs)).toBe(0);
    await mine.close();
    await theirs.close();
  });

  it('[R7] reaches a handler who comes later', async () => {
    const who = await shop();
    const { ticket } = await world.create({}, who.buyer);
    await world.move(who.sub, ticket.id, DECLINE);
    world.clock.advance(3_600_000);
    const later = await world.stream(who.sub2);
    const { data } = await later.until('reply');
    expect((await world.send(who.sub2, 'POST', `/v1/deliveries/${data.deliveryId}/ack`)).status).toBe(204);
    await later.close();
  });

  it('[R7] is never for an account that may not handle, nor for the buyer’s stream', async () => {
    const who = await shop();
    await world.grant(who.sub2.accountId, [], who.main);
    const { ticket } = await world.create({}, who.buyer);
    await world.move(who.sub, ticket.id, { command: 'reply', fields: { text: 'One moment, please.' } });
    world.clock.advance(61_000);
    const streams = [await world.stream(who.sub2), await world.stream(who.buyer), await world.stream(who.staff)];
    await world.server.tick();
    for (const stream of streams) await stream.pending();
    expect(streams.map(repliesIn)).toEqual([0, 0, 0]);
    for (const stream of streams) await stream.close();
  });
});
