import { memoryStorage, type Transport } from '@sidecard/client';
import { browserPorts, createClientWith } from '@sidecard/client/ports';
import { expect, it } from 'vitest';
import { MAIN } from '../support/server.ts';
import { memoryShop } from './support/shops.ts';
import { until } from './support/until.ts';

it('accounts and templates that could not be loaded, while all else is live, are asked for again', async () => {
  const { shop } = memoryShop();
  const failing = new Set(['/v1/accounts', '/v1/templates']);
  const { transport } = shop.line(MAIN);
  const request: Transport['request'] = async (asked) =>
    failing.delete(asked.path) ? { status: 503, body: undefined } : transport.request(asked);
  const ports = { ...browserPorts, random: () => 0 };
  const client = createClientWith(ports, { transport: { ...transport, request }, storage: memoryStorage() });
  const stop = client.connection.subscribe(() => {});
  await until(client.connection, ({ state }) => state === 'live');
  await client.templates.save({ name: 'Thanks', text: 'Thank you.', scope: 'own' });
  expect(failing.size).toBe(2);
  await until(client.accounts.list, (accounts) => accounts.length > 0);
  await until(client.templates.list, (templates) => templates.length > 0);
  stop();
  client.close();
});
