import type { Client, ClientStorage } from '@sidecard/client';
import type { TicketView } from '@sidecard/core/wire';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUYER, MAIN, SUB } from '../support/server.ts';
import {
  type Backend,
  BACKENDS,
  closeClients,
  DECLINE,
  type Line,
  type Shop,
  sortedStorage,
  START_TIMEOUT_MS,
} from './support/shops.ts';
import { eventually, settled, until } from './support/until.ts';

const COMMANDS = /commands$/;
const reply = (text: string) => ({ command: 'reply', fields: { text } });

describe.each(BACKENDS)('the outbox, over the $name', ({ start }) => {
  let backend: Backend;
  let shop: Shop;
  let line: Line;
  let storage: ClientStorage;
  let client: Client;
  let ticket: TicketView;

  const said = async () =>
    (await shop.asStaff(ticket.id)).history.flatMap(({ sentMessage }) => sentMessage?.text ?? []);
  const sent = () => line.requests.filter((called) => COMMANDS.test(called)).length;

  beforeAll(async () => {
    backend = await start();
  }, START_TIMEOUT_MS);
  beforeEach(async () => {
    shop = await backend.openShop();
    ticket = await shop.create();
    line = shop.line(MAIN);
    storage = sortedStorage();
    client = shop.client(MAIN, { line, storage });
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    await until(client.connection, ({ state }) => state === 'live');
  });
  afterEach(closeClients);
  afterAll(() => backend.stop());

  describe('without a network', () => {
    beforeEach(() => line.goOffline());

    it('queues, shows what waits, and sends it by itself once the network is back', async () => {
      const result = await client.send(ticket.id, reply('Later.'));
      expect(result.status).toBe('queued');
      await until(client.connection, ({ state }) => state === 'offline');
      expect(client.outbox.get()).toMatchObject([{ state: 'queued', ticketId: ticket.id }]);
      expect((await until(client.ticket(ticket.id), () => true)).view).toBeDefined();
      line.goOnline();
      await until(client.outbox, (entries) => entries.length === 0);
      expect(await said()).toEqual(['Later.']);
    });

    it('queues what comes behind at once, and keeps all of it, in order, over a reload', async () => {
      const texts = ['One.', 'Two.', 'Three.', 'Four.', 'Five.', 'Six.'];
      for (const text of texts) expect((await client.send(ticket.id, reply(text))).status).toBe('queued');
      client.close();
      line.goOnline();
      const next = shop.client(MAIN, { line, storage });
      await until(next.outbox, (entries) => entries.length === texts.length);
      await until(next.outbox, (entries) => entries.length === 0);
      expect(await said()).toEqual(texts);
    });

    it('shows a queued move as pending, and still takes no second one', async () => {
      expect((await client.send(ticket.id, DECLINE)).status).toBe('queued');
      expect((await until(client.ticket(ticket.id), ({ pending }) => pending !== undefined)).pending?.state).toBe(
        'queued',
      );
      expect(await client.send(ticket.id, DECLINE)).toMatchObject({ error: { code: 'move-pending' } });
    });

    it('survives a reload: the next page sends it under the same key, once', async () => {
      await client.send(ticket.id, reply('From the page before.'));
      const [before] = client.outbox.get();
      client.close();
      line.goOnline();
      const next = shop.client(MAIN, { line, storage });
      const [resumed] = await until(next.outbox, (entries) => entries.length > 0);
      expect(resumed?.key).toBe(before?.key);
      await until(next.outbox, (entries) => entries.length === 0);
      expect(await said()).toEqual(['From the page before.']);
    });

    it('refuses a move on a ticket that nobody here has seen, rather than make it on whatever it will be', async () => {
      line.goOnline();
      const blind = shop.client(MAIN, { line });
      await until(blind.session, (session) => session !== undefined);
      line.goOffline();
      expect(await blind.send(ticket.id, DECLINE)).toMatchObject({ status: 'refused', error: { code: 'network' } });
      line.goOnline();
      await until(blind.connection, ({ state }) => state === 'live');
      expect(blind.outbox.get()).toMatchObject([{ state: 'refused' }]);
      expect((await shop.asStaff(ticket.id)).workflow).toBe('awaiting-merchant');
    });

    it('promises nothing while it is not known whose it is, since nothing can be kept', async () => {
      const blind = shop.client(MAIN, { line });
      let promised = false;
      const sending = blind.send(ticket.id, reply('Blind.')).finally(() => (promised = true));
      await eventually(() => line.requests.filter((called) => called.endsWith('/session')).length > 1);
      await settled();
      expect(promised).toBe(false);
      expect(blind.outbox.get()).toMatchObject([{ state: 'sending', command: { fields: { text: 'Blind.' } } }]);
      line.goOnline();
      blind.refresh();
      expect(await sending).toMatchObject({ status: 'confirmed' });
    });
  });

  describe('when the server did it and its answer was lost', () => {
    it('does it once', async () => {
      line.loseAnswer(COMMANDS);
      expect((await client.send(ticket.id, reply('Once.'))).status).toBe('queued');
      await until(client.outbox, (entries) => entries.length === 0);
      expect(sent()).toBe(2);
      expect(await said()).toEqual(['Once.']);
    });

    it('does it once over a reload too, and moves as well', async () => {
      line.loseAnswer(COMMANDS);
      expect((await client.send(ticket.id, DECLINE)).status).toBe('queued');
      client.close();
      const next = shop.client(MAIN, { line, storage });
      await eventually(() => sent() === 2);
      await until(next.outbox, (entries) => entries.length === 0);
      const { history, workflow } = await shop.asStaff(ticket.id);
      expect(workflow).toBe('declined');
      expect(history.filter(({ kind }) => kind === 'declined')).toHaveLength(1);
    });

    it('does it once from two pages that share a storage', async () => {
      line.loseAnswer(COMMANDS);
      await client.send(ticket.id, reply('Twice?'));
      const twin = shop.client(MAIN, { storage });
      await Promise.all([client, twin].map((one) => until(one.outbox, (entries) => entries.length === 0)));
      await eventually(async () => (await storage.entries('outbox/')).length === 0);
      expect(await said()).toEqual(['Twice?']);
    });
  });

  it('is written down before it is sent', async () => {
    const order: string[] = [];
    const watched: ClientStorage = {
      ...storage,
      set: async (key, value) => {
        await settled();
        await storage.set(key, value);
        order.push(`kept after ${sent()} sent`);
      },
    };
    const careful = shop.client(MAIN, { line, storage: watched });
    await careful.send(ticket.id, reply('Careful.'));
    expect(order[0]).toBe('kept after 0 sent');
    expect(sent()).toBe(1);
  });

  it('keeps a refused entry over a reload, with its text, until it is dismissed', async () => {
    await client.send(ticket.id, { command: 'decline', fields: { reason: 'other', text: 'x' } });
    client.close();
    const next = shop.client(MAIN, { storage });
    const [entry] = await until(next.outbox, (entries) => entries.length === 1);
    expect(entry).toMatchObject({
      state: 'refused',
      command: { fields: { text: 'x' } },
      error: { code: 'field-invalid' },
    });
    next.dismiss(entry?.key ?? '');
    await eventually(async () => (await storage.entries('outbox/')).length === 0);
  });

  it('never sends what another account of the same browser wrote, nor shows it', async () => {
    await shop.grant(SUB.accountId, ['task.handle']);
    line.goOffline();
    await client.send(ticket.id, reply('Mine alone.'));
    client.close();
    const other = shop.client(SUB, { storage });
    await until(other.ticket(ticket.id), ({ status }) => status === 'ready');
    await until(other.connection, ({ state }) => state === 'live');
    expect(await other.send(ticket.id, reply('Another’s.'))).toMatchObject({ status: 'confirmed' });
    expect(other.outbox.get()).toEqual([]);
    expect(await said()).toEqual(['Another’s.']);
    other.close();
    line.goOnline();
    const again = shop.client(MAIN, { line, storage });
    await until(again.outbox, (entries) => entries.length === 0);
    await eventually(async () => (await said()).length === 2);
    expect(await said()).toEqual(['Another’s.', 'Mine alone.']);
  });

  it('does not send after a week what may have been done, since the server has forgotten its key', async () => {
    line.loseAnswer(COMMANDS);
    await client.send(ticket.id, reply('Old.'));
    client.close();
    for (const [key, value] of await storage.entries('outbox/')) {
      const entry = value as { createdAtMs: number };
      await storage.set(key, { ...entry, createdAtMs: entry.createdAtMs - 7 * 86_400_000 });
    }
    const before = sent();
    const next = shop.client(MAIN, { line, storage });
    const [entry] = await until(next.outbox, (entries) => entries.length === 1);
    expect(entry).toMatchObject({
      state: 'refused',
      command: { fields: { text: 'Old.' } },
      error: { code: 'network' },
    });
    expect(sent()).toBe(before);
  });

  it('sends what an earlier page left before what this one adds', async () => {
    line.goOffline();
    await client.send(ticket.id, reply('Earlier.'));
    client.close();
    line.goOnline();
    const next = shop.client(MAIN, { line, storage });
    expect((await next.send(ticket.id, reply('Later.'))).status).toBe('confirmed');
    expect(await said()).toEqual(['Earlier.', 'Later.']);
  });

  it('goes on with a storage that hangs', { timeout: 12_000 }, async () => {
    const hanging = (): Promise<never> => new Promise(() => {});
    const stuck = shop.client(MAIN, { storage: { get: hanging, set: hanging, delete: hanging, entries: hanging } });
    expect((await stuck.send(ticket.id, reply('All the same.'))).status).toBe('confirmed');
  });

  it('goes on with a broken storage', async () => {
    const broken = (): Promise<never> => Promise.reject(new Error('The disk is full.'));
    const client2 = shop.client(MAIN, { storage: { get: broken, set: broken, delete: broken, entries: broken } });
    expect((await client2.send(ticket.id, reply('All the same.'))).status).toBe('confirmed');
    expect(client2.outbox.get()).toEqual([]);
  });

  it('says of what it queues whether the disk has it, until it has', async () => {
    let isFull = true;
    const filling: ClientStorage = {
      ...storage,
      set: (key, value) =>
        isFull && key.startsWith('outbox/') ? Promise.reject(new Error('The disk is full.')) : storage.set(key, value),
    };
    const filled = shop.client(MAIN, { line, storage: filling });
    await until(filled.ticket(ticket.id), ({ status }) => status === 'ready');
    await until(filled.session, (session) => session !== undefined);
    line.goOffline();
    expect(await filled.send(ticket.id, reply('Not saved.'))).toMatchObject({ status: 'queued', unsaved: true });
    expect(filled.outbox.get()).toMatchObject([{ state: 'queued', unsaved: true }]);
    isFull = false;
    filled.refresh();
    await until(filled.outbox, ([entry]) => entry !== undefined && !('unsaved' in entry), 5000);
    expect(JSON.stringify(await storage.entries('outbox/'))).not.toContain('unsaved');
    expect(await filled.send(ticket.id, reply('Saved.'))).not.toHaveProperty('unsaved');
    filled.close();
    line.goOnline();
    const next = shop.client(MAIN, { line, storage });
    next.connection.subscribe(() => {});
    await eventually(async () => (await said()).length === 2, 5000);
  });

  it('keeps what was queued and then refused beside another text of the same command, until that one has it too', async () => {
    const decline = (text: string) => ({ command: 'decline', fields: { reason: 'other', text } });
    const texts = () => client.outbox.get().map(({ command }) => command.fields?.['text']);
    line.goOffline();
    expect((await client.send(ticket.id, decline('x'))).status).toBe('queued');
    line.goOnline();
    await until(client.outbox, ([first]) => first?.state === 'refused');
    expect((await client.send(ticket.id, decline('y'))).status).toBe('refused');
    expect(texts()).toEqual(['x', 'y']);
    // The second one was never promised.
    expect((await client.send(ticket.id, decline('z'))).status).toBe('refused');
    expect(texts()).toEqual(['x', 'z']);
    client.close();
    client = shop.client(MAIN, { line, storage });
    await until(client.outbox, (entries) => entries.length === 2);
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    expect((await client.send(ticket.id, decline('x'))).status).toBe('refused');
    expect(texts()).toEqual(['x']);
  });

  it('does not send a refused entry again after a reload where the refusal could not be stored', async () => {
    let isFull = false;
    const filling: ClientStorage = {
      ...storage,
      set: (key, value) => (isFull ? Promise.reject(new Error('The disk is full.')) : storage.set(key, value)),
    };
    const first = shop.client(MAIN, { line, storage: filling });
    await until(first.ticket(ticket.id), ({ status }) => status === 'ready');
    await until(first.connection, ({ state }) => state === 'live');
    line.goOffline();
    expect((await first.send(ticket.id, DECLINE)).status).toBe('queued');
    isFull = true;
    await shop.act(BUYER, ticket.id, { command: 'withdraw' });
    line.goOnline();
    await until(first.outbox, ([entry]) => entry?.state === 'refused');
    await eventually(async () => (await storage.entries('outbox/')).length === 0);
    expect(first.outbox.get()).toHaveLength(1);
  });

  it('tells of a conflict after it was queued: the entry stays with its text', async () => {
    line.goOffline();
    await client.send(ticket.id, DECLINE);
    await shop.act(BUYER, ticket.id, { command: 'withdraw' });
    line.goOnline();
    const [entry] = await until(client.outbox, ([first]) => first?.state === 'refused');
    expect(entry).toMatchObject({
      error: { code: 'version-conflict', changed: { kind: 'withdrawn', by: { party: 'buyer' } } },
    });
    const { view, pending } = await until(client.ticket(ticket.id), (state) => state.view?.workflow === 'closed');
    expect([view?.ending, pending]).toEqual(['withdrawn', undefined]);
  });
});
