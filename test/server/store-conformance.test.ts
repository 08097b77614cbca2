import { createKyselyStore, createSidecardServer, type Store } from '@sidecard/server';
import { createMapsStore } from '@sidecard/server/memory';
import { openPglite, type PgliteDatabase } from '@sidecard/server/node';
import { STORE_CHECKS } from '@sidecard/server/store-conformance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let database: PgliteDatabase | undefined;
const STORES: Readonly<Record<string, () => Promise<Store>>> = {
  'the embedded database': async () => {
    database = await openPglite();
    return createKyselyStore(database.dialect);
  },
  Maps: () => Promise.resolve(createMapsStore()),
};
afterAll(() => database?.close());

describe.each(Object.entries(STORES))('the store over %s', (_, open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
    await store.migrate();
  });

  it.each(STORE_CHECKS.map(({ title, run }) => [title, run] as const))('%s', async (_title, run) => {
    await run(store);
  });

  it('is reached, and tells the time', async () => {
    await store.ping();
    expect(Math.abs((await store.now()) - Date.now())).toBeLessThan(60_000);
  });

  it('serves a server', async () => {
    const server = createSidecardServer({
      database: { store },
      verify: () => Promise.resolve(undefined),
      orders: () => Promise.resolve(undefined),
    });
    expect((await server.fetch(new Request('http://sidecard.test/readyz'))).status).toBe(200);
    await server.stop();
  });
});

describe('a check', () => {
  it('fails where a store breaks its promise', async () => {
    const store = createMapsStore();
    const broken: Store = { ...store, staffThread: () => Promise.resolve([]) };
    const results = await Promise.allSettled(STORE_CHECKS.map(({ run }) => run(broken)));
    const failed = STORE_CHECKS.filter((_, index) => results[index]?.status === 'rejected').map(({ title }) => title);
    expect(failed).toEqual(['events are read by position and by version, messages as a thread and by id']);
  });
});
