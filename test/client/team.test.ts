import { MAX_BATCH } from '@sidecard/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUYER, MAIN, SUB } from '../support/server.ts';
import { type Backend, BACKENDS, closeClients, DECLINE, type Shop, START_TIMEOUT_MS } from './support/shops.ts';
import { until } from './support/until.ts';

describe.each(BACKENDS)('the team, over the $name', ({ start }) => {
  let backend: Backend;
  let shop: Shop;
  beforeAll(async () => {
    backend = await start();
  }, START_TIMEOUT_MS);
  beforeEach(async () => {
    shop = await backend.openShop();
    await shop.grant(SUB.accountId, ['task.handle']);
  });
  afterEach(closeClients);
  afterAll(() => backend.stop());

  it('hands a ticket over to a colleague, whom it finds in its list', async () => {
    const ticket = await shop.create();
    const client = shop.client(MAIN);
    const { colleagues } = await client.team();
    await until(colleagues, (list) => list.some(({ accountId }) => accountId === SUB.accountId));
    const result = await client.send(ticket.id, { command: 'transfer', fields: { to: SUB.accountId } });
    expect(result).toMatchObject({ status: 'confirmed', ticket: { claim: { accountId: SUB.accountId } } });
  });

  it('sees who else is at a ticket, until they leave', async () => {
    const ticket = await shop.create();
    const [main, sub] = [shop.client(MAIN), shop.client(SUB)];
    const presence = (await sub.team()).presence(ticket.id);
    await until(sub.connection, ({ state }) => state === 'live');
    const states: string[] = [];
    const stop = presence.subscribe((list) => states.push(list.map(({ name, state }) => `${name} ${state}`).join()));
    const team = await main.team();
    team.setPresence(ticket.id, 'looking');
    await until(presence, ([first]) => first?.state === 'looking');
    team.setPresence(ticket.id, 'answering');
    await until(presence, ([first]) => first?.state === 'answering');
    team.setPresence(ticket.id, 'gone');
    await until(presence, (list) => list.length === 0);
    expect(states).toEqual(['', `${MAIN.name} looking`, `${MAIN.name} answering`, '']);
    stop();
  });

  it('reads each other’s notes as they are added', async () => {
    const ticket = await shop.create();
    const [main, sub] = [await shop.client(MAIN).team(), await shop.client(SUB).team()];
    await until(sub.notes(ticket.id), ({ status }) => status === 'ready');
    const seen = until(sub.notes(ticket.id), ({ notes }) => notes.length === 1);
    const added = await main.addNote(ticket.id, 'Called the buyer.');
    expect(added).toMatchObject({ ok: true, note: { text: 'Called the buyer.', by: { name: MAIN.name } } });
    await seen;
    expect(await main.addNote(ticket.id, ' ')).toMatchObject({ ok: false, error: { code: 'body-invalid' } });
  });

  it('does not exist for the buyer', async () => {
    const ticket = await shop.create();
    const team = await shop.client(BUYER).team();
    await until(team.notes(ticket.id), ({ status }) => status === 'not-found');
    expect(await team.addNote(ticket.id, 'Hello')).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(team.colleagues.get()).toEqual([]);
  });

  it('handles equal cases in one batch, with a result for each', async () => {
    const tickets = [await shop.create(), await shop.create(), await shop.create()];
    const [first, second, third] = tickets.map(({ id }) => id) as [string, string, string];
    const client = shop.client(MAIN);
    await shop.act(BUYER, second, { command: 'withdraw' });
    const results = await client.sendBatch([first, second, third], DECLINE);
    expect(results.map(({ ticketId, result }) => [ticketId, result.status])).toEqual([
      [first, 'confirmed'],
      [second, 'refused'],
      [third, 'confirmed'],
    ]);
    for (const ids of [[], Array.from({ length: MAX_BATCH + 1 }, (_, index) => `${index}`), [first, first]]) {
      await expect(client.sendBatch(ids, DECLINE)).rejects.toThrow(RangeError);
    }
  });
});
