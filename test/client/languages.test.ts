import { type Client, createClient, httpTransport, memoryStorage } from '@sidecard/client';
import type { Locale } from '@sidecard/core';
import {
  createMemoryBackend,
  type MemoryIdentity,
  SAMPLE_AGENT,
  SAMPLE_BUYER,
  type MemoryBackend,
} from '@sidecard/server/memory';
import { afterEach, describe, expect, it } from 'vitest';
import { ORDER, POLICY, REQUEST, START_MS } from '../support/tickets.ts';
import { until } from './support/until.ts';

const BUYER: MemoryIdentity = { party: 'buyer', accountId: ORDER.buyer.id, name: ORDER.buyer.name };
const AGENT: MemoryIdentity = { party: 'merchant', accountId: 'main', name: 'Boss Wang', main: true };

it.each<[what: string, who: MemoryIdentity, client: Locale, said: Locale | undefined, locale: Locale]>([
  ['a buyer creates is answered in the language of the buyer’s client', BUYER, 'en', undefined, 'en'],
  ['a buyer creates is answered in the language that the page says', BUYER, 'en', 'zh-CN', 'zh-CN'],
  ['an agent creates for a buyer is answered in the shop’s language', AGENT, 'en', undefined, 'zh-CN'],
])('a ticket that %s', async (_, who, locale, said, expected) => {
  const backend = createMemoryBackend({
    merchantId: 'shop-1',
    orders: [ORDER],
    policy: { ...POLICY, locale: 'zh-CN' },
    now: () => START_MS,
  });
  const transport = httpTransport(backend.as(who));
  const client: Client = createClient({ transport, storage: memoryStorage(), locale });
  try {
    await until(client.session, (session) => session !== undefined);
    const body = { type: 'return-refund', orderId: ORDER.id, request: REQUEST, ...(said ? { locale: said } : {}) };
    expect(await client.create(body)).toMatchObject({ status: 'confirmed', ticket: { locale: expected } });
  } finally {
    client.close();
  }
});

it.each<[string, Locale]>([
  ['en-US', 'en'],
  ['fr', 'en'],
  ['zh', 'zh-CN'],
  ['zh-Hans-CN', 'zh-CN'],
  ['zh_CN', 'zh-CN'],
  ['ZH', 'zh-CN'],
  ['zha', 'en'],
])('a client whose host speaks %s speaks %s', (locale, spoken) => {
  const transport = httpTransport({ url: 'http://127.0.0.1:9' });
  const client = createClient({ transport, storage: memoryStorage(), locale });
  expect(client.locale).toBe(spoken);
  client.close();
});

describe('a backend in memory', () => {
  const connected: Client[] = [];
  afterEach(() => connected.splice(0).forEach((client) => client.close()));
  const connect = async (backend: MemoryBackend, who: MemoryIdentity, locale: Locale) => {
    const client = createClient({ transport: httpTransport(backend.as(who)), storage: memoryStorage(), locale });
    connected.push(client);
    await until(client.session, (session) => session !== undefined);
  };

  it.each<Locale>(['en', 'zh-CN'])(
    'speaks the language of the client, %s, whatever this process speaks',
    async (locale) => {
      const backend = createMemoryBackend({ now: () => START_MS });
      await connect(backend, SAMPLE_AGENT, locale);
      expect((await backend.seed()).locale).toBe(locale);
    },
  );

  it.each<[Locale, Locale]>([
    ['en', 'zh-CN'],
    ['zh-CN', 'en'],
  ])('speaks %s to a buyer and %s to the shop', async (buyer, shop) => {
    const backend = createMemoryBackend({ now: () => START_MS });
    await connect(backend, SAMPLE_AGENT, shop);
    await connect(backend, SAMPLE_BUYER, buyer);
    expect((await backend.seed()).locale).toBe(buyer);
    expect((await backend.seed({ locale: shop })).locale).toBe(shop);
  });

  it('speaks an account’s language before its client has said anything', async () => {
    const other = new Intl.DateTimeFormat().resolvedOptions().locale.startsWith('zh') ? 'en' : 'zh-CN';
    const backend = createMemoryBackend({ now: () => START_MS });
    backend.as({ ...SAMPLE_BUYER, locale: other });
    expect((await backend.seed()).locale).toBe(other);
  });
});
