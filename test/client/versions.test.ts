import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import * as presentClient from '@sidecard/client';
import * as presentServer from '@sidecard/server/memory';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ORDER, REQUEST } from '../support/tickets.ts';
import { until } from './support/until.ts';

const FOLDER = fileURLToPath(new URL('previous', import.meta.url));
type ClientModule = typeof presentClient;
type ServerModule = typeof presentServer;

/** Loads a part of the previous release, which `scripts/baseline.mjs` has stored. */
async function previous(part: 'client' | 'server'): Promise<unknown> {
  const file = join(FOLDER, `../../../node_modules/.cache/sidecard/previous-${part}-${process.pid}.mjs`);
  await writeFile(file, gunzipSync(await readFile(join(FOLDER, `${part}.mjs.gz`))));
  const loaded: unknown = await import(/* @vite-ignore */ pathToFileURL(file).href);
  await rm(file);
  return loaded;
}

describe('versions', () => {
  const clients: Record<string, ClientModule> = {};
  const servers: Record<string, ServerModule> = {};
  const open: { close(): void }[] = [];
  beforeAll(async () => {
    Object.assign(clients, { previous: await previous('client'), present: presentClient });
    Object.assign(servers, { previous: await previous('server'), present: presentServer });
  });
  afterEach(() => open.splice(0).forEach((client) => client.close()));

  it('the previous release is another copy of the code', () => {
    expect(clients['previous']?.createClient === presentClient.createClient).toBe(false);
    expect(servers['previous']?.createMemoryBackend === presentServer.createMemoryBackend).toBe(false);
  });

  it.each([
    ['previous', 'present'],
    ['present', 'previous'],
  ])('the %s client lives with the %s server: a case from its request to a message to staff', async (one, other) => {
    const { createClient, httpTransport, memoryStorage } = clients[one] as ClientModule;
    const backend = (servers[other] as ServerModule).createMemoryBackend({
      merchantId: 'shop-1',
      orders: [ORDER],
      policy: { locale: 'en' },
      now: () => ORDER.paidAtMs + 5 * 86_400_000,
    });
    const connect = (identity: presentServer.MemoryIdentity) => {
      const client = createClient({
        transport: httpTransport(backend.as(identity)),
        storage: memoryStorage(),
        locale: 'en',
      });
      open.push(client);
      return client;
    };
    const buyer = connect({ party: 'buyer', accountId: ORDER.buyer.id, name: ORDER.buyer.name });
    const agent = connect({ party: 'merchant', accountId: 'lin', name: 'Lin', main: true });
    const cards = new Promise<string>((resolve) => agent.cards.subscribe(({ ticketId }) => resolve(ticketId)));
    await until(agent.connection, ({ state }) => state === 'live');
    await until(buyer.session, (session) => session !== undefined);

    expect(await buyer.create({ type: 'return-refund', orderId: ORDER.id, request: REQUEST })).toMatchObject({
      status: 'confirmed',
    });
    const id = await cards;
    const replies = new Promise<string>((resolve) => agent.replies.subscribe(({ text }) => resolve(text)));
    const { view } = await until(agent.ticket(id), ({ status }) => status === 'ready');
    expect(view?.actions.map(({ command }) => command)).toContain('decline');
    await until(agent.ticketType(view?.type ?? '', view?.typeVersion ?? ''), ({ status }) => status === 'ready');

    const decline = { command: 'decline', fields: { reason: 'other', text: 'It left us whole.' } };
    expect(await agent.send(id, decline)).toMatchObject({ status: 'confirmed' });
    expect(await replies).toContain('It left us whole.');
    await until(buyer.ticket(id), (state) => state.view?.workflow === 'declined');
    expect(await buyer.send(id, { command: 'escalate' })).toMatchObject({ status: 'confirmed' });
    await until(agent.ticket(id), (state) => state.view?.intervention === 'requested');

    expect(
      await agent.sendStaffMessage(id, { purpose: 'additional-statement', text: 'Please look at this.' }),
    ).toMatchObject({
      status: 'confirmed',
    });
    await until(agent.staffThread(id), (thread) => thread.messages.some(({ text }) => text === 'Please look at this.'));
  });

  it.each([
    ['previous', 'present'],
    ['present', 'previous'],
  ])('the %s client of the %s server shows what another ticket of the order has become', async (one, other) => {
    const { createClient, httpTransport, memoryStorage } = clients[one] as ClientModule;
    const backend = (servers[other] as ServerModule).createMemoryBackend({ merchantId: 'shop-1', orders: [ORDER] });
    const amount = { amountMinor: 12_900, currency: 'CNY' };
    const request = { ...REQUEST, items: [{ itemId: 'mug', quantity: 1 }], amount };
    const create = { type: 'return-refund', orderId: ORDER.id, request, locale: 'en' };
    const [first, second] = [await backend.create(create), await backend.create(create)];
    const identity = { party: 'buyer', accountId: ORDER.buyer.id, name: ORDER.buyer.name } as const;
    const buyer = createClient({ transport: httpTransport(backend.as(identity)), storage: memoryStorage() });
    open.push(buyer);
    await until(buyer.connection, ({ state }) => state === 'live');
    await until(buyer.ticket(first.id), ({ view }) => view?.otherCases?.[0]?.state === 'open');
    const shown = until(buyer.ticket(first.id), ({ view }) => view?.otherCases?.[0]?.state === 'closed');
    await backend.act(identity, second.id, { command: 'withdraw' });
    await shown;
    expect(buyer.connection.get().state).toBe('live');
  });

  it.each([
    ['previous', 'present'],
    ['present', 'previous'],
  ])('the %s client is told `not-found` where the %s server does not have a path', async (one, other) => {
    const { httpTransport } = clients[one] as ClientModule;
    const backend = (servers[other] as ServerModule).createMemoryBackend({ merchantId: 'shop-1' });
    const transport = httpTransport(backend.as({ party: 'merchant', accountId: 'lin', name: 'Lin' }));
    const answer = await transport.request({ method: 'GET', path: '/v1/of-another-release' });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});
