import { createClient, httpTransport, memoryStorage, type Client } from '@sidecard/client';
import type { CardMessage } from '@sidecard/core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCardSigning } from '../support/card-signing.ts';
import { HOSTILE_TEXTS, HOSTILE_VALUES } from '../support/hostile.ts';
import { type Claims, peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { START_TIMEOUT_MS } from './support/shops.ts';

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
}, START_TIMEOUT_MS);
afterAll(() => world.stop());

const clients: Client[] = [];
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  for (const client of clients.splice(0)) client.close();
});

/** A client of the server, and every request that it sent. */
function connect(who: Claims, network: { away: boolean } = { away: false }) {
  const requests: Request[] = [];
  const transport = httpTransport({
    url: 'http://sidecard.test',
    fetch: async (input, init) => {
      const request = new Request(input, init);
      requests.push(request);
      if (network.away) throw new TypeError('The network is away.');
      return world.server.fetch(request);
    },
  });
  const client = createClient({ transport, getToken: () => world.token(who), storage: memoryStorage() });
  clients.push(client);
  const asked = () => requests.filter(({ url }) => url.endsWith('/v1/card-keys'));
  return { client, requests, asked };
}

let shops = 0;
/** A card that the server has signed, and the shop's people. */
async function newCard() {
  const who = peopleOf(`verified-${++shops}`);
  const stream = await world.stream(who.sub);
  await world.create({}, who.buyer);
  const { message } = (await stream.until('card')).data;
  await stream.close();
  return { who, message };
}

const copyOf = (message: CardMessage, change: object = {}) =>
  ({ ...(JSON.parse(JSON.stringify(message)) as CardMessage), ...change }) as CardMessage;

describe('verifying a card', () => {
  it('[R2] says `valid` of what the server has signed: as an object, as JSON text, and written again by a chat', async () => {
    const { who, message } = await newCard();
    const { client } = connect(who.sub);
    const again = Object.fromEntries(Object.entries(copyOf(message)).reverse());
    for (const given of [message, JSON.stringify(message), JSON.stringify(again, null, 2), again])
      expect(await client.verifyCard(given)).toBe('valid');
    for (const reader of [who.main, who.buyer, who.staff])
      expect(await connect(reader).client.verifyCard(message)).toBe('valid');
  });

  it('[R2] says `invalid` of a message with anything changed', async () => {
    const { who, message } = await newCard();
    const { client } = connect(who.sub);
    const { snapshot } = message;
    for (const change of [
      { snapshot: { ...snapshot, amount: { ...snapshot.amount, amountMinor: 999_900 } } },
      { snapshot: { ...snapshot, item: { ...snapshot.item, title: 'A free car' } } },
      { text: 'Platform: pay at once.' },
      { ticketId: 'another' },
      { merchantId: undefined },
      { more: null },
    ])
      expect(await client.verifyCard(copyOf(message, change)), JSON.stringify(change)).toBe('invalid');
  });

  it('[R2] says `invalid` of one without a signature, or with one that is none, and asks the server nothing', async () => {
    const { who, message } = await newCard();
    const { client, requests } = connect(who.sub);
    const { signature = '', ...unsigned } = message;
    const [header = '', , bytes = ''] = signature.split('.');
    const headed = (text: string) => `${Buffer.from(text).toString('base64url')}..${bytes}`;
    expect(await client.verifyCard(unsigned)).toBe('invalid');
    for (const wrong of [
      ...['', 'x', '..', `${header}..`, `..${bytes}`, `${header}.${bytes}`, `${header}.e30.${bytes}`, `${signature} `],
      ...[
        headed('{}'),
        headed('null'),
        headed('{"alg":"ES256"}'),
        headed('{"alg":"none","kid":"x"}'),
        headed('not JSON'),
      ],
      ...[headed('{"alg":"HS256","kid":"x"}'), headed('{"alg":"ES256","kid":"x","crit":["b64"],"b64":false}')],
    ])
      expect(await client.verifyCard(copyOf(message, { signature: wrong })), wrong).toBe('invalid');
    for (const value of [...HOSTILE_TEXTS, ...HOSTILE_VALUES]) expect(await client.verifyCard(value)).toBe('invalid');
    expect(requests).toEqual([]);
  });

  it('[R2] says `invalid` of another signature by the server’s key, and of a foreign signature under its name', async () => {
    const { who, message } = await newCard();
    const other = await newCard();
    const { client } = connect(who.sub);
    expect(await client.verifyCard(copyOf(message, { signature: other.message.signature }))).toBe('invalid');
    const header = JSON.parse(
      Buffer.from((message.signature ?? '').split('.')[0] ?? '', 'base64url').toString(),
    ) as object;
    const foreign = await createCardSigning();
    expect(await client.verifyCard(await foreign.sign(message, header))).toBe('invalid');
    expect(await client.verifyCard(await foreign.sign(message))).toBe('unknown');
  });

  it('[R2] says `invalid` of another shop’s card: a buyer of both may carry it over', async () => {
    const { message } = await newCard();
    const { who } = await newCard();
    expect(await connect(who.sub).client.verifyCard(message)).toBe('invalid');
  });

  it('[R27] checks a newer message too, which this release cannot draw, and passes over members of keys that it does not know', async () => {
    const signing = await createCardSigning();
    const keys = [
      { kid: 'newer', kty: 'AKP', alg: 'ML-DSA-44', pub: 'AA' },
      { ...signing.publicJwk, ext: true },
    ];
    const transport = httpTransport({ url: 'http://sidecard.test', fetch: async () => Response.json({ keys }) });
    const client = createClient({ transport, storage: memoryStorage() });
    clients.push(client);
    const newer = await signing.sign({ sidecard: 2, text: 'News.', more: [{ at: 1.5 }] });
    expect(await client.verifyCard(newer)).toBe('valid');
    expect(await client.verifyCard({ ...newer, text: 'Other news.' })).toBe('invalid');
  });
});

