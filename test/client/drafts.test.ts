import { type Client, type ClientStorage, createClient, formOf, memoryStorage } from '@sidecard/client';
import type { TicketView } from '@sidecard/core/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BUYER, MAIN, STAFF, SUB } from '../support/server.ts';
import { closeClients, DECLINE, type Line, memoryShop, type Shop } from './support/shops.ts';
import { eventually, settled, until } from './support/until.ts';

describe('drafts', () => {
  let shop: Shop;
  let line: Line;
  let storage: ClientStorage;
  let client: Client;
  let ticket: TicketView;
  const stored = async () => (await storage.entries('draft/')).map(([, value]) => value);
  const read = (one: Client, form = 'reply') =>
    until(one.drafts.draft(ticket.id, form), (draft) => draft !== undefined);

  beforeEach(async () => {
    ({ shop } = memoryShop());
    ticket = await shop.create();
    storage = memoryStorage();
    line = shop.line(MAIN);
    client = shop.client(MAIN, { line, storage });
    await until(client.session, (session) => session !== undefined);
  });
  afterEach(closeClients);

  it('are there at once, in one store for a ticket and form', () => {
    client.drafts.set(ticket.id, 'reply', { text: 'Dear' });
    expect(client.drafts.draft(ticket.id, 'reply')).toBe(client.drafts.draft(ticket.id, 'reply'));
    expect(client.drafts.draft(ticket.id, 'reply').get()).toEqual({ text: 'Dear' });
    expect(client.drafts.draft(ticket.id, 'decline').get()).toBeUndefined();
  });

  it('are told apart by the choice where a command has one', () => {
    expect(formOf({ command: 'propose', choice: 'quote' })).not.toBe(formOf({ command: 'propose', choice: 'refund' }));
    expect(formOf({ command: 'reply' })).toBe('reply');
  });

  it('are written down within 300 ms, once for a burst of typing', async () => {
    let writes = 0;
    const counting = { ...storage, set: (key: string, value: unknown) => (writes++, storage.set(key, value)) };
    const typist = shop.client(MAIN, { storage: counting });
    await until(typist.session, (session) => session !== undefined);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      for (const text of ['D', 'De', 'Dea', 'Dear']) typist.drafts.set(ticket.id, 'reply', { text });
      await vi.advanceTimersByTimeAsync(300);
    } finally {
      vi.useRealTimers();
    }
    expect(await stored()).toEqual([{ text: 'Dear' }]);
    expect(writes).toBe(1);
  });

  it('[R8] are written down once there is room again, without another change', async () => {
    let isFull = true;
    const full: ClientStorage = {
      ...storage,
      set: (key, value) => (isFull ? Promise.reject(new Error('The disk is full.')) : storage.set(key, value)),
    };
    const typist = shop.client(MAIN, { storage: full });
    await until(typist.session, (session) => session !== undefined);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      typist.drafts.set(ticket.id, 'reply', { text: 'Dear' });
      await vi.advanceTimersByTimeAsync(30_000);
      expect(await stored()).toEqual([]);
      isFull = false;
      await vi.advanceTimersByTimeAsync(10_000);
    } finally {
      vi.useRealTimers();
    }
    expect(await stored()).toEqual([{ text: 'Dear' }]);
  });

  it('of no ticket are settings, which are all there once they are loaded after a reload', async () => {
    client.preferences.set('seen/1', { version: 3 });
    client.preferences.set('lists/mine', { view: 'open' });
    client.close();
    const next = shop.client(MAIN, { storage });
    expect(next.preferences.all().get().size).toBe(0);
    expect(Object.fromEntries(await next.preferences.load())).toEqual({
      'seen/1': { version: 3 },
      'lists/mine': { view: 'open' },
    });
  });

  it('of no ticket are read together, and again when they are loaded later: another tab may have stored some', async () => {
    for (let id = 0; id < 30; id++) client.preferences.set(`seen/${id}`, { version: id });
    client.close();
    const reads: string[] = [];
    const counting: ClientStorage = {
      ...storage,
      get: (key) => (reads.push('get'), storage.get(key)),
      entries: (prefix) => (prefix.startsWith('draft/') && reads.push('entries'), storage.entries(prefix)),
    };
    const next = shop.client(MAIN, { storage: counting });
    const [first] = await Promise.all([next.preferences.load(), next.preferences.load()]);
    expect([first.size, first.get('seen/29')]).toEqual([30, { version: 29 }]);
    expect(reads).toEqual(['entries']);
    const other = shop.client(MAIN, { storage });
    await other.preferences.load();
    other.preferences.set('seen/30', { version: 30 });
    other.close();
    await expect.poll(async () => (await next.preferences.load()).size).toBe(31);
    expect(reads).not.toContain('get');
  });

  it('of no ticket are read again after the storage has failed', async () => {
    client.preferences.set('seen/1', { version: 3 });
    client.close();
    let failures = 1;
    const entries: ClientStorage['entries'] = (prefix) =>
      prefix.startsWith('draft/') && failures-- > 0 ? Promise.reject(new Error('busy')) : storage.entries(prefix);
    const next = shop.client(MAIN, { storage: { ...storage, entries } });
    await next.preferences.load();
    expect((await next.preferences.load()).size).toBe(1);
  });

  it('are loaded once the account is known, though the first request for it had no answer', async () => {
    client.drafts.set(ticket.id, 'reply', { text: 'Dear' });
    client.close();
    line.goOffline();
    const next = shop.client(MAIN, { line, storage });
    const before = line.requests.length;
    let drafts: ReadonlyMap<string, unknown> | undefined;
    const loading = next.drafts.load(ticket.id).then((found) => (drafts = found));
    await eventually(() => line.requests.length > before);
    await settled();
    expect(drafts).toBeUndefined();
    line.goOnline();
    next.refresh();
    expect(Object.fromEntries(await loading)).toEqual({ reply: { text: 'Dear' } });
  });

  it('are those in memory if the account is refused', async () => {
    const { transport } = line;
    const refused = createClient({
      transport: {
        ...transport,
        request: () => Promise.resolve({ status: 401, body: { code: 'unauthenticated', status: 401, title: 'No.' } }),
      },
      storage,
    });
    refused.drafts.set(ticket.id, 'reply', { text: 'Dear' });
    expect(Object.fromEntries(await refused.drafts.load(ticket.id))).toEqual({ reply: { text: 'Dear' } });
    refused.close();
  });

  it('are those in memory once the client is closed', async () => {
    client.close();
    line.goOffline();
    const next = shop.client(MAIN, { line, storage });
    next.drafts.set(ticket.id, 'reply', { text: 'Dear' });
    const loading = next.drafts.load(ticket.id);
    await eventually(() => line.requests.length > 0);
    next.close();
    expect((await loading).size).toBe(1);
  });

  it('survive a reload', async () => {
    client.drafts.set(ticket.id, 'reply', { text: 'Dear' });
    client.close();
    expect(await read(shop.client(MAIN, { storage }))).toEqual({ text: 'Dear' });
  });

  it('typed before it is known who types are kept, over what was stored', async () => {
    client.drafts.set(ticket.id, 'reply', { text: 'Old' });
    client.close();
    const next = shop.client(MAIN, { storage });
    next.drafts.set(ticket.id, 'reply', { text: 'New' });
    await until(next.session, (session) => session !== undefined);
    await eventually(async () => JSON.stringify(await stored()).includes('New'));
    expect(next.drafts.draft(ticket.id, 'reply').get()).toEqual({ text: 'New' });
  });

  it('typed before the stored one was read keep its other fields, and are stored with them', async () => {
    client.drafts.set(ticket.id, 'agree', { amount: '5', text: 'Old' });
    client.close();
    const next = shop.client(MAIN, { storage });
    next.drafts.set(ticket.id, 'agree', { text: 'New' });
    const both = { amount: '5', text: 'New' };
    await until(next.drafts.draft(ticket.id, 'agree'), (draft) => draft?.['amount'] !== undefined);
    expect(next.drafts.draft(ticket.id, 'agree').get()).toEqual(both);
    next.close();
    expect(await read(shop.client(MAIN, { storage }), 'agree')).toEqual(both);
  });

  describe('typed before the stored one was read', () => {
    let next: Client;
    let release: () => void;
    let failing: boolean;
    const text = (value: string) => ({ text: value });
    /** A next page, whose drafts are not read before `release`. */
    const begin = async (old: Record<string, unknown>): Promise<void> => {
      client.drafts.set(ticket.id, 'reply', old);
      client.close();
      await eventually(async () => (await stored()).length === 1);
      failing = false;
      const held = new Promise<void>((resolve) => (release = resolve));
      const get: ClientStorage['get'] = async (key) => {
        const value = await storage.get(key);
        if (key.startsWith('draft/')) await held;
        return failing ? Promise.reject(new Error('busy')) : value;
      };
      const entries: ClientStorage['entries'] = async (prefix) => {
        const found = await storage.entries(prefix);
        if (prefix.startsWith('draft/')) await held;
        return found;
      };
      next = shop.client(MAIN, { line, storage: { ...storage, get, entries } });
    };
    const known = () => until(next.session, (session) => session !== undefined);
    const all = async () => [...(await next.drafts.load(ticket.id)).values()];

    it('are two if both have a text in a field', async () => {
      await begin({ ...text('Old'), amount: '5' });
      next.drafts.set(ticket.id, 'reply', text('New'));
      release();
      expect(await all()).toEqual([
        { text: 'New', amount: '5' },
        { text: 'Old', amount: '5' },
      ]);
      expect(next.drafts.draft(ticket.id, 'reply').get()).toMatchObject(text('New'));
      next.close();
      const drafts = await shop.client(MAIN, { storage }).drafts.load(ticket.id);
      expect([...drafts.keys()].sort()).toEqual(['reply', expect.stringMatching(/^reply~./)]);
      expect([...drafts.values()].map((draft) => draft['text']).sort()).toEqual(['New', 'Old']);
    });

    it('are one if the stored text is in what was typed', async () => {
      await begin(text('Dear'));
      next.drafts.set(ticket.id, 'reply', text('Dear Lin'));
      release();
      expect(await all()).toEqual([text('Dear Lin')]);
    });

    it.each([
      ['the account was known', true],
      ['it was known who types', false],
    ])('are written beside it when the page closes; typed once %s', async (_, early) => {
      await begin({ amount: '5' });
      if (early) await known();
      next.drafts.set(ticket.id, 'reply', text('New'));
      await known();
      next.close();
      await eventually(async () => (await stored()).length === 2);
      expect(await stored()).toEqual([{ amount: '5' }, text('New')]);
      release();
      await eventually(async () => (await stored()).length === 1);
      expect(await stored()).toEqual([{ amount: '5', text: 'New' }]);
    });

    it('[unseen-is-kept] are written beside it when it cannot be read, and go without it', async () => {
      await begin({ amount: '5' });
      failing = true;
      next.drafts.set(ticket.id, 'reply', text('New'));
      await known();
      release();
      await eventually(async () => (await stored()).length === 2);
      expect(await stored()).toEqual([{ amount: '5' }, text('New')]);
      next.drafts.clear(ticket.id, 'reply');
      await eventually(async () => (await stored()).length === 1);
      expect(await stored()).toEqual([{ amount: '5' }]);
    });

    it('do not bring back what was cleared in between', async () => {
      await begin({ amount: '5' });
      next.drafts.set(ticket.id, 'reply', text('Sent'));
      next.drafts.clear(ticket.id, 'reply');
      next.drafts.set(ticket.id, 'reply', text('New'));
      release();
      expect(await all()).toEqual([text('New')]);
      next.close();
      // The old one is there until the new one takes its place.
      await eventually(async () => JSON.stringify(await stored()).includes('New'));
      expect(await stored()).toEqual([text('New')]);
    });

    it.each([
      ['nothing', { text: 'Dear' }, []],
      ['what only the stored one has', { amount: '5' }, [{ amount: '5' }]],
    ])('leave %s once they are sent', async (_, old, left) => {
      await begin(old);
      await known();
      await until(next.ticket(ticket.id), ({ status }) => status === 'ready');
      const fields = text('Dear Lin.');
      next.drafts.set(ticket.id, 'reply', fields);
      line.goOffline();
      expect(await next.send(ticket.id, { command: 'reply', fields })).toMatchObject({ status: 'queued' });
      release();
      expect(await all()).toEqual([{ ...old, ...fields }]);
      line.goOnline();
      next.refresh();
      await until(next.outbox, (entries) => entries.length === 0);
      await until(
        next.drafts.all(ticket.id),
        (drafts) => JSON.stringify([...drafts.values()]) === JSON.stringify(left),
      );
      await eventually(async () => JSON.stringify(await stored()) === JSON.stringify(left));
    });
  });

  it('of no ticket are replaced, also before they are read: no former member comes back', async () => {
    client.preferences.set('lists/mine', { view: 'open', sort: 'due' });
    client.close();
    const next = shop.client(MAIN, { storage });
    next.preferences.set('lists/mine', { view: 'all' });
    expect(Object.fromEntries(await next.preferences.load())).toEqual({ 'lists/mine': { view: 'all' } });
    next.close();
    await settled();
    expect(await stored()).toEqual([{ view: 'all' }]);
  });

  it('cleared before the stored one was read stay cleared', async () => {
    client.drafts.set(ticket.id, 'reply', { text: 'Old' });
    client.close();
    const next = shop.client(MAIN, { storage });
    next.drafts.set(ticket.id, 'reply', { text: 'New' });
    next.drafts.clear(ticket.id, 'reply');
    expect(await next.drafts.load(ticket.id)).toEqual(new Map());
    await eventually(async () => (await stored()).length === 0);
  });

  it('are all there once they are loaded, whoever asks first', async () => {
    client.drafts.set(ticket.id, 'reply', { text: 'Dear' });
    client.drafts.set(ticket.id, 'agree', { amount: '5' });
    client.close();
    const drafts = await shop.client(MAIN, { storage }).drafts.load(ticket.id);
    expect(drafts).toEqual(
      new Map([
        ['reply', { text: 'Dear' }],
        ['agree', { amount: '5' }],
      ]),
    );
  });

  it('are gone when they are cleared, from the storage too', async () => {
    client.drafts.set(ticket.id, 'reply', { text: 'Dear' });
    await eventually(async () => (await stored()).length === 1);
    client.drafts.clear(ticket.id, 'reply');
    expect(client.drafts.draft(ticket.id, 'reply').get()).toBeUndefined();
    await eventually(async () => (await stored()).length === 0);
  });

  it('of another account of the same browser are never seen', async () => {
    client.drafts.set(ticket.id, 'reply', { text: 'Mine' });
    client.close();
    const other = shop.client(SUB, { storage });
    const draft = other.drafts.draft(ticket.id, 'reply');
    draft.subscribe(() => {});
    await until(other.session, (session) => session !== undefined);
    await settled();
    expect(draft.get()).toBeUndefined();
    other.drafts.set(ticket.id, 'reply', { text: 'Theirs' });
    other.close();
    expect(await read(shop.client(MAIN, { storage }))).toEqual({ text: 'Mine' });
  });

  it('of a ticket are listed by form, those of an earlier page too', async () => {
    client.drafts.set(ticket.id, 'reply', { text: 'Dear' });
    client.drafts.set('another', 'reply', { text: 'Elsewhere' });
    client.close();
    const next = shop.client(MAIN, { storage });
    const all = next.drafts.all(ticket.id);
    expect(await until(all, (drafts) => drafts.size > 0)).toEqual(new Map([['reply', { text: 'Dear' }]]));
    next.drafts.set(ticket.id, 'decline/other', { text: 'No' });
    expect([...all.get().keys()]).toEqual(['reply', 'decline/other']);
    next.drafts.clear(ticket.id, 'reply');
    expect([...all.get().keys()]).toEqual(['decline/other']);
  });

  describe('of what was sent', () => {
    const fields = { text: 'Good day.' };

    it('go when it is confirmed', async () => {
      client.drafts.set(ticket.id, 'reply', fields);
      expect((await client.send(ticket.id, { command: 'reply', fields })).status).toBe('confirmed');
      expect(client.drafts.draft(ticket.id, 'reply').get()).toBeUndefined();
    });

    it('go with a message to staff and with staff’s answer', async () => {
      await shop.act(MAIN, ticket.id, DECLINE);
      await shop.act(BUYER, ticket.id, { command: 'escalate' });
      for (const [one, purpose] of [
        [client, { purpose: 'progress-update' }] as const,
        [shop.client(STAFF), {}] as const,
      ]) {
        one.drafts.set(ticket.id, 'staff-message', { text: 'Noted.' });
        expect((await one.sendStaffMessage(ticket.id, { ...purpose, text: 'Noted.' })).status).toBe('confirmed');
        expect(one.drafts.draft(ticket.id, 'staff-message').get()).toBeUndefined();
      }
    });

    it('stay when more was typed meanwhile', async () => {
      client.drafts.set(ticket.id, 'reply', fields);
      const sending = client.send(ticket.id, { command: 'reply', fields });
      client.drafts.set(ticket.id, 'reply', { text: 'And one more thing' });
      await sending;
      expect(client.drafts.draft(ticket.id, 'reply').get()).toEqual({ text: 'And one more thing' });
    });

    it.each([
      ['another text', { text: 'Good day, and' }],
      ['none of its fields', { question: 'Good day, and' }],
    ])('stay when %s was sent', async (_, draft) => {
      client.drafts.set(ticket.id, 'reply', draft);
      expect((await client.send(ticket.id, { command: 'reply', fields })).status).toBe('confirmed');
      expect(client.drafts.draft(ticket.id, 'reply').get()).toEqual(draft);
    });

    it('stay when it is refused', async () => {
      client.drafts.set(ticket.id, 'staff-message', fields);
      const result = await client.sendStaffMessage(ticket.id, { purpose: 'progress-update', ...fields });
      expect(result).toMatchObject({ error: { because: 'not-intervening' } });
      expect(client.drafts.draft(ticket.id, 'staff-message').get()).toEqual(fields);
    });

    it('go after a reload too, when the next page confirms it', async () => {
      await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
      client.drafts.set(ticket.id, 'reply', fields);
      line.goOffline();
      expect((await client.send(ticket.id, { command: 'reply', fields })).status).toBe('queued');
      client.close();
      line.goOnline();
      const next = shop.client(MAIN, { line, storage });
      await until(next.outbox, (entries) => entries.length === 0);
      await eventually(async () => (await storage.entries('')).length === 0);
      expect(next.drafts.draft(ticket.id, 'reply').get()).toBeUndefined();
    });
  });
});
