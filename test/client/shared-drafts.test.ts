import type { Client, ClientStorage } from '@sidecard/client';
import type { TicketView } from '@sidecard/core/wire';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '../support/seed.ts';
import { MAIN } from '../support/server.ts';
import { memoryShop, type Shop } from './support/shops.ts';
import { type Browser, createBrowser, type Tab } from './support/tabs.ts';
import { eventually, record, settled, until } from './support/until.ts';

let storages = 0;

/** A storage, and how it reads and writes at once, as databases can. */
function createStorage(): { readonly storage: ClientStorage; readonly update: NonNullable<ClientStorage['update']> } {
  const values = new Map<string, unknown>();
  return {
    storage: {
      get: async (key) => values.get(key),
      set: async (key, value) => void values.set(key, value),
      delete: async (key) => void values.delete(key),
      entries: async (prefix) => [...values].filter(([key]) => key.startsWith(prefix)),
    },
    async update(key, change) {
      const value = change(values.get(key));
      if (value === undefined) values.delete(key);
      else values.set(key, value);
    },
  };
}

describe('drafts of two tabs', () => {
  let shop: Shop;
  let browser: Browser;
  let storage: ClientStorage;
  let update: NonNullable<ClientStorage['update']>;
  let ticket: TicketView;

  beforeEach(async () => {
    ({ shop } = memoryShop());
    ticket = await shop.create();
    browser = createBrowser();
    ({ storage, update } = createStorage());
  });
  afterEach(() => browser.close());

  /** A tab that shows the drafts of the ticket. */
  const open = async (own?: ClientStorage): Promise<Client> => (await openTab(own)).client;
  async function openTab(own: ClientStorage = storage): Promise<Tab> {
    const others = browser.listeners('draft/');
    const tab = browser.open(shop, MAIN, { storage: own });
    await tab.client.drafts.load(ticket.id);
    if (own.sharedAs !== undefined) await eventually(() => browser.listeners('draft/') > others);
    return tab;
  }
  const shared = (own: ClientStorage = storage): ClientStorage => ({ ...own, sharedAs: `tabs-${storages}` });
  const read = (tab: Client, form = 'reply') => tab.drafts.draft(ticket.id, form).get();
  const write = (tab: Client, draft: Record<string, unknown>, form = 'reply') => tab.drafts.set(ticket.id, form, draft);
  const keyOfReply = () => `${encodeURIComponent(ticket.id)}/reply`;
  const all = (tab: Client) => Object.fromEntries(tab.drafts.all(ticket.id).get());
  const stored = async () => (await storage.entries('draft/')).map(([, value]) => value);
  const texts = (drafts: Iterable<unknown>) => [...drafts].map((draft) => (draft as { text: string }).text).sort();

  it('[R8] a setting that could not be stored does not come back over a newer one', async () => {
    storages++;
    let isFull = true;
    let refusals = 0;
    const full = shared({
      ...storage,
      set: (key, value) => (isFull ? Promise.reject(new Error(`Full, ${++refusals}.`)) : storage.set(key, value)),
    });
    const one = await open(full);
    const two = await open(shared());
    const sortOf = ({ preferences }: Client) => preferences.all().get().get('sort');
    await Promise.all([one.preferences.load(), two.preferences.load()]);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      one.preferences.set('sort', { by: 'age' });
      await vi.advanceTimersByTimeAsync(300);
      expect(refusals).toBe(1);
      expect(sortOf(two)).toEqual({ by: 'age' });
      two.preferences.set('sort', { by: 'deadline' });
      await vi.advanceTimersByTimeAsync(300);
      isFull = false;
      await vi.advanceTimersByTimeAsync(30_000);
    } finally {
      vi.useRealTimers();
    }
    expect([sortOf(one), sortOf(two), ...(await stored())]).toEqual(Array(3).fill({ by: 'deadline' }));
  });

  it('[R8] one that could be stored only later is told to a tab that was opened meanwhile', async () => {
    storages++;
    let isFull = false;
    let refusals = 0;
    const full = shared({
      ...storage,
      set: (key, value) => (isFull ? Promise.reject(new Error(`Full, ${++refusals}.`)) : storage.set(key, value)),
    });
    const one = await open(full);
    write(one, { text: 'Old' });
    await eventually(async () => (await stored()).length === 1);
    isFull = true;
    write(one, { text: 'Old and new' });
    await eventually(() => refusals > 0);
    const two = await open(full);
    expect(read(two)).toEqual({ text: 'Old' });
    isFull = false;
    // Whatever is written, the rest is written too.
    write(one, { text: 'No.' }, 'decline');
    await until(two.drafts.draft(ticket.id, 'reply'), (draft) => draft?.['text'] === 'Old and new');
  });

  it('[R8] one that storage has refused is stored by another tab, also when the first is gone', async () => {
    storages++;
    let refusals = 0;
    const full = shared({ ...storage, set: () => Promise.reject(new Error(`Full, ${++refusals}.`)) });
    const one = await open(full);
    const two = await open(shared());
    write(one, { text: 'Dear' });
    await until(two.drafts.draft(ticket.id, 'reply'), (draft) => draft?.['text'] === 'Dear');
    await eventually(() => refusals > 0);
    one.close();
    await eventually(async () => (await stored()).length === 1);
    expect(await stored()).toEqual([{ text: 'Dear' }]);
    expect(read(two)).toEqual({ text: 'Dear' });
  });

  it('[R8] one that storage has refused is stored by a tab that shows nothing of its ticket', async () => {
    storages++;
    const full = shared({ ...storage, set: () => Promise.reject(new Error('Full.')) });
    const one = await open(full);
    const others = browser.listeners('draft/');
    const two = browser.open(shop, MAIN, { storage: shared() });
    two.client.session.subscribe(() => {});
    await eventually(() => browser.listeners('draft/') > others);
    write(one, { text: 'Dear' });
    await eventually(async () => (await stored()).length === 1);
    expect(await stored()).toEqual([{ text: 'Dear' }]);
  });

  it('[R8] one that every tab is refused is told a few times, and nobody is said to write it elsewhere', async () => {
    storages++;
    let refusals = 0;
    const full = shared({ ...storage, set: () => Promise.reject(new Error(`Full, ${++refusals}.`)) });
    const [one, two] = [await open(full), await open(full)];
    const said = browser.heard('draft/').length;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      write(one, { text: 'Dear' });
      for (let seconds = 0; seconds < 60; seconds++) {
        await vi.advanceTimersByTimeAsync(1000);
        await settled();
      }
    } finally {
      vi.useRealTimers();
    }
    expect(read(two)).toEqual({ text: 'Dear' });
    // Both try again every ten seconds.
    expect(refusals).toBeGreaterThan(5);
    expect(refusals).toBeLessThan(20);
    expect(browser.heard('draft/').length - said).toBeLessThan(20);
    expect(one.drafts.elsewhere(ticket.id).get()).toEqual(new Set());
  });

  it('[R8] [unseen-is-kept] two that were written at once are told and stored a few times, not for ever', async () => {
    storages++;
    const [one, two] = [await open(shared()), await open(shared())];
    const said = browser.heard('draft/').length;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      write(one, { text: 'Dear' });
      write(two, { text: 'Hello' });
      for (let halves = 0; halves < 40; halves++) {
        await vi.advanceTimersByTimeAsync(500);
        await settled();
      }
    } finally {
      vi.useRealTimers();
    }
    expect([read(one), read(two)]).toEqual([{ text: 'Dear' }, { text: 'Hello' }]);
    expect(texts(Object.values(all(one)))).toEqual(['Dear', 'Hello']);
    expect(browser.heard('draft/').length - said).toBeLessThan(12);
  });

  it('[R8] one that is written after another tab has discarded its own stays, though storage keeps failing that tab', async () => {
    storages++;
    let refusals = 0;
    const refuse = () => Promise.reject(new Error(`Broken, ${++refusals}.`));
    const broken = shared({ get: refuse, set: refuse, delete: refuse, entries: refuse });
    const [one, two] = [await open(shared()), await open(broken)];
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      two.drafts.clear(ticket.id, 'reply');
      await vi.advanceTimersByTimeAsync(300);
      write(one, { text: 'Dear' });
      for (let seconds = 0; seconds < 25; seconds++) {
        await vi.advanceTimersByTimeAsync(1000);
        await settled();
      }
    } finally {
      vi.useRealTimers();
    }
    expect(refusals).toBeGreaterThan(3);
    expect([read(one), read(two)]).toEqual([{ text: 'Dear' }, { text: 'Dear' }]);
    expect(await stored()).toEqual([{ text: 'Dear' }]);
  });

  it('[R8] one whose writing takes long is told again to a tab that was opened meanwhile', async () => {
    storages++;
    let isSlow = false;
    let finish: (() => void) | undefined;
    const slow = shared({
      ...storage,
      async set(key, value) {
        if (isSlow) await new Promise<void>((resolve) => (finish = resolve));
        return storage.set(key, value);
      },
    });
    const one = await open(slow);
    write(one, { text: 'Old' });
    await eventually(async () => (await stored()).length === 1);
    isSlow = true;
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    try {
      write(one, { text: 'Old and new' });
      await eventually(() => finish !== undefined);
      const two = await open(shared());
      expect(read(two)).toEqual({ text: 'Old' });
      vi.advanceTimersByTime(1000);
      finish?.();
      await until(two.drafts.draft(ticket.id, 'reply'), (draft) => draft?.['text'] === 'Old and new');
    } finally {
      vi.useRealTimers();
    }
  });

  it('[R8] one that was written late does not come back where it was sent meanwhile', async () => {
    storages++;
    let finish: (() => void) | undefined;
    const slow = shared({
      ...storage,
      set: (key, value) => new Promise<void>((resolve) => (finish = () => resolve(storage.set(key, value)))),
    });
    const [one, two] = [await open(slow), await open(shared())];
    write(one, { text: 'Dear' });
    await until(two.drafts.draft(ticket.id, 'reply'), (draft) => draft?.['text'] === 'Dear');
    await eventually(() => finish !== undefined);
    const shown = record(two.drafts.draft(ticket.id, 'reply'));
    const said = browser.heard('draft/').length;
    two.drafts.clear(ticket.id, 'reply');
    // The first tab was frozen: that it is stored it hears before anything else.
    browser.say('draft/', { key: keyOfReply(), value: { text: 'Dear' }, known: ['{"text":"Dear"}'], again: true });
    browser.say('draft/', {
      ...{ key: keyOfReply(), value: { text: 'Dear' }, known: ['{"text":"Dear"}'], again: true, unsaved: true },
    });
    await until(one.drafts.draft(ticket.id, 'reply'), (draft) => draft === undefined);
    expect(browser.heard('draft/').length).toBeGreaterThan(said);
    expect(shown).toEqual([{ text: 'Dear' }, undefined]);
    finish?.();
    await settled();
    expect(shown).toEqual([{ text: 'Dear' }, undefined]);
  });

  describe.each([
    ['that hear of each other', true],
    ['without a channel', false],
  ])('%s', (_, hears) => {
    let one: Client, two: Client;
    beforeEach(async () => {
      storages++;
      const own = hears ? shared() : storage;
      [one, two] = [await open(own), await open(own)];
    });

    it('[R8] [unseen-is-kept] are both kept when the second had not seen what the first wrote', async () => {
      write(one, { text: 'A long and careful answer.' });
      write(two, { text: 'x' });
      // Each keeps the other's beside its own, if it hears of it.
      await eventually(async () => (await stored()).length === (hears ? 3 : 2));
      await settled();
      expect(texts(await stored())).toEqual(expect.arrayContaining(['A long and careful answer.', 'x']));
      expect(read(two)).toEqual({ text: 'x' });
      expect(texts(Object.values(all(two)))).toEqual(['A long and careful answer.', 'x']);
      // What is sent does not stay as a copy.
      two.drafts.clear(ticket.id, 'reply');
      await settled();
      expect(texts(Object.values(all(two)))).toEqual(['A long and careful answer.']);
    });

    it('[R8] are both kept when an amount is not the same, though the one has the digits of the other', async () => {
      write(one, { amount: '5', reason: 'late', days: 1 });
      write(two, { amount: '50', reason: 'other-late', days: 12 });
      await eventually(async () => (await stored()).length === (hears ? 3 : 2));
      await settled();
      expect(await stored()).toEqual(
        expect.arrayContaining([
          { amount: '5', reason: 'late', days: 1 },
          { amount: '50', reason: 'other-late', days: 12 },
        ]),
      );
      expect(Object.values(all(two))).toHaveLength(2);
    });

    it('[unseen-is-kept] are both kept also when this tab discarded one before it had read it', async () => {
      write(one, { text: 'Old' });
      await eventually(async () => (await stored()).length === 1);
      const [[key = ''] = []] = await storage.entries('draft/');
      let release = (): void => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      const { client: three } = browser.open(shop, MAIN, {
        storage: {
          ...storage,
          async get(key) {
            const found = await storage.get(key);
            if (key.startsWith('draft/')) await held;
            return found;
          },
        },
      });
      three.drafts.clear(ticket.id, 'reply');
      await until(three.session, (session) => session !== undefined);
      release();
      await eventually(async () => (await stored()).length === 0);
      // By a tab of which this one hears nothing.
      await storage.set(key, { text: 'Theirs' });
      three.drafts.set(ticket.id, 'reply', { text: 'Ours' });
      await eventually(async () => texts(await stored()).join() === 'Ours,Theirs', 3000);
    });

    describe('of which one has a disk that takes long', () => {
      let three: Tab;
      let release: () => void;
      let asked: Promise<void>;
      beforeEach(async () => {
        let isLoaded = false;
        let ask = (): void => {};
        asked = new Promise((resolve) => (ask = resolve));
        const held = new Promise<void>((resolve) => (release = resolve));
        const wait = (key: string) => {
          if (!isLoaded || !key.startsWith('draft/')) return Promise.resolve();
          ask();
          return held;
        };
        const slow: ClientStorage = {
          ...storage,
          async get(key) {
            const found = await storage.get(key);
            await wait(key);
            return found;
          },
          update: (key, change) => wait(key).then(() => update(key, change)),
        };
        three = await openTab(hears ? shared(slow) : slow);
        // Knows that there is none.
        read(three.client);
        await three.client.drafts.load(ticket.id);
        isLoaded = true;
        write(three.client, { text: 'Ours' });
        await asked;
      });

      it('[R8] [unseen-is-kept] are both kept when the other is closed while this one is written', async () => {
        const four = await openTab(hears ? shared() : storage);
        write(four.client, { text: 'Theirs' });
        four.hide();
        four.client.close();
        await eventually(async () => texts(await stored()).includes('Theirs'));
        release();
        await eventually(async () => texts(await stored()).includes('Ours'));
        await settled();
        expect(texts(await stored())).toEqual(expect.arrayContaining(['Ours', 'Theirs']));
        expect(texts(Object.values(all(three.client)))).toEqual(['Ours', 'Theirs']);
      });

      it('[R8] is written at once when its tab goes away', async () => {
        three.hide();
        three.client.close();
        await eventually(async () => texts(await stored()).includes('Ours'));
      });
    });

    it('are one where each has written in a field of its own', async () => {
      write(one, { text: 'Dear' });
      write(two, { amount: '5' });
      await eventually(async () => (await stored()).some((draft) => Object.keys(draft as object).length === 2));
      await settled();
      expect(await stored()).toEqual([{ text: 'Dear', amount: '5' }]);
    });

    it('[R8] [unseen-is-kept] stay where one tab discards what the other has gone on writing', async () => {
      write(one, { text: 'Dear' });
      await eventually(async () => (await stored()).length === 1);
      if (!hears) {
        two.close();
        two = await open();
      }
      await until(two.drafts.draft(ticket.id, 'reply'), (draft) => draft?.['text'] === 'Dear');
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      try {
        write(two, { text: 'Dear Lin' });
        if (hears) {
          // Neither has heard of the other.
          vi.advanceTimersByTime(250);
          one.drafts.clear(ticket.id, 'reply');
        } else {
          await vi.advanceTimersByTimeAsync(250);
          await settled();
          one.drafts.clear(ticket.id, 'reply');
        }
        await vi.advanceTimersByTimeAsync(600);
        await settled();
      } finally {
        vi.useRealTimers();
      }
      expect(read(two)).toEqual({ text: 'Dear Lin' });
      expect(read(one)).toEqual({ text: 'Dear Lin' });
      one.close();
      two.close();
      await settled();
      expect(await stored()).toEqual([{ text: 'Dear Lin' }]);
    });

    it('[R8] are not brought back by a tab that is closed', async () => {
      write(one, { text: 'Dear' });
      await eventually(async () => (await stored()).length === 1);
      one.drafts.clear(ticket.id, 'reply');
      await eventually(async () => (await stored()).length === 0);
      two.close();
      await settled();
      expect(await stored()).toEqual([]);
    });
  });

  describe('that hear of each other', () => {
    let one: Client, two: Client;
    beforeEach(async () => {
      storages++;
      [one, two] = [await open(shared()), await open(shared())];
    });

    it('show at once what was written in the other, and that it is being written', async () => {
      write(one, { text: 'Dear' });
      await until(two.drafts.draft(ticket.id, 'reply'), (draft) => draft?.['text'] === 'Dear');
      expect([...two.drafts.elsewhere(ticket.id).get()]).toEqual(['reply']);
      expect([...one.drafts.elsewhere(ticket.id).get()]).toEqual([]);
      write(two, { text: 'Dear Lin' });
      await until(one.drafts.draft(ticket.id, 'reply'), (draft) => draft?.['text'] === 'Dear Lin');
      await eventually(async () => texts(await stored()).join() === 'Dear Lin');
    });

    it('say so no more once the tab is closed, and take nothing from what nobody has written', async () => {
      write(one, { text: 'Dear' });
      await eventually(() => two.drafts.elsewhere(ticket.id).get().has('reply'));
      for (const key of ['%/x', `${ticket.id}`, '']) browser.say('draft/', { key, value: { text: 'x' }, known: [] });
      await settled();
      expect(all(two)).toEqual({ reply: { text: 'Dear' } });
      two.close();
      expect(two.drafts.elsewhere(ticket.id).get().size).toBe(0);
    });

    it('say for a minute after the last change that it is being written, through pauses', async () => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      try {
        write(one, { text: 'Dear' });
        await vi.advanceTimersByTimeAsync(300);
        await eventually(() => two.drafts.elsewhere(ticket.id).get().has('reply'));
        await vi.advanceTimersByTimeAsync(59_000);
        expect(two.drafts.elsewhere(ticket.id).get().has('reply')).toBe(true);
        await vi.advanceTimersByTimeAsync(1_500);
        expect(two.drafts.elsewhere(ticket.id).get().has('reply')).toBe(false);
      } finally {
        vi.useRealTimers();
      }
    });

    it('go in both when they are sent, but for what was typed on', async () => {
      for (const form of ['reply', 'note']) write(one, { text: 'Dear' }, form);
      await until(two.drafts.all(ticket.id), (drafts) => drafts.size === 2);
      write(two, { text: 'Dear Lin' }, 'note');
      for (const form of ['reply', 'note']) one.drafts.clear(ticket.id, form);
      await until(two.drafts.all(ticket.id), (drafts) => drafts.size === 1);
      expect(read(two, 'note')).toEqual({ text: 'Dear Lin' });
      await eventually(async () => texts(await stored()).join() === 'Dear Lin');
      expect(read(one, 'note')).toEqual({ text: 'Dear Lin' });
    });

    it('are taken over though the storage takes long', async () => {
      let release = (): void => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      storages++;
      const slow: ClientStorage = {
        ...storage,
        set: (key, value) => (key.startsWith('draft/') ? held : Promise.resolve()).then(() => storage.set(key, value)),
      };
      [one, two] = [await open(shared(slow)), await open(shared(slow))];
      write(one, { text: 'Dear' });
      await until(two.drafts.draft(ticket.id, 'reply'), (draft) => draft?.['text'] === 'Dear');
      expect(await stored()).toEqual([]);
      write(two, { text: 'Dear Lin' });
      await until(one.drafts.draft(ticket.id, 'reply'), (draft) => draft?.['text'] === 'Dear Lin');
      release();
      await eventually(async () => texts(await stored()).join() === 'Dear Lin');
    });

    it('tell what was changed while the storage was read', async () => {
      let release = (): void => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      let reading: (() => void) | undefined;
      const get: ClientStorage['get'] = (key) => {
        if (!reading || !key.startsWith('draft/')) return storage.get(key);
        reading();
        return held.then(() => storage.get(key));
      };
      storages++;
      [one, two] = [await open(shared({ ...storage, get })), await open(shared())];
      write(one, { text: 'D' });
      await eventually(async () => texts(await stored()).join() === 'D');
      const isRead = new Promise<void>((resolve) => (reading = resolve));
      write(one, { text: 'Dear' });
      await isRead;
      write(one, { text: 'Dear Lin' });
      release();
      await until(two.drafts.draft(ticket.id, 'reply'), (draft) => draft?.['text'] === 'Dear Lin');
    });
  });

  it('[R8] are written with the next chance when the storage has taken nothing', async () => {
    let full = true;
    const own: ClientStorage = {
      ...storage,
      set: (key, value) => (full ? Promise.reject(new Error('The disk is full.')) : storage.set(key, value)),
    };
    const tab = await open(own);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      write(tab, { text: 'Dear' });
      await vi.advanceTimersByTimeAsync(300);
      await settled();
      full = false;
      tab.close();
      await settled();
    } finally {
      vi.useRealTimers();
    }
    expect(await stored()).toEqual([{ text: 'Dear' }]);
  });

  it('[R8] [unseen-is-kept] lose nothing that was typed, whoever types, closes and opens when', async () => {
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ kind: fc.constant('type'), tab: fc.nat(2), form: fc.constantFrom('reply', 'note') }),
      },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.constantFrom(0, 100, 300) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen'), tab: fc.nat(2) }) },
    );
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.boolean(),
          fc.boolean(),
          fc.array(step, { minLength: 3, maxLength: 20 }),
          async (...run) => {
            const [hears, updates, steps] = run;
            storages++;
            ({ storage, update } = createStorage());
            const bare = updates ? { ...storage, update } : storage;
            const own = hears ? shared(bare) : bare;
            const tabs = [await open(own), await open(own), await open(own)];
            let typed = 0;
            for (const one of steps) {
              if ('ms' in one) await vi.advanceTimersByTimeAsync(one.ms);
              else if ('form' in one) {
                const tab = tabs[one.tab]!;
                write(
                  tab,
                  { text: `${(read(tab, one.form) as { text: string } | undefined)?.text ?? ''}<${typed++}>` },
                  one.form,
                );
              } else {
                tabs[one.tab]!.close();
                tabs[one.tab] = await open(own);
              }
            }
            for (let turn = 0; turn < 3; turn++) {
              await vi.advanceTimersByTimeAsync(300);
              await settled();
            }
            for (const tab of tabs) tab.close();
            await settled();
            const left = JSON.stringify(await stored());
            for (let one = 0; one < typed; one++) expect(left).toContain(`<${one}>`);
          },
        ),
        { numRuns: 40 },
      );
    } finally {
      vi.useRealTimers();
    }
  });
});
