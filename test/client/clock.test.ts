import { createClient, httpTransport } from '@sidecard/client';
import type { Session } from '@sidecard/core/wire';
import { afterEach, expect, it, vi } from 'vitest';
import { until } from './support/until.ts';

afterEach(() => vi.useRealTimers());

it('[R31] tells the server’s time in whole milliseconds, as core counts windows, when an answer took an odd number of them', async () => {
  const began = 1_795_895_746_000;
  vi.useFakeTimers({ toFake: ['Date'], now: began });
  const session: Session = {
    ...{ party: 'buyer', accountId: 'he', name: 'He', merchantId: 'shop-1', main: false, permissions: [] },
    ...{
      serverTimeMs: began + 60_000,
      protocol: 1,
      capabilities: [],
      degraded: [],
      epoch: 'e',
      permissionGuideUrl: '',
    },
  };
  const client = createClient({
    getToken: () => Promise.resolve('e30.e30.x'),
    transport: httpTransport({
      url: 'https://sidecard.test/',
      fetch: () => {
        vi.setSystemTime(began + 3);
        return Promise.resolve(Response.json(session));
      },
    }),
  });
  await until(client.session, (value) => value !== undefined);
  expect(client.now()).toBe(began + 60_002);
  client.close();
});
