import type { Client, ClientStorage } from '@sidecard/client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MAIN } from '../support/server.ts';
import { draftTabs, texts } from './support/draft-tabs.ts';
import { eventually, record, settled, until } from './support/until.ts';

describe('drafts of tabs whose storage refuses them, or takes long', () => {
  const tabs = draftTabs();
  const { open, shared, read, write, stored } = tabs;
  const keyOfReply = () => `${encodeURIComponent(tabs.ticket.id)}/reply`;

  it('[R8] a setting that could not be stored does not come back over a newer one', async () => {
    let isFull = true;
    let refusals = 0;
    const full = shared({
      ...tabs.storage,
      set: (key, value) => (isFull ? Promise.reject(new Error(`Full, ${++refusals}.`)) : tabs.storage.set(key, value)),
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
    let isFull = false;
    let refusals = 0;
    const full = shared({
      ...tabs.storage,
      set: (key, value) => (isFull ? Promise.reject(new Error(`Full, ${++refusals}.`)) : tabs.storage.set(key, value)),
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
    await until(two.drafts.draft(tabs.ticket.id, 'reply'), (draft) => draft?.['text'] === 'Old and new');
  });

  it('[R8] one that storage has refused is stored by another tab, also when the first is gone', async () => {
    let refusals = 0;
    const full = shared({ ...tabs.storage, set: () => Promise.reject(new Error(`Full, ${++refusals}.`)) });
    const one = await open(full);
    const two = await open(shared());
    write(one, { text: 'Dear' });
    await until(two.drafts.draft(tabs.ticket.id, 'reply'), (draft) => draft?.['text'] === 'Dear');
    await eventually(() => refusals > 0);
    one.close();
    await eventually(async () => (await stored()).length === 1);
    expect(await stored()).toEqual([{ text: 'Dear' }]);
    expect(read(two)).toEqual({ text: 'Dear' });
  });

  it('[R8] one that storage has refused is stored by a tab that shows nothing of its ticket', async () => {
    const full = shared({ ...tabs.storage, set: () => Promise.reject(new Error('Full.')) });
    const one = await open(full);
    const others = tabs.browser.listeners('draft/');
    const two = tabs.browser.open(tabs.shop, MAIN, { storage: shared() });
    two.client.session.subscribe(() => {});
    await eventually(() => tabs.browser.listeners('draft/') > others);
    write(one, { text: 'Dear' });
    await eventually(async () => (await stored()).length === 1);
    expect(await stored()).toEqual([{ text: 'Dear' }]);
  });

  it('[R8] one that every tab is refused is told a few times, and nobody is said to write it elsewhere', async () => {
    let refusals = 0;
    const full = shared({ ...tabs.storage, set: () => Promise.reject(new Error(`Full, ${++refusals}.`)) });
    const [one, two] = [await open(full), await open(full)];
    const said = tabs.browser.heard('draft/').length;
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
    expect(tabs.browser.heard('draft/').length - said).toBeLessThan(20);
    expect(one.drafts.elsewhere(tabs.ticket.id).get()).toEqual(new Set());
  });

  it('[R8] one that is written after another tab has discarded its own stays, though storage keeps failing that tab', async () => {
    let refusals = 0;
    const refuse = () => Promise.reject(new Error(`Broken, ${++refusals}.`));
    const broken = shared({ get: refuse, set: refuse, delete: refuse, entries: refuse });
    const [one, two] = [await open(shared()), await open(broken)];
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      two.drafts.clear(tabs.ticket.id, 'reply');
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
    let isSlow = false;
    let finish: (() => void) | undefined;
    const slow = shared({
      ...tabs.storage,
      async set(key, value) {
        if (isSlow) await new Promise<void>((resolve) => (finish = resolve));
        return tabs.storage.set(key, value);
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
      await until(two.drafts.draft(tabs.ticket.id, 'reply'), (draft) => draft?.['text'] === 'Old and new');
    } finally {
      vi.useRealTimers();
    }
  });

  it('[R8] one that was written late does not come back where it was sent meanwhile', async () => {
    let finish: (() => void) | undefined;
    const slow = shared({
      ...tabs.storage,
      set: (key, value) => new Promise<void>((resolve) => (finish = () => resolve(tabs.storage.set(key, value)))),
    });
    const [one, two] = [await open(slow), await open(shared())];
    write(one, { text: 'Dear' });
    await until(two.drafts.draft(tabs.ticket.id, 'reply'), (draft) => draft?.['text'] === 'Dear');
    await eventually(() => finish !== undefined);
    const shown = record(two.drafts.draft(tabs.ticket.id, 'reply'));
    const said = tabs.browser.heard('draft/').length;
    two.drafts.clear(tabs.ticket.id, 'reply');
    // The first tab was frozen: that it is stored it hears before anything else.
    tabs.browser.say('draft/', { key: keyOfReply(), value: { text: 'Dear' }, known: ['{"text":"Dear"}'], again: true });
    tabs.browser.say('draft/', {
      ...{ key: keyOfReply(), value: { text: 'Dear' }, known: ['{"text":"Dear"}'], again: true, unsaved: true },
    });
    await until(one.drafts.draft(tabs.ticket.id, 'reply'), (draft) => draft === undefined);
    expect(tabs.browser.heard('draft/').length).toBeGreaterThan(said);
    expect(shown).toEqual([{ text: 'Dear' }, undefined]);
    finish?.();
    await settled();
    expect(shown).toEqual([{ text: 'Dear' }, undefined]);
  });

  it('are taken over though the storage takes long', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow: ClientStorage = {
      ...tabs.storage,
      set: (key, value) =>
        (key.startsWith('draft/') ? held : Promise.resolve()).then(() => tabs.storage.set(key, value)),
    };
    const [one, two] = [await open(shared(slow)), await open(shared(slow))];
    write(one, { text: 'Dear' });
    await until(two.drafts.draft(tabs.ticket.id, 'reply'), (draft) => draft?.['text'] === 'Dear');
    expect(await stored()).toEqual([]);
    write(two, { text: 'Dear Lin' });
    await until(one.drafts.draft(tabs.ticket.id, 'reply'), (draft) => draft?.['text'] === 'Dear Lin');
    release();
    await eventually(async () => texts(await stored()).join() === 'Dear Lin');
  });

  it('tell what was changed while the storage was read', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let reading: (() => void) | undefined;
    const get: ClientStorage['get'] = (key) => {
      if (!reading || !key.startsWith('draft/')) return tabs.storage.get(key);
      reading();
      return held.then(() => tabs.storage.get(key));
    };
    const [one, two] = [await open(shared({ ...tabs.storage, get })), await open(shared())];
    write(one, { text: 'D' });
    await eventually(async () => texts(await stored()).join() === 'D');
    const isRead = new Promise<void>((resolve) => (reading = resolve));
    write(one, { text: 'Dear' });
    await isRead;
    write(one, { text: 'Dear Lin' });
    release();
    await until(two.drafts.draft(tabs.ticket.id, 'reply'), (draft) => draft?.['text'] === 'Dear Lin');
  });

  it('[R8] are written with the next chance when the storage has taken nothing', async () => {
    let full = true;
    const own: ClientStorage = {
      ...tabs.storage,
      set: (key, value) => (full ? Promise.reject(new Error('The disk is full.')) : tabs.storage.set(key, value)),
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

  it('[R8] one that was told and not stored yet is stored by another tab when its own goes away', async () => {
    const never = () => new Promise<void>(() => {});
    const one = await tabs.openTab(shared({ ...tabs.storage, set: never, update: never }));
    const two = await open(shared());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      write(one.client, { text: 'Dear' });
      await vi.advanceTimersByTimeAsync(260);
      await settled();
      expect(read(two)).toEqual({ text: 'Dear' });
      one.hide();
      await settled();
      // The first one holds the lock.
      await vi.advanceTimersByTimeAsync(4000);
      await settled();
    } finally {
      vi.useRealTimers();
    }
    expect(await stored()).toEqual([{ text: 'Dear' }]);
  });

  describe('[R8] [unseen-is-kept] one that could not be read stays when another text is sent', () => {
    const LETTER = { text: 'A long letter of an earlier page.' };
    const fields = { text: 'OK' };
    beforeEach(async () => {
      const one = await open(shared());
      write(one, LETTER);
      await eventually(async () => (await stored()).length === 1);
      one.close();
    });
    async function sendBy(two: Client): Promise<void> {
      expect(await two.send(tabs.ticket.id, { command: 'reply', fields })).toMatchObject({ status: 'confirmed' });
      await eventually(async () => !texts(await stored()).includes('OK'));
      await settled();
      expect(await stored()).toEqual([LETTER]);
    }

    it.each([false, true])('also when that was stored before: %s', async (isStored) => {
      let fails = true;
      const unless = <Result>(key: string, work: () => Promise<Result>) =>
        fails && key.startsWith('draft/') ? Promise.reject(new Error('Busy.')) : work();
      const two = await open(
        shared({
          ...tabs.storage,
          get: (key) => unless(key, () => tabs.storage.get(key)),
          entries: (prefix) => unless(prefix, () => tabs.storage.entries(prefix)),
        }),
      );
      expect(read(two)).toBeUndefined();
      await until(two.ticket(tabs.ticket.id), ({ status }) => status === 'ready');
      await settled();
      fails = false;
      write(two, fields);
      if (isStored) await eventually(async () => (await stored()).length === 2);
      await sendBy(two);
    });

    it('also when it was stored later, and could not be read to be written over', async () => {
      await tabs.storage.delete((await tabs.storage.entries('draft/'))[0]![0]);
      let fails = false;
      const update: ClientStorage['update'] = (key, change) => {
        if (!fails) return tabs.update(key, change);
        fails = false;
        return Promise.reject(new Error('Busy.'));
      };
      const { client: two } = tabs.browser.open(tabs.shop, MAIN, { storage: { ...tabs.storage, update } });
      await two.drafts.load(tabs.ticket.id);
      await until(two.ticket(tabs.ticket.id), ({ status }) => status === 'ready');
      expect(read(two)).toBeUndefined();
      await settled();
      const three = await open(tabs.storage);
      write(three, LETTER);
      await eventually(async () => (await stored()).length === 1);
      three.close();
      fails = true;
      write(two, fields);
      await eventually(async () => (await stored()).length === 2);
      await sendBy(two);
    });
  });

  it('[R8] one that was told is not replaced by an older one that storage still has', async () => {
    const two = await open(shared());
    write(two, { text: 'x' }, 'note');
    await eventually(async () => (await stored()).length === 1);
    const [[key = ''] = []] = await tabs.storage.entries('draft/');
    await tabs.storage.set(key.replace('/note', '/reply'), { text: 'Version 0' });
    const versions = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => ({ text: `Version ${n}` }));
    // More has been told since than a note names.
    const known = versions.slice(2, 7).map((draft) => JSON.stringify(draft));
    tabs.browser.say('draft/', { key: keyOfReply(), value: versions[7], known });
    await settled();
    expect(read(two)).toEqual(versions[7]);
  });

  it('[R8] none that was sent comes back from a tab that was frozen meanwhile', async () => {
    const two = await open(shared());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      for (const text of ['First', 'Second']) {
        write(two, { text });
        await vi.advanceTimersByTimeAsync(300);
        await settled();
        two.drafts.clear(tabs.ticket.id, 'reply');
        await settled();
      }
      const known = [JSON.stringify({ text: 'First' })];
      tabs.browser.say('draft/', { key: keyOfReply(), value: { text: 'First' }, known, again: true });
      await vi.advanceTimersByTimeAsync(300);
      await settled();
    } finally {
      vi.useRealTimers();
    }
    expect(read(two)).toBeUndefined();
    expect(await stored()).toEqual([]);
  });
});