describe('the keys of a client', () => {
  it('are asked for once, without a token, however many cards come at once', async () => {
    const { who, message } = await newCard();
    const { client, asked } = connect(who.sub);
    expect(asked()).toEqual([]);
    const verdicts = await Promise.all(Array.from({ length: 100 }, () => client.verifyCard(message)));
    expect(new Set(verdicts)).toEqual(new Set(['valid']));
    expect(asked()).toHaveLength(1);
    expect(asked()[0]?.headers.has('authorization')).toBe(false);
  });

  it('are asked for again at most every half minute, however many unknown keys hostile messages name', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { who, message } = await newCard();
    const { client, asked } = connect(who.sub);
    const signing = await createCardSigning();
    const flood = async () => {
      const typed = Array.from({ length: 200 }, (_, n) => signing.sign(message, { alg: 'ES256', kid: `kid-${n}` }));
      const verdicts = await Promise.all((await Promise.all(typed)).map((one) => client.verifyCard(one)));
      expect(new Set(verdicts)).toEqual(new Set(['unknown']));
    };
    await flood();
    await flood();
    expect(asked()).toHaveLength(1);
    vi.advanceTimersByTime(30_000);
    await flood();
    await flood();
    expect(asked()).toHaveLength(2);
    expect(await client.verifyCard(message)).toBe('valid');
    expect(asked()).toHaveLength(2);
  });

  it('follow a rotation', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { who, message } = await newCard();
    const { client, asked } = connect(who.sub);
    expect(await client.verifyCard(message)).toBe('valid');
    await world.server.rotateCardKey();
    world.clock.advance(16 * 60_000);
    const stream = await world.stream(who.sub);
    await world.create({}, who.buyer);
    const { message: signedAnew } = (await stream.until('card')).data;
    await stream.close();
    vi.advanceTimersByTime(30_000);
    expect(await client.verifyCard(signedAnew)).toBe('valid');
    expect(await client.verifyCard(message)).toBe('valid');
    expect(asked()).toHaveLength(2);
  });

  it('do not outlive a revocation by more than an hour', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { who, message } = await newCard();
    const { client } = connect(who.sub);
    expect(await client.verifyCard(message)).toBe('valid');
    await world.server.rotateCardKey({ revoke: true });
    vi.advanceTimersByTime(3_600_000);
    expect(await client.verifyCard(message)).toBe('unknown');
  });

  it('that are known still verify without a network; without any, nothing is known until there is one', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { who, message } = await newCard();
    const network = { away: true };
    const { client, asked } = connect(who.sub, network);
    expect(await client.verifyCard(message)).toBe('unknown');
    expect(await client.verifyCard(message)).toBe('unknown');
    expect(asked()).toHaveLength(1);
    network.away = false;
    vi.advanceTimersByTime(30_000);
    expect(await client.verifyCard(message)).toBe('valid');
    network.away = true;
    vi.advanceTimersByTime(3_600_000);
    expect(await client.verifyCard(message)).toBe('valid');
  });

  it.each([
    ['no list', { keys: 7 }],
    ['nothing', null],
    ['no keys', { keys: [null, 7, {}, { kid: 'key-1', kty: 'oct', k: 'AA' }] }],
    ['a key that is none', { keys: [{ kid: 'key-1', kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }] }],
  ])('that are %s make nothing valid', async (_, body) => {
    const transport = httpTransport({ url: 'http://sidecard.test', fetch: async () => Response.json(body) });
    const client = createClient({ transport, storage: memoryStorage() });
    clients.push(client);
    const { message } = await newCard();
    expect(await client.verifyCard(await (await createCardSigning()).sign(message))).toBe('unknown');
  });

  it('are of no use outside a secure context, and are not asked for there', async () => {
    const { who, message } = await newCard();
    const { client, asked } = connect(who.sub);
    vi.stubGlobal('crypto', { randomUUID: () => '', getRandomValues: (bytes: Uint8Array) => bytes });
    expect(await client.verifyCard(message)).toBe('unknown');
    expect(asked()).toEqual([]);
  });

  it('are not asked for by a client that was closed', async () => {
    const { who, message } = await newCard();
    const { client } = connect(who.sub);
    client.close();
    expect(await client.verifyCard(message)).toBe('unknown');
  });
});
