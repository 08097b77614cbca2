import { generateKeyPairSync } from 'node:crypto';
import { parseCardMessage, type CardMessage } from '@sidecard/core';
import { canonicalCard } from '@sidecard/core/wire';
import { flattenedVerify, importJWK, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER, REQUEST } from '../support/tickets.ts';

const MINUTE_MS = 60_000;

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());

let shops = 0;

/** The card of a new ticket, as an agent's stream brings it. */
async function newCard(of: TestServer = world): Promise<CardMessage> {
  const who = peopleOf(`signed-${++shops}`);
  const stream = await of.stream(who.sub);
  await of.create({}, who.buyer);
  const { data } = await stream.until('card');
  await stream.close();
  return data.message;
}

async function keysOf(of: TestServer = world): Promise<readonly JWK[]> {
  const answer = await of.server.fetch(new Request('http://sidecard.test/v1/card-keys'));
  return ((await answer.json()) as { keys: JWK[] }).keys;
}

function kidOf({ signature = '' }: CardMessage): unknown {
  return (JSON.parse(Buffer.from(signature.split('.')[0] ?? '', 'base64url').toString()) as JWK).kid;
}

/** Verifies as anybody could who knows JWS and RFC 8785: with a library of its own. */
async function verifies(message: CardMessage, keys: readonly JWK[]): Promise<boolean> {
  const [header = '', content, signature = ''] = (message.signature ?? '').split('.');
  const key = keys.find(({ kid }) => kid === kidOf(message));
  if (content !== '' || !key) return false;
  const payload = Buffer.from(canonicalCard(message)).toString('base64url');
  return flattenedVerify({ protected: header, payload, signature }, await importJWK(key, 'ES256')).then(
    () => true,
    () => false,
  );
}

describe('the signature of a card', () => {
  it('[R2] verifies with the key that the server publishes, also after a chat has written the message again', async () => {
    const message = await newCard();
    expect(await verifies(message, await keysOf())).toBe(true);
    const again = JSON.parse(
      JSON.stringify({ ...message, snapshot: Object.fromEntries(Object.entries(message.snapshot).reverse()) }, null, 2),
    ) as CardMessage;
    expect(await verifies(again, await keysOf())).toBe(true);
    expect(parseCardMessage(again).ok).toBe(true);
  });

  it('[R2] covers everything: shop, ticket, facts, texts and what a later release adds', async () => {
    const message = await newCard();
    const keys = await keysOf();
    const { snapshot } = message;
    for (const change of [
      { merchantId: 'signed-0' },
      { merchantId: undefined },
      { ticketId: 'T-2' },
      { text: `${message.text} ` },
      { texts: undefined },
      { snapshot: { ...snapshot, amount: { ...snapshot.amount, amountMinor: snapshot.amount.amountMinor + 1 } } },
      { snapshot: { ...snapshot, version: 2 } },
      { more: 1 },
    ])
      expect(await verifies({ ...message, ...change } as CardMessage, keys), JSON.stringify(change)).toBe(false);
  });

  it('[R24] is all that the message has beside what the buyer may read', async () => {
    const message = await newCard();
    expect(Object.keys(message).sort()).toEqual(
      ['kind', 'merchantId', 'sidecard', 'signature', 'snapshot', 'text', 'texts', 'ticketId'].sort(),
    );
    const [header = ''] = (message.signature ?? '').split('.');
    expect(Object.keys(JSON.parse(Buffer.from(header, 'base64url').toString()) as object).sort()).toEqual([
      'alg',
      'kid',
    ]);
    expect(message.merchantId).toBe(`signed-${shops}`);
  });

  it('fits into the size of a card, however long the order’s texts are', async () => {
    const who = peopleOf(`signed-${++shops}`);
    const stream = await world.stream(who.sub);
    const items = [{ ...ORDER.items[0], title: '长'.repeat(500), options: '很'.repeat(200) }];
    const order = { ...ORDER, id: `long-${'x'.repeat(100)}`, items };
    const request = { ...REQUEST, text: '👨‍👩‍👧'.repeat(500) };
    await world.send(who.host, 'POST', '/v1/tickets', { type: 'return-refund', order, request });
    const { message } = (await stream.until('card')).data;
    expect(parseCardMessage(message).ok).toBe(true);
    expect(JSON.stringify(message).length).toBeLessThan(5_000);
    await stream.close();
  });
});

