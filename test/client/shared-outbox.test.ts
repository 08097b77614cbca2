import type { PortLocks } from '@sidecard/client/ports';
import type { TicketView } from '@sidecard/core/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAIN, SUB } from '../support/server.ts';
import { memoryShop, type Shop } from './support/shops.ts';
import { type Browser, createBrowser, type Tab } from './support/tabs.ts';
import { eventually, settled, until } from './support/until.ts';

const reply = (text: string) => ({ command: 'reply', fields: { text } });

describe('the outbox of several tabs', () => {
  let shop: Shop;
  let browser: Browser;
  let ticket: TicketView;
  let one: Tab, two: Tab;

  const said = async () =>
    (await shop.asStaff(ticket.id)).history.flatMap(({ sentMessage }) => sentMessage?.text ?? []);
  const sent = ({ line }: Tab) => line().requests.filter((called) => called.endsWith('commands')).length;
  const texts = ({ client }: Tab) => client.outbox.get().map(({ command }) => command.fields?.['text']);
  const send = ({ client }: Tab, text: string) => client.send(ticket.id, reply(text));

  async function open(options?: Parameters<Browser['open']>[2], who = MAIN): Promise<Tab> {
    const tab = browser.open(shop, who, options);
    tab.client.ticket(ticket.id).subscribe(() => {});
    await until(tab.client.ticket(ticket.id), ({ view }) => view !== undefined);
    await until(tab.client.connection, ({ state }) => state === 'live');
    // The outbox is there once something was asked of it.
    await tab.client.send(ticket.id, { command: 'claim' });
    return tab;
  }

  beforeEach(async () => {
    ({ shop } = memoryShop());
    await shop.grant(SUB.accountId, ['task.handle']);
    ticket = await shop.create();
    browser = createBrowser();
    [one, two] = [await open(), await open()];
  });
  afterEach(() => {
    vi.useRealTimers();
    browser.close();
  });

  describe('when the account changes while a tab waits for the other', () => {
    beforeEach(async () => {
      one.line().goOffline();
      await send(one, 'First.');
      void send(two, 'Second.');
      await eventually(() => texts(two).length === 2);
      await settled();
    });

    it('[R8] [one-account] sends what the next account writes', async () => {
      two.signIn(SUB);
      two.client.refresh();
      await until(two.client.session, (session) => session?.accountId === SUB.accountId);
      expect(await send(two, 'Of the next.')).toMatchObject({ status: 'confirmed' });
      expect(texts(two)).toEqual([]);
    });

    it('[R8] [one-account] sends what was left once the account is back', async () => {
      two.signIn(SUB);
      two.client.refresh();
      await until(two.client.session, (session) => session?.accountId === SUB.accountId);
      one.client.close();
      two.signIn(MAIN);
      two.client.refresh();
      await until(two.client.session, (session) => session?.accountId === MAIN.accountId);
      await eventually(async () => (await said()).length === 2);
      expect(await said()).toEqual(['First.', 'Second.']);
      await until(two.client.outbox, (entries) => entries.length === 0);
    });
  });

  it('[R8] what a tab has sent that cannot take it out of storage another one takes out', async () => {
    one.client.close();
    two.line().goOffline();
    const { key } = (await send(two, 'Sent elsewhere.')) as { key: string };
    expect(await browser.storage.entries('outbox/')).toHaveLength(1);
    browser.say('outbox/', { kind: 'gone', key });
    await eventually(async () => (await browser.storage.entries('outbox/')).length === 0);
    expect(texts(two)).toEqual([]);
  });

  it('[R8] [nothing-lost] what was refused and is stored a tab that cannot store it leaves there', async () => {
    let tried = 0;
    const refuses = (value: unknown) => (value as { state?: string }).state === 'refused' && ++tried > 0;
    const three = await open({
      storage: {
        ...browser.storage,
        set: (key, value) => (refuses(value) ? Promise.reject(new Error('Full.')) : browser.storage.set(key, value)),
      },
    });
    three.line().goOffline();
    await send(three, 'Refused in another tab.');
    const [[key, waiting] = ['']] = await browser.storage.entries('outbox/');
    const stored = { ...(waiting as object), state: 'refused', error: { code: 'closed' } };
    await browser.storage.set(key, stored);
    browser.say('outbox/', { kind: 'entry', stored, kept: true });
    await until(three.client.outbox, ([first]) => first?.state === 'refused');
    await eventually(() => tried > 0);
    await settled();
    expect(await browser.storage.get(key)).toMatchObject(stored);
  });

  it('[R8] what was refused to a tab that cannot store it another one stores', async () => {
    one.client.close();
    two.line().goOffline();
    await send(two, 'Refused elsewhere.');
    const [[, stored] = []] = await browser.storage.entries('outbox/');
    const refusal = { state: 'refused', error: { code: 'closed' } };
    browser.say('outbox/', { kind: 'entry', stored: { ...(stored as object), ...refusal }, kept: true });
    await eventually(async () => {
      const [[, found] = []] = await browser.storage.entries('outbox/');
      return (found as { state: string }).state === 'refused';
    });
  });

  describe('with records that no release has written, or only a later one', () => {
    const BAD = [
      { state: 'paused' },
      { kind: 'call' },
      { order: 'first' },
      { attempts: null },
      { createdAtMs: undefined },
      { kind: 'create', ticketId: '' },
    ];

    it('[R8] [unknown-is-skipped] sends what is there beside them', async () => {
      one.line().goOffline();
      two.client.close();
      await send(one, 'Kept.');
      one.client.close();
      const [[name, entry] = ['', {}]] = await browser.storage.entries('outbox/');
      for (const [index, bad] of BAD.entries()) {
        const key = `bad-${index}`;
        await browser.storage.set(name.replace(/[^/]+$/, key), { ...(entry as object), key, ...bad });
      }
      two = browser.open(shop, MAIN);
      await eventually(async () => (await said()).length === 1);
      expect(await send(two, 'Next.')).toMatchObject({ status: 'confirmed' });
      expect(await said()).toEqual(['Kept.', 'Next.']);
      expect(texts(two)).toEqual([]);
    });

    it('[R8] [unknown-is-skipped] shows and sends nothing of what is said in such words', async () => {
      one.line().goOffline();
      await send(one, 'Kept.');
      await until(two.client.outbox, (entries) => entries.length === 1);
      const [entry] = two.client.outbox.get();
      for (const [index, bad] of BAD.entries()) {
        browser.say('outbox', { kind: 'entry', stored: { ...entry, key: `bad-${index}`, ...bad } });
      }
      browser.say('outbox', { kind: 'gone', key: 5 });
      browser.say('outbox', { kind: 'gone', key: entry!.key, result: 'well' });
      await settled();
      expect(texts(two)).toEqual(['Kept.']);
      one.client.close();
      await until(two.client.outbox, (entries) => entries.length === 0);
      expect(await said()).toEqual(['Kept.']);
    });
  });

  it('[R8] [nothing-lost] sends what another tab shows as waiting and could not store', async () => {
    const full = { ...browser.storage, set: () => Promise.reject(new Error('The disk is full.')) };
    one.client.close();
    one = await open({ storage: full });
    one.line().goOffline();
    two.line().goOffline();
    void send(one, 'Only in memory.');
    await eventually(() => texts(two).length === 1);
    await eventually(() => two.client.outbox.get()[0]?.state === 'queued');
    one.client.close();
    two.line().goOnline();
    two.client.refresh();
    await eventually(async () => (await said()).length === 1);
    expect(await said()).toEqual(['Only in memory.']);
    await until(two.client.outbox, (entries) => entries.length === 0);
    expect(sent(two)).toBeGreaterThan(0);
  });

  it('[R8] [nothing-lost] keeps what a tab has promised as it was closed and another one was refused', async () => {
    const decline = (text: string) => ({ command: 'decline', fields: { reason: 'other', text } });
    const before = sent(one);
    one.line().goSilent();
    const sending = one.client.send(ticket.id, decline('x'));
    await eventually(() => sent(one) > before && texts(two).length === 1);
    one.client.close();
    expect((await sending).status).toBe('queued');
    await until(two.client.outbox, ([entry]) => entry?.state === 'refused');
    expect((await two.client.send(ticket.id, decline('y'))).status).toBe('refused');
    expect(texts(two)).toEqual(['x', 'y']);
  });

  it('says that an entry is not stored for as long as that is true, in every tab', async () => {
    let isFull = true;
    const filling = {
      ...browser.storage,
      set: (key: string, value: unknown) =>
        isFull ? Promise.reject(new Error('The disk is full.')) : browser.storage.set(key, value),
    };
    one.client.close();
    one = await open({ storage: filling });
    await settled();
    await eventually(() => [...texts(one), ...texts(two)].length === 0);
    one.line().goOffline();
    two.line().goOffline();
    await send(one, 'Soon stored.');
    await until(two.client.outbox, ([entry]) => entry?.unsaved === true);
    isFull = false;
    two.client.refresh();
    one.client.refresh();
    for (const { client } of [one, two])
      await until(client.outbox, ([entry]) => entry !== undefined && !('unsaved' in entry), 5000);
    expect(texts(two)).toEqual(['Soon stored.']);
  });

  it('[R8] [nothing-lost] keeps an entry that was taken for sent, and that another tab still has', async () => {
    one.line().goOffline();
    two.line().goOffline();
    await send(one, 'Still there.');
    await until(two.client.outbox, (entries) => entries.length === 1);
    const [entry] = two.client.outbox.get();
    const [[name = ''] = []] = await browser.storage.entries('outbox/');
    await browser.storage.delete(name);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    one.client.close();
    await eventually(() => texts(two).length === 0);
    await browser.storage.set(name, entry);
    browser.say('outbox', { kind: 'entry', stored: entry, kept: true });
    await eventually(() => texts(two).length === 1);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(texts(two)).toEqual(['Still there.']);
  });

  it('[R8] is tried again at once, whichever tab is asked to', async () => {
    one.line().goOffline();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await send(one, 'At once.');
    await until(two.client.outbox, (entries) => entries.length === 1);
    one.line().goOnline();
    await settled();
    expect(await said()).toEqual([]);
    two.client.refresh();
    await eventually(async () => (await said()).length === 1);
  });

  it('[R8] says that its turn has come, so that who has asked before does not take it away', async () => {
    two.client.close();
    await send(one, 'First.');
    const before = browser.heard('outbox/').length;
    one.line().goSilent();
    void send(one, 'Second.');
    await eventually(() => sent(one) === 3);
    expect(browser.heard('outbox/').slice(before)).toContainEqual({ kind: 'alive', queue: ticket.id });
  });

  it('[R8] asks for its turn again where the browser does not let it take that of a tab that hangs', async () => {
    for (const { client } of [one, two]) client.close();
    let isFree = false;
    const request: PortLocks['request'] = (name, options, granted) => {
      if (isFree || !name.includes('outbox/')) return browser.locks.request(name, options, granted);
      if (options.ifAvailable) return Promise.resolve(granted(null));
      if (!options.steal) return new Promise(() => {});
      isFree = true;
      return Promise.reject(new DOMException('The document is not active.', 'InvalidStateError'));
    };
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { client } = browser.open(shop, MAIN, { ports: { locks: { request } } });
    await until(client.session, (session) => session !== undefined);
    const result = client.send(ticket.id, reply('After all.'));
    await eventually(async () => {
      await vi.advanceTimersByTimeAsync(500);
      return isFree;
    });
    expect(await result).toMatchObject({ status: 'confirmed' });
  });

  it('listens to nobody in a tab that was closed before it was there', async () => {
    const before = browser.listeners('outbox/');
    const tab = browser.open(shop, MAIN);
    await new Promise<void>((resolve) => {
      tab.client.session.subscribe((session) => {
        if (!session) return;
        tab.client.close();
        resolve();
      });
    });
    await vi.dynamicImportSettled();
    await settled();
    expect(browser.listeners('outbox/')).toBe(before);
  });
});