describe('the keys that sign cards', () => {
  it('are public to everybody, and to every page: without a token, cacheable, from any origin', async () => {
    const strict = await startTestServer({ database: world.database, allowedOrigins: ['https://chat.shop.example'] });
    for (const origin of [undefined, 'https://chat.shop.example', 'https://elsewhere.example']) {
      const headers = origin === undefined ? {} : { origin };
      const answer = await strict.server.fetch(new Request('http://sidecard.test/v1/card-keys', { headers }));
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/json');
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    }
    await strict.server.stop();
  });

  it('are shown without their private half, to nobody', async () => {
    const answer = await world.server.fetch(new Request('http://sidecard.test/v1/card-keys'));
    const text = await answer.text();
    const { keys } = JSON.parse(text) as { keys: readonly JWK[] };
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'].sort());
      expect(key).toMatchObject({ alg: 'ES256', crv: 'P-256', kty: 'EC', use: 'sig' });
    }
    expect(text).not.toContain('"d"');
  });

  it('survive a restart', async () => {
    const message = await newCard();
    const restarted = await startTestServer({ database: world.database });
    expect(await keysOf(restarted)).toEqual(await keysOf());
    expect(kidOf(await newCard(restarted))).toBe(kidOf(message));
    await restarted.server.stop();
  });

  it('are one key, when two servers begin on one database at once', async () => {
    const one = await startTestServer();
    const two = await startTestServer({ database: one.database, clock: one.clock });
    await Promise.all([one.server.tick(), two.server.tick()]);
    const [keys, others] = await Promise.all([keysOf(one), keysOf(two)]);
    expect(keys).toHaveLength(1);
    expect(others).toEqual(keys);
    expect(await verifies(await newCard(two), keys)).toBe(true);
    await two.server.stop();
    await one.stop();
  });
});

describe('rotating the keys', () => {
  let one: TestServer, two: TestServer;
  beforeAll(async () => {
    one = await startTestServer();
    two = await startTestServer({ database: one.database, clock: one.clock });
  });
  afterAll(async () => {
    await two.server.stop();
    await one.stop();
  });

  it('publishes the new key before it signs, at every server, so that nobody meets a signature of an unknown key', async () => {
    const before = await newCard(one);
    const kid = await one.server.rotateCardKey();
    expect((await keysOf(one)).map((key) => key.kid)).toEqual([kid, kidOf(before)]);
    one.clock.advance(MINUTE_MS);
    expect(await keysOf(two)).toEqual(await keysOf(one));
    for (const server of [one, two]) expect(kidOf(await newCard(server))).toBe(kidOf(before));
    one.clock.advance(14 * MINUTE_MS);
    for (const server of [one, two]) {
      const after = await newCard(server);
      expect(kidOf(after)).toBe(kid);
      for (const message of [before, after]) expect(await verifies(message, await keysOf(server))).toBe(true);
    }
  });

  it('twice at once makes two keys', async () => {
    const before = await keysOf(one);
    const made = await Promise.all([one.server.rotateCardKey(), two.server.rotateCardKey()]);
    one.clock.advance(MINUTE_MS);
    const kids = (await keysOf(one)).map(({ kid }) => kid);
    expect(kids).toEqual(expect.arrayContaining([...made, ...before.map(({ kid }) => kid)]));
    expect(kids).toHaveLength(before.length + 2);
  });

  it('after a leak, takes back every former key, and signs with the new one at once', async () => {
    const before = await newCard(one);
    const kid = await one.server.rotateCardKey({ revoke: true });
    expect((await keysOf(one)).map((key) => key.kid)).toEqual([kid]);
    expect(kidOf(await newCard(one))).toBe(kid);
    expect(await verifies(before, await keysOf(one))).toBe(false);
    one.clock.advance(MINUTE_MS);
    expect((await keysOf(two)).map((key) => key.kid)).toEqual([kid]);
    expect(kidOf(await newCard(two))).toBe(kid);
  });
});

it('a signature by somebody else’s key does not verify under a published name', async () => {
  const message = await newCard();
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }) as JWK;
  expect(await verifies(message, [{ ...stranger, kid: kidOf(message) as string }])).toBe(false);
});
